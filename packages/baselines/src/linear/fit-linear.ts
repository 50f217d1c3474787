import { type Progress, weightedMean } from '@heph/estimator';
import { Matrix } from 'ml-matrix';
import { fitLinearByCategories } from './fit-linear-by-categories';
import { LeastSquares, type LeastSquaresSolution } from './least-squares';
import {
  blockRows,
  degreesOfFreedom,
  meanOf,
  spreadOf,
  sumOf,
  type LinearModel,
  type LinearRows,
} from './linear-rows';
import { hasManyCategories, type LinearTerm } from './linear-terms';

/**
 * Fits a linear model by weighted least squares in float64, at a cost of `ridge` for each squared coefficient. Terms are centered (with an intercept) and scaled first,
 * so that columns of different size are alike to the solver; a term that is the same everywhere gets coefficient 0.
 */
export async function fitLinear(
  rows: LinearRows,
  terms: readonly LinearTerm[],
  fitIntercept: boolean,
  ridge: number,
  progress: Progress,
): Promise<LinearModel> {
  if (hasManyCategories(terms)) return fitLinearByCategories(rows, terms, fitIntercept, ridge, progress);
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
    await progress.step(start / blockRows + 1);
  }
  if (ridge > 0) solver.penalize(scales.map(scale => ridge / scale ** 2));
  const solution = solver.solve();
  const coefficients = solution.coefficients.map((coefficient, j) => coefficient / scales[j]!);
  const shift = coefficients.reduce((sum, coefficient, j) => sum + coefficient * origins[j]!, 0);
  const standardErrors = ridge === 0 ? errorsOf(solution, scales, origins, rows, fitIntercept) : undefined;
  return { intercept: targetOrigin - shift, coefficients, means, standardErrors };
}

/** σ √(diagonal of (XᵀX)⁻¹) in the features' own units, where σ² is what is left of the squares per degree of freedom. */
function errorsOf(
  { residual, rank, varianceAlong }: LeastSquaresSolution,
  scales: readonly number[],
  origins: readonly number[],
  rows: LinearRows,
  fitIntercept: boolean,
): number[] | undefined {
  const isConstant = (scale: number) => scale === Infinity;
  const isDeficient = rank < scales.filter(scale => !isConstant(scale)).length;
  const totalWeight = sumOf(rows.weights);
  const freedom = degreesOfFreedom(rows, rank + (fitIntercept ? 1 : 0));
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
