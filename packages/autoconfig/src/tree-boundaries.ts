import { XGBoostRegressor } from '@heph/baselines';
import { checkOptions, type OptionNames, requireNumericColumn, type Table } from '@heph/data';

/** Options of {@link treeBoundaries}. */
export interface TreeBoundariesOptions {
  /** The most bins of a column. Default 32. */
  numBins?: number;
  /** A bin holds at least so many training rows. Default 20. */
  minSamplesLeaf?: number;
  /** Ends the search with a HephError `aborted`. */
  signal?: AbortSignal;
}

const optionNames: OptionNames<TreeBoundariesOptions> = { numBins: true, minSamplesLeaf: true, signal: true };

/**
 * Bin edges of numeric columns where the target changes most: those at which a regression tree on that column alone
 * splits, between the column's least and greatest value. `numericEmbedding({ kind: 'piecewiseLinear', boundaries })` of
 * @heph/layers takes them. A column that tells nothing of the target has one bin; one of a single value `c` has the bin
 * from `c` to `c + max(1, |c|)`.
 *
 * Source: the target-aware bins of Gorishniy, Rubachev & Babenko, "On Embeddings for Numerical Features in Tabular Deep
 * Learning" (2022), section 3.2.2. Here a tree has as many levels as fit into `numBins` leaves.
 *
 * @param features numeric columns
 * @returns ascending edges for each of them, in the units of the table
 * @throws RangeError if an option is out of range
 * @throws HephError `missing-column`, `schema-mismatch` or `invalid-data`, naming column and row; `aborted`
 *
 * @example
 * const boundaries = await treeBoundaries(train, 'price', ['size', 'age']);
 */
export async function treeBoundaries(
  table: Table,
  target: string,
  features: readonly string[],
  options: TreeBoundariesOptions = {},
): Promise<number[][]> {
  checkOptions('treeBoundaries', options, optionNames);
  const { numBins = 32, minSamplesLeaf = 20, signal } = options;
  if (!Number.isSafeInteger(numBins) || numBins < 2)
    throw new RangeError(`numBins must be an integer of at least 2; received ${String(numBins)}`);
  const boundaries: number[][] = [];
  for (const feature of features) {
    const tree = await new XGBoostRegressor({
      nEstimators: 1,
      maxDepth: Math.floor(Math.log2(numBins)),
      learningRate: 1,
      lambda: 0,
      minChildWeight: minSamplesLeaf,
    }).fit(table, { target, features: [feature], signal });
    boundaries.push(edges(requireNumericColumn(table, feature).values, tree.splitPoints[feature] ?? []));
  }
  return boundaries;
}

function edges(values: ArrayLike<number>, splits: readonly number[]): number[] {
  let [least, greatest] = [Infinity, -Infinity];
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  if (least > greatest) return [0, 1];
  if (least === greatest) return [least, least + Math.max(1, Math.abs(least))];
  const inner = [...new Set(splits)].filter(split => split > least && split < greatest);
  return [least, ...inner.sort((a, b) => a - b), greatest];
}
