import type { Progress } from '@heph/estimator';
import type { ArrowFactor, ArrowMatrix } from './arrow-matrix';
import { CategoryRows } from './category-rows';
import { conjugateGradients, dot } from './conjugate-gradients';
import { meanOf, spreadOf } from './linear-rows';
import type { LinearTerm } from './linear-terms';
import { newtonSteps, softplus, type LogisticModel, type LogisticProblem } from './logistic-steps';

/** So small a share of its diagonal makes a singular second derivative definite. */
const damping = 1e-4;
/** The same where nothing takes it out again. */
const leastDamping = 1e-9;
/** A parameter of which less is left beside the others depends on them. */
const leastShare = 1e-9;

/**
 * As `fitLogistic`, for many categories, without a column for each: the second derivative is an arrow of a block for each
 * category of one feature, and these are eliminated one by one ({@link CategoryRows}).
 *
 * @throws HephError `diverged` where no finite coefficients are the best
 */
export async function fitLogisticByCategories(
  problem: LogisticProblem,
  progress: Progress,
): Promise<LogisticModel> {
  const loss = new CategoricalLogLoss(problem, progress);
  const start = new Float64Array(loss.table.size);
  const point = await newtonSteps(loss, start, problem.maxIterations, progress);
  return loss.modelAt(point);
}

class CategoricalLogLoss {
  readonly table: CategoryRows;
  private readonly numOutputs: number;
  private readonly numeric: readonly number[];
  private readonly means: readonly number[];
  private readonly origins: readonly number[];
  private readonly scales: readonly number[];
  /** What a squared parameter costs. */
  private readonly penalties: Float64Array;
  /** Row after row, those of the point that was looked at last. */
  private readonly probabilities: Float64Array;

  constructor(
    private readonly problem: LogisticProblem,
    private readonly progress: Progress,
  ) {
    const { rows, terms, numClasses, fitIntercept, ridge } = problem;
    const { design, weights } = rows;
    this.numOutputs = numClasses === 2 ? 1 : numClasses;
    this.numeric = terms.flatMap(({ category }, j) => (category < 0 ? [j] : []));
    this.means = terms.map(term => (term.category < 0 ? meanOf(rows, term) : 0));
    this.origins = fitIntercept ? this.means : terms.map(() => 0);
    this.scales = terms.map((term, j) =>
      term.category < 0 ? spreadOf(rows, term, this.means[j]!, this.origins[j]!) : 1,
    );
    const columns = this.numeric.map(j => {
      const column = new Float64Array(design.numRows);
      for (let row = 0; row < column.length; row++) {
        const value = design.value(terms[j]!, row);
        column[row] = ((Number.isNaN(value) ? this.means[j]! : value) - this.origins[j]!) / this.scales[j]!;
      }
      return column;
    });
    this.table = CategoryRows.of(rows, terms, columns, fitIntercept, this.numOutputs);
    this.penalties = new Float64Array(this.table.size);
    terms.forEach((term, j) => {
      for (let k = 0; k < this.numOutputs; k++) {
        const place = this.placeOf(term, j, k);
        if (place >= 0) this.penalties[place] = ridge / this.scales[j]! ** 2;
      }
    });
    this.probabilities = new Float64Array(weights.length * this.numOutputs);
  }

  at(point: Float64Array): number {
    const { target, weights } = this.problem.rows;
    const shared = this.table.sharedMargins(point);
    let loss = 0;
    for (let row = 0; row < weights.length; row++)
      if (weights[row]! > 0) loss += weights[row]! * this.visit(point, shared, row, target[row]!);
    point.forEach((value, i) => (loss += (this.penalties[i]! * value * value) / 2));
    return loss;
  }

  async stepAt(point: Float64Array): Promise<Float64Array> {
    const { table, penalties, probabilities, numOutputs } = this;
    const { target, weights } = this.problem.rows;
    this.at(point);
    const gradient = table.transposed((row, k) => {
      const isTruth = target[row] === (numOutputs === 1 ? 1 : k) ? 1 : 0;
      return weights[row]! * (probabilities[row * numOutputs + k]! - isTruth);
    });
    point.forEach((value, i) => (gradient[i]! += penalties[i]! * value));
    const { matrix, factor } = await this.secondDerivative();
    return this.solve(matrix, factor, gradient);
  }

  /** The model in the features' own units. */
  async modelAt(point: Float64Array): Promise<LogisticModel> {
    const { numOutputs, scales, origins, numeric, table } = this;
    const { terms } = this.problem;
    const coefficients = Array.from({ length: numOutputs }, (_, k) =>
      terms.map((term, j) => {
        const place = this.placeOf(term, j, k);
        return place < 0 ? 0 : point[place]! / scales[j]!;
      }),
    );
    const intercepts = coefficients.map((ofOutput, k) => {
      const shift = numeric.reduce((sum, j) => sum + ofOutput[j]! * origins[j]!, 0);
      return (table.interceptPlace < 0 ? 0 : point[table.borderPlace(table.interceptPlace, k)]!) - shift;
    });
    const means = terms.map((term, j) => (term.category < 0 ? this.means[j]! : table.meanOf(term)));
    const standardErrors = numOutputs === 1 ? await this.standardErrors(point) : undefined;
    return { intercepts, coefficients, means, standardErrors };
  }

