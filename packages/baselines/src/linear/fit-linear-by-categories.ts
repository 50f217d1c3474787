import { type Progress, weightedMean } from '@heph/estimator';
import { Matrix } from 'ml-matrix';
import type { ArrowFactor } from './arrow-matrix';
import { CategoryRows } from './category-rows';
import { conjugateGradients, dot } from './conjugate-gradients';
import { LeastSquares } from './least-squares';
import {
  blockRows,
  countBlocks,
  degreesOfFreedom,
  meanOf,
  spreadOf,
  type LinearModel,
  type LinearRows,
} from './linear-rows';
import type { LinearTerm } from './linear-terms';

/** So small a share of its columns' squares makes a singular system definite; conjugate gradients take it out again. */
const damping = 1e-4;
/** A column of which less is left beside the others depends on them. */
const leastShare = 1e-9;

/**
 * As `fitLinear`, for many categories, without a column for each: numeric columns are turned into their principal axes, by
 * QR and singular values, and the normal equations of these and the categories are solved by eliminating the categories
 * of one feature, block by block ({@link CategoryRows}). That the equations square the condition number does no harm there, where
 * columns are counts and axes; conjugate gradients on them mend what rounding leaves, and find the smallest of the best coefficients.
 */
export async function fitLinearByCategories(
  rows: LinearRows,
  terms: readonly LinearTerm[],
  fitIntercept: boolean,
  ridge: number,
  progress: Progress,
): Promise<LinearModel> {
  const { design, target, weights } = rows;
  const targetOrigin = fitIntercept ? weightedMean(target, weights) : 0;
  const axes = await principalAxes(rows, terms, fitIntercept, progress);
  await progress.turn();
  const table = CategoryRows.of(rows, terms, axes.columns, fitIntercept, 1);
  const curvatureOf = (row: number, curvature: Float64Array) => (curvature[0] = weights[row]!);
  const matrix = await table.matrix(curvatureOf, () => (progress.isDue ? progress.turn() : undefined));
  if (ridge > 0) addRidge(table, terms, axes, matrix, ridge);

  // Numbers that no row has.
  const added = matrix.diagonal().map(value => (value === 0 ? 1 : 0));
  let factor = await matrix.factor(added, progress);
  const isDeficient = factor.leastShare < leastShare;
  if (isDeficient) {
    addDamping(added, table, terms, axes);
    factor = await matrix.factor(added, progress);
  }
  const solve = (right: Float64Array) =>
    conjugateGradients(
      vector => table.multiply(matrix, curvatureOf, vector),
      vector => factor.solve(vector),
      right,
      progress,
    );
  const right = table.transposed(row => weights[row]! * (target[row]! - targetOrigin));
  const solution = await solve(right);
  let residuals = residualsOf(rows, table, solution, targetOrigin);
  const applied = ridge > 0 ? table.multiply(matrix, curvatureOf, solution) : undefined;
  const left = applied
    ? right.map((value, i) => value - applied[i]!)
    : table.transposed(row => weights[row]! * residuals[row]!);
  (await solve(left)).forEach((value, i) => (solution[i]! += value));
  residuals = residualsOf(rows, table, solution, targetOrigin);

  await progress.turn();
  const directions = terms.map((term, j) => directionOf(term, j, table, axes));
  const coefficients = directions.map(direction => (direction ? dotSparse(direction, solution) : 0));
  const means = terms.map((term, j) => (term.category < 0 ? axes.means[j]! : table.meanOf(term)));
  const shift = axes.numeric.reduce((sum, j) => sum + coefficients[j]! * axes.origins[j]!, 0);
  const constant = fitIntercept ? solution[table.borderPlace(table.interceptPlace, 0)]! : 0;
  const numEstimated = directions.filter(Boolean).length + (fitIntercept ? 1 : 0);
  const freedom = degreesOfFreedom(rows, numEstimated);
  let standardErrors: number[] | undefined;
  if (ridge === 0 && !isDeficient && !axes.isDeficient && freedom > 0) {
    const sigma = Math.sqrt(residuals.reduce((sum, e, row) => sum + weights[row]! * e * e, 0) / freedom);
    const errorOf = async (direction: Sparse | undefined) =>
      direction ? sigma * Math.sqrt(await varianceAlong(direction, table, factor, solve)) : 0;
    standardErrors = [];
    for (const direction of directions) {
      standardErrors.push(await errorOf(direction));
      if (progress.isDue) await progress.turn();
    }
    standardErrors.push(
      await errorOf(fitIntercept ? interceptDirection(table, axes, directions) : undefined),
    );
  }
  await progress.step(countBlocks(design.numRows));
  return { intercept: targetOrigin + constant - shift, coefficients, means, standardErrors };
}

/** The numbers of a vector that are not 0, by their places. */
type Sparse = Map<number, number>;

/** Numeric columns, along their principal axes, which are as long as a column of ones. */
interface Axes {
  readonly columns: Float64Array[];
  readonly lengths: readonly number[];
  /** What an axis has of each numeric term, in the term's unit. */
  readonly shares: readonly (readonly number[])[];
  /** The numeric terms' places among all terms. */
  readonly numeric: readonly number[];
  /** For each term. */
  readonly means: readonly number[];
  readonly origins: readonly number[];
  readonly scales: readonly number[];
  readonly isDeficient: boolean;
  readonly totalWeight: number;
}

