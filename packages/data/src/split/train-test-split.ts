import { checkOptions } from '../options/check-options';
import { createRandom, type Random } from '../random/random';
import type { Column } from '../table/column';
import { requireTable } from '../table/require-table';
import type { Table } from '../table/table';

/** How {@link trainTestSplit} divides a table. */
export interface TrainTestSplitOptions {
  /** The share of rows to test on, between 0 and 1 (rounded up), or their number, an integer of at least 1. */
  testSize: number;
  /** A non-negative integer; the split depends on nothing else. */
  seed: number;
  /** A column whose distinct values (a missing one counts as a value) keep their shares in both parts. */
  stratify?: string;
}

/** Two disjoint parts of a table, and the rows of that table they came from. */
export interface TrainTestSplit {
  train: Table;
  test: Table;
  trainIndices: Int32Array;
  testIndices: Int32Array;
}

const optionNames = { testSize: true, seed: true, stratify: true } as const;

/**
 * Divides a table's rows at random into a part to train on and a part to test on; rows come in random order.
 *
 * @throws RangeError if `testSize` is neither, or leaves a part without rows, or the seed is invalid
 * @throws HephError `missing-column` if there is no column `stratify`
 */
export function trainTestSplit(table: Table, options: TrainTestSplitOptions): TrainTestSplit {
  requireTable('table', table);
  checkOptions<TrainTestSplitOptions>('trainTestSplit', options ?? null, optionNames);
  const { testSize, seed, stratify } = options;
  const random = createRandom(seed);
  const testRows = countTestRows(testSize, table.numRows);
  const shuffled = random.permutation(table.numRows);
  const ordered =
    stratify === undefined ? shuffled : testRowsFirst(shuffled, table.column(stratify), testRows, random);
  const testIndices = ordered.slice(0, testRows);
  const trainIndices = ordered.slice(testRows);
  return { train: table.take(trainIndices), test: table.take(testIndices), trainIndices, testIndices };
}

function countTestRows(testSize: number, numRows: number): number {
  const isShare = testSize > 0 && testSize < 1;
  if (!isShare && !(Number.isInteger(testSize) && testSize >= 1))
    throw new RangeError(
      `testSize must be a share between 0 and 1 or an integer of at least 1; received ${String(testSize)}`,
    );
  const testRows = isShare ? Math.ceil(testSize * numRows) : testSize;
  if (testRows >= numRows)
    throw new RangeError(
      `testSize must leave rows to train on; received ${testSize}, which is ${testRows} of ${numRows} rows`,
    );
  return testRows;
}

/** Reorders shuffled rows so that the first `testRows` hold every value of the column by its share. */
function testRowsFirst(rows: Int32Array, column: Column, testRows: number, random: Random): Int32Array {
  const strata = [...groupRows(rows, column).values()];
  const quotas = allot(
    strata.map(stratum => stratum.length),
    testRows,
  );
  const test = Int32Array.from(strata.flatMap((stratum, i) => stratum.slice(0, quotas[i])));
  const train = Int32Array.from(strata.flatMap((stratum, i) => stratum.slice(quotas[i])));
  const ordered = new Int32Array(rows.length);
  ordered.set(random.shuffle(test));
  ordered.set(random.shuffle(train), testRows);
  return ordered;
}

function groupRows(rows: Int32Array, column: Column): Map<number | string | null, number[]> {
  const groups = new Map<number | string | null, number[]>();
  for (const row of rows) {
    const value = column.get(row);
    const group = groups.get(value);
    if (group) group.push(row);
    else groups.set(value, [row]);
  }
  return groups;
}

/** Divides `total` in proportion to `sizes` by largest remainders, so that the parts sum to it. */
function allot(sizes: readonly number[], total: number): number[] {
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const exact = sizes.map(size => (size * total) / all);
  const quotas = exact.map(Math.floor);
  const left = total - quotas.reduce((sum, quota) => sum + quota, 0);
  const byRemainder = exact.map((share, i) => ({ i, remainder: share - quotas[i]! }));
  byRemainder.sort((a, b) => b.remainder - a.remainder);
  for (const { i } of byRemainder.slice(0, left)) quotas[i]! += 1;
  return quotas;
}
