import { count } from '../format';
import type { Output } from '../io';

const secondsBetween = { redraws: 0.25, lines: 15 };

/**
 * Passes pieces on and tells how many rows are done: one line that is redrawn on a terminal, a line now and then
 * elsewhere.
 *
 * @param rows how many are done so far
 */
export async function* countingRows(
  pieces: AsyncIterable<string>,
  rows: () => number,
  output: Output,
  now: () => number = () => performance.now() / 1000,
): AsyncGenerator<string> {
  const started = now();
  let last = started;
  let isDrawn = false;
  try {
    for await (const piece of pieces) {
      yield piece;
      const pause = output.isTTY ? secondsBetween.redraws : secondsBetween.lines;
      if (now() - last < pause) continue;
      last = now();
      const text = `${count(rows())} rows predicted, ${count(rows() / (last - started))} a second`;
      output.write(output.isTTY ? `\r${text}` : `${text}\n`);
      isDrawn = output.isTTY === true;
    }
  } finally {
    if (isDrawn) output.write('\n');
  }
}
