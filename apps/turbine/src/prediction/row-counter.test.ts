import { expect, it } from '@jest/globals';
import { Captured } from '../../test/support/world';
import { countingRows } from './row-counter';

async function counted(isTTY: boolean) {
  const output = Object.assign(new Captured(), { isTTY });
  let seconds = 0;
  async function* pieces() {
    for (; seconds < 40; seconds++) yield `piece ${seconds}`;
  }
  const passed: string[] = [];
  const rows = () => 100 * seconds;
  for await (const piece of countingRows(pieces(), rows, output, () => seconds)) passed.push(piece);
  expect(passed).toHaveLength(40);
  return output;
}

it('prints a line now and then in a pipe', async () => {
  expect((await counted(false)).text).toBe(
    '1,500 rows predicted, 100 a second\n3,000 rows predicted, 100 a second\n',
  );
});

it('redraws one line on a terminal, and leaves it', async () => {
  const { text } = await counted(true);
  expect(text).toMatch(/^\r100 rows predicted/);
  expect(text).toMatch(/\r3,900 rows predicted, 100 a second\n$/);
  expect(text.split('\n')).toHaveLength(2);
});
