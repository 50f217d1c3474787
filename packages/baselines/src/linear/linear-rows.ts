import type { RowWeights } from '@heph/estimator';
import { effectsOf, type Design, type LinearTerm } from './linear-terms';

/** Rows are worked on so many at a time. */
export const blockRows = 1024;

/** Rows for a linear model to learn from. */
export interface LinearRows {
  readonly design: Design;
  readonly target: ArrayLike<number>;
  /** In a unit of `weightUnit`. */
  readonly weights: RowWeights;
  readonly weightUnit?: number | undefined;
}

/** y = intercept + Σ coefficients[j] · x_j, where a missing x_j is means[j]. */
export interface LinearModel {
  readonly intercept: number;
  readonly coefficients: readonly number[];
  readonly means: readonly number[];
  /** The standard errors of the coefficients and, last, of the intercept; `undefined` where there are none to be had. */
  readonly standardErrors: readonly number[] | undefined;
}

/** How many blocks that is. */
export function countBlocks(numRows: number): number {
  return Math.ceil(numRows / blockRows);
}

/** How many rows there are beyond what was estimated; a weight of k counts as k of them. */
export function degreesOfFreedom({ weights, weightUnit = 1 }: LinearRows, numEstimated: number): number {
  return sumOf(weights) * weightUnit - numEstimated;
}

/** The sum of all weights. */
export function sumOf(weights: RowWeights): number {
  let sum = 0;
  for (let row = 0; row < weights.length; row++) sum += weights[row]!;
  return sum;
}

/** The weighted mean of a term over the rows that have it; 0 where none has. */
export function meanOf({ design, weights }: LinearRows, term: LinearTerm): number {
  // Sums of differences from some value: for a constant these are 0, and its mean is exact.
  let origin = NaN;
  let sum = 0;
  let total = 0;
  for (let row = 0; row < design.numRows; row++) {
    const value = design.value(term, row);
    if (Number.isNaN(value)) continue;
    if (Number.isNaN(origin)) origin = value;
    sum += weights[row]! * (value - origin);
    total += weights[row]!;
  }
  return total > 0 ? origin + sum / total : 0;
}

/** The root mean square of a term's distance from its origin; infinite for a term that never leaves it. */
export function spreadOf(
  { design, weights }: LinearRows,
  term: LinearTerm,
  mean: number,
  origin: number,
): number {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < design.numRows; row++) {
    const value = design.value(term, row);
    sum += weights[row]! * ((Number.isNaN(value) ? mean : value) - origin) ** 2;
    total += weights[row]!;
  }
  return sum > 0 ? Math.sqrt(sum / total) : Infinity;
}

/** The standard deviation of what each feature adds to the predictions of these rows. */
export function contributions(
  { design, weights }: LinearRows,
  terms: readonly LinearTerm[],
  { coefficients, means }: Pick<LinearModel, 'coefficients' | 'means'>,
  numFeatures: number,
): Float64Array {
  const squares = new Float64Array(numFeatures);
  for (const { feature, numeric, ofCategory, shared } of effectsOf(terms, { coefficients, means })) {
    for (let row = 0; row < design.numRows; row++) {
      const value = design.featureValue(feature, row);
      if (Number.isNaN(value)) continue;
      const added = ofCategory ? ofCategory[value]! - shared : numeric * value - shared;
      squares[feature]! += weights[row]! * added ** 2;
    }
  }
  const total = sumOf(weights);
  return squares.map(square => Math.sqrt(square / total));
}
