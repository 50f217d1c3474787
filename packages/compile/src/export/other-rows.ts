import { CompileError } from '../errors';
import { type TracedStep } from '../trace/trace-step';

/** Besides those of the two full traces, from either side: between them a threshold shows, and so do odd and even. */
const looks = [1, 16_384];

/** Repetition is left out where there is one row: those two differ between numbers of rows in any function. */
const repetition = new Set(['Identity', 'Tile']);

/** What a step called, and of what rank and type its results are. */
export function callsOf({ calls, results }: TracedStep): string[] {
  return [
    ...calls.filter(call => !repetition.has(call)),
    ...results.map(({ shape, dtype }) => `${dtype} of rank ${shape.length}`),
  ];
}

/**
 * Refuses a function that is another one for another number of rows: a branch on `x.shape[0]` leaves no trace of its
 * own, but other calls.
 */
export function checkOtherRows(
  calls: readonly string[],
  traceCalls: (rows: number) => readonly string[],
): void {
  for (const rows of looks) {
    const others = traceCalls(rows);
    const differs = calls.length !== others.length || calls.some((call, i) => call !== others[i]);
    if (!differs) continue;
    const where = calls.findIndex((call, i) => call !== others[i]);
    const [many, few] = [calls[where] ?? 'nothing', others[where] ?? 'nothing'];
    throw new CompileError(
      'untraceable',
      `The function cannot be exported for any number of rows, because it is another one for ${rows} (${few} where it has ${many} for 1009): ` +
        'express the decision in tensors, or export it with a fixed batch',
    );
  }
}