  /** Square roots of the inverse second derivative's diagonal, in the features' own units; 0 for what is fixed at 0. */
  private async standardErrors(point: Float64Array): Promise<number[]> {
    const { table, scales, origins, numeric, progress } = this;
    const { terms } = this.problem;
    this.at(point);
    const { matrix, factor, isDeficient } = await this.secondDerivative(leastDamping);
    const errorOf = async (direction: ReadonlyMap<number, number>) => {
      if (direction.size === 0) return 0;
      if (progress.isDue) await progress.turn();
      if (table.isArrow && !isDeficient) return Math.sqrt(factor.squaredLength(direction));
      const vector = new Float64Array(table.size);
      direction.forEach((value, place) => (vector[place] = value));
      if (!isDeficient) return Math.sqrt(dot(vector, await this.solve(matrix, factor, vector)));
      const damped = factor.solve(vector);
      return Math.sqrt(Math.max(0, dot(damped, this.multiply(matrix, damped))));
    };
    const errors: number[] = [];
    for (const [j, term] of terms.entries()) {
      const place = this.placeOf(term, j, 0);
      errors.push(await errorOf(new Map(place < 0 ? [] : [[place, 1 / scales[j]!]])));
    }
    if (table.interceptPlace < 0) return [...errors, 0];
    const ofIntercept = new Map([[table.borderPlace(table.interceptPlace, 0), 1]]);
    for (const j of numeric) ofIntercept.set(this.placeOf(terms[j]!, j, 0), -origins[j]! / scales[j]!);
    return [...errors, await errorOf(ofIntercept)];
  }

  private async secondDerivative(share = damping) {
    const { table, penalties, progress } = this;
    const turn = () => (progress.isDue ? progress.turn() : undefined);
    const matrix = await table.matrix(this.curvatureOf, turn);
    matrix.addDiagonal(penalties);
    // Numbers that no row has.
    const added = matrix.diagonal().map(value => (value === 0 ? 1 : 0));
    // Of several outputs only differences count, which leaves their sums open.
    if (this.numOutputs === 1) {
      const factor = await matrix.factor(added, progress);
      if (factor.leastShare >= leastShare) return { matrix, factor, isDeficient: false };
    }
    this.addDamping(matrix.diagonal(), added, share);
    return { matrix, factor: await matrix.factor(added, progress), isDeficient: true };
  }

  /** The same for all outputs, so that what is added to all of them at once stays 0. */
  private addDamping(diagonal: Float64Array, added: Float64Array, share: number): void {
    const { numOutputs, table } = this;
    const { numGroups, numBorder } = table.shape;
    const damp = (placeOf: (output: number) => number) => {
      let sum = 0;
      for (let k = 0; k < numOutputs; k++) sum += diagonal[placeOf(k)]!;
      for (let k = 0; k < numOutputs; k++) added[placeOf(k)]! += (share * sum) / numOutputs;
    };
    for (let group = 0; group < numGroups; group++) damp(k => group * numOutputs + k);
    for (let place = 0; place < numBorder; place++) damp(k => table.borderPlace(place, k));
  }

  private readonly curvatureOf = (row: number, curvature: Float64Array): void => {
    const { numOutputs, probabilities } = this;
    const weight = this.problem.rows.weights[row]!;
    const first = row * numOutputs;
    for (let k = 0; k < numOutputs; k++)
      for (let l = 0; l < numOutputs; l++)
        curvature[k * numOutputs + l] =
          weight * probabilities[first + k]! * ((k === l ? 1 : 0) - probabilities[first + l]!);
  };

  private solve(matrix: ArrowMatrix, factor: ArrowFactor, right: Float64Array): Promise<Float64Array> {
    return conjugateGradients(
      vector => this.multiply(matrix, vector),
      vector => factor.solve(vector),
      right,
      this.progress,
    );
  }

  private multiply(matrix: ArrowMatrix, vector: Float64Array): Float64Array {
    return this.table.multiply(matrix, this.curvatureOf, vector);
  }

  /** Where a term's parameter for an output is; −1 for one that is always 0. */
  private placeOf(term: LinearTerm, j: number, output: number): number {
    if (term.category >= 0) return this.table.placeOf(term, output);
    return this.scales[j] === Infinity ? -1 : this.table.borderPlace(this.numeric.indexOf(j), output);
  }

  /** Fills in a row's probabilities; returns −ln of the one that was to be 1. */
  private visit(point: Float64Array, shared: readonly Float64Array[], row: number, label: number): number {
    const { numOutputs, probabilities, table } = this;
    const first = row * numOutputs;
    if (numOutputs === 1) {
      const margin = table.margin(point, shared, row, 0);
      probabilities[first] = 1 / (1 + Math.exp(-margin));
      return softplus(label === 1 ? -margin : margin);
    }
    let largest = -Infinity;
    for (let k = 0; k < numOutputs; k++) {
      const margin = table.margin(point, shared, row, k);
      probabilities[first + k] = margin;
      if (margin > largest) largest = margin;
    }
    const truth = probabilities[first + label]!;
    let sum = 0;
    for (let k = 0; k < numOutputs; k++)
      sum += probabilities[first + k] = Math.exp(probabilities[first + k]! - largest);
    for (let k = 0; k < numOutputs; k++) probabilities[first + k]! /= sum;
    return largest + Math.log(sum) - truth;
  }
}