async function principalAxes(
  rows: LinearRows,
  terms: readonly LinearTerm[],
  fitIntercept: boolean,
  progress: Progress,
): Promise<Axes> {
  const { design, weights } = rows;
  const numeric = terms.flatMap(({ category }, j) => (category < 0 ? [j] : []));
  const means = terms.map(term => (term.category < 0 ? meanOf(rows, term) : 0));
  const origins = fitIntercept ? means : terms.map(() => 0);
  const scales = terms.map((term, j) =>
    term.category < 0 ? spreadOf(rows, term, means[j]!, origins[j]!) : Infinity,
  );
  let totalWeight = 0;
  for (let row = 0; row < weights.length; row++) totalWeight += weights[row]!;
  const standardized = numeric.map(j => {
    const column = new Float64Array(design.numRows);
    for (let row = 0; row < column.length; row++) {
      const value = design.value(terms[j]!, row);
      column[row] = ((Number.isNaN(value) ? means[j]! : value) - origins[j]!) / scales[j]!;
    }
    return column;
  });
  await progress.turn();
  const solver = new LeastSquares(numeric.length);
  if (numeric.length > 0)
    for (let start = 0; start < design.numRows; start += blockRows) {
      const end = Math.min(start + blockRows, design.numRows);
      const block = Matrix.zeros(end - start, numeric.length + 1);
      standardized.forEach((column, i) => {
        for (let row = start; row < end; row++)
          block.set(row - start, i, Math.sqrt(weights[row]!) * column[row]!);
      });
      solver.add(block);
      await progress.turn();
    }
  const { directions, lengths } = solver.axes();
  await progress.turn();
  const shares = lengths.map((length, axis) =>
    numeric.map((_, i) => (directions.get(i, axis) * Math.sqrt(totalWeight)) / length),
  );
  const columns = shares.map(ofAxis => {
    const column = new Float64Array(design.numRows);
    ofAxis.forEach((share, i) => {
      for (let row = 0; row < column.length; row++) column[row]! += share * standardized[i]![row]!;
    });
    return column;
  });
  const numVarying = numeric.filter(j => scales[j] !== Infinity).length;
  const isDeficient = lengths.length < numVarying;
  return { columns, lengths, shares, numeric, means, origins, scales, isDeficient, totalWeight };
}

/** What a term's coefficient is made of; `undefined` for one that is always 0. */
function directionOf(term: LinearTerm, j: number, table: CategoryRows, axes: Axes): Sparse | undefined {
  if (term.category >= 0) {
    const place = table.placeOf(term, 0);
    return place < 0 ? undefined : new Map([[place, 1]]);
  }
  const scale = axes.scales[j]!;
  if (scale === Infinity) return undefined;
  const i = axes.numeric.indexOf(j);
  return new Map(axes.shares.map((share, axis) => [table.borderPlace(axis, 0), share[i]! / scale]));
}

function interceptDirection(
  table: CategoryRows,
  axes: Axes,
  directions: readonly (Sparse | undefined)[],
): Sparse {
  const direction: Sparse = new Map([[table.borderPlace(table.interceptPlace, 0), 1]]);
  for (const j of axes.numeric)
    directions[j]?.forEach((value, place) =>
      direction.set(place, (direction.get(place) ?? 0) - axes.origins[j]! * value),
    );
  return direction;
}

function dotSparse(direction: Sparse, vector: Float64Array): number {
  let sum = 0;
  direction.forEach((value, place) => (sum += value * vector[place]!));
  return sum;
}

/** directionᵀ (XᵀX)⁻¹ direction. */
async function varianceAlong(
  direction: Sparse,
  table: CategoryRows,
  factor: ArrowFactor,
  solve: (right: Float64Array) => Promise<Float64Array>,
): Promise<number> {
  if (table.isArrow) return factor.squaredLength(direction);
  const vector = new Float64Array(table.size);
  direction.forEach((value, place) => (vector[place] = value));
  return dot(vector, await solve(vector));
}

function residualsOf(
  { target, weights }: LinearRows,
  table: CategoryRows,
  solution: Float64Array,
  origin: number,
): Float64Array {
  const shared = table.sharedMargins(solution);
  return Float64Array.from(
    weights,
    (_, row) => target[row]! - origin - table.margin(solution, shared, row, 0),
  );
}

/** Of coefficients that do equally well, those of the smallest terms are found: so each is damped by its term's square. */
function addDamping(
  added: Float64Array,
  table: CategoryRows,
  terms: readonly LinearTerm[],
  { lengths, totalWeight }: Axes,
): void {
  for (const term of terms) {
    const place = term.category < 0 ? -1 : table.placeOf(term, 0);
    if (place >= 0) added[place] = damping * totalWeight * table.spreadOf(term) ** 2;
  }
  lengths.forEach((length, axis) => {
    added[table.borderPlace(axis, 0)] = damping * totalWeight * Math.min(1e4, totalWeight / length ** 2);
  });
}

/** Adds a cost of `ridge` for each squared coefficient, in the terms' own units. */
function addRidge(
  table: CategoryRows,
  terms: readonly LinearTerm[],
  { shares, numeric, scales }: Axes,
  matrix: {
    addDiagonal(values: Float64Array): void;
    addBorder: (...args: [number, number, number, number]) => void;
  },
  ridge: number,
): void {
  const diagonal = new Float64Array(table.size);
  for (const term of terms) {
    const place = term.category < 0 ? -1 : table.placeOf(term, 0);
    if (place >= 0) diagonal[place] = ridge;
  }
  matrix.addDiagonal(diagonal);
  for (let one = 0; one < shares.length; one++)
    for (let other = 0; other <= one; other++) {
      const product = numeric.reduce(
        (sum, j, i) => sum + (shares[one]![i]! * shares[other]![i]!) / scales[j]! ** 2,
        0,
      );
      matrix.addBorder(0, one, other, ridge * product);
    }
}
