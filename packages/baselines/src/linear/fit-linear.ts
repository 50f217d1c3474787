import { Matrix } from 'ml-matrix';
import type { Pacer } from '../estimator/pacer';
import { weightedMean, type RowWeights } from '../estimator/training-table';
import { LeastSquares, type LeastSquaresSolution } from './least-squares';
import type { Design, LinearTerm } from './linear-terms';

const blockRows = 1024;

/** Rows for a linear model to learn from. */
export interface LinearRows {
  readonly design: Design;
  readonly target: ArrayLike<number>;
  readonly weights: RowWeights;
}

/** y = intercept + Σ coefficients[j] · x_j, where a missing x_j is means[j]. */
export interface LinearModel {
  readonly intercept: number;
  readonly coefficients: readonly number[];
  readonly means: readonly number[];
  /** The standard errors of the coefficients and, last, of the intercept; `undefined` where there are none to be had. */
  readonly standardErrors: readonly number[] | undefined;
}

/** How many blocks {@link fitLinear} works through. */
export function countBlocks(numRows: number): number {
  return Math.ceil(numRows / blockRows);
}

/**
 * Fits a linear model by weighted least squares in float64, at a cost of `ridge` for each squared coefficient. Terms are centered (with an intercept) and scaled first,
 * so that columns of different size are alike to the solver; a term that is the same everywhere gets coefficient 0.
 */
export async function fitLinear(
  rows: LinearRows,
  terms: readonly LinearTerm[],
  fitIntercept: boolean,
  ridge: number,
  pacer: Pacer,
): Promise<LinearModel> {
  const { design, target, weights } = rows;
  const means = terms.map(term => meanOf(rows, term));
  const origins = fitIntercept ? means : terms.map(() => 0);
  const scales = terms.map((term, j) => spreadOf(rows, term, means[j]!, origins[j]!));
  const targetOrigin = fitIntercept ? weightedMean(target, weights) : 0;
  const solver = new LeastSquares(terms.length);
  for (let start = 0; start < design.numRows; start += blockRows) {
    const end = Math.min(start + blockRows, design.numRows);
    const block = Matrix.zeros(end - start, terms.length + 1);
    for (let row = start; row < end; row++) {
      const factor = Math.sqrt(weights[row]!);
      terms.forEach((term, j) => {
        const value = design.value(term, row);
        const present = Number.isNaN(value) ? means[j]! : value;
        block.set(row - start, j, (factor * (present - origins[j]!)) / scales[j]!);
      });
      block.set(row - start, terms.length, factor * (target[row]! - targetOrigin));
    }
    solver.add(block);
    await pacer.step(start / blockRows + 1);
  }
  if (ridge > 0) solver.penalize(scales.map(scale => ridge / scale ** 2));
  const solution = solver.solve();
  const coefficients = solution.coefficients.map((coefficient, j) => coefficient / scales[j]!);
  const shift = coefficients.reduce((sum, coefficient, j) => sum + coefficient * origins[j]!, 0);
  let totalWeight = 0;
  for (let row = 0; row < weights.length; row++) totalWeight += weights[row]!;
  const standardErrors =
    ridge === 0 ? errorsOf(solution, scales, origins, totalWeight, fitIntercept) : undefined;
  return { intercept: targetOrigin - shift, coefficients, means, standardErrors };
}

/** σ √(diagonal of (XᵀX)⁻¹) in the features' own units, where σ² is what is left of the squares per degree of freedom. */
function errorsOf(
  { residual, rank, varianceAlong }: LeastSquaresSolution,
  scales: readonly number[],
  origins: readonly number[],
  totalWeight: number,
  fitIntercept: boolean,
): number[] | undefined {
  const isConstant = (scale: number) => scale === Infinity;
  const isDeficient = rank < scales.filter(scale => !isConstant(scale)).length;
  const freedom = totalWeight - rank - (fitIntercept ? 1 : 0);
  if (isDeficient || freedom <= 0) return undefined;
  const sigma = Math.sqrt(residual / freedom);
  const ofTerms = scales.map((scale, j) => {
    const direction = scales.map((_, other) => (other === j ? 1 / scale : 0));
    return sigma * Math.sqrt(varianceAlong(direction));
  });
  const towardsOrigin = scales.map((scale, j) => origins[j]! / scale);
  const ofIntercept = fitIntercept ? sigma * Math.sqrt(1 / totalWeight + varianceAlong(towardsOrigin)) : 0;
  return [...ofTerms, ofIntercept];
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
  const added = new Float64Array(numFeatures);
  let total = 0;
  for (let row = 0; row < design.numRows; row++) {
    added.fill(0);
    terms.forEach((term, j) => {
      const value = design.value(term, row);
      if (!Number.isNaN(value)) added[term.feature]! += coefficients[j]! * (value - means[j]!);
    });
    for (let feature = 0; feature < numFeatures; feature++)
      squares[feature]! += weights[row]! * added[feature]! ** 2;
    total += weights[row]!;
  }
  return squares.map(square => Math.sqrt(square / total));
}
