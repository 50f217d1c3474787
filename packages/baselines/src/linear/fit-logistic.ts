import type { Progress } from '@heph/estimator';
import { Matrix, SVD } from 'ml-matrix';
import { fitLogisticByCategories } from './fit-logistic-by-categories';
import { meanOf, spreadOf } from './linear-rows';
import { hasManyCategories } from './linear-terms';
import { newtonSteps, softplus, type LogisticModel, type LogisticProblem } from './logistic-steps';

/**
 * Minimizes log loss + ½ ridge Σ coefficient² by Newton's method (iteratively reweighted least squares) in float64. Two
 * classes have one margin, that of the second; more have one each, of which only the differences count.
 *
 * @throws HephError `diverged` where no finite coefficients are the best
 */
export async function fitLogistic(problem: LogisticProblem, progress: Progress): Promise<LogisticModel> {
  if (hasManyCategories(problem.terms)) return fitLogisticByCategories(problem, progress);
  const loss = new PenalizedLogLoss(problem);
  const start = new Float64Array(loss.numOutputs * loss.width);
  return loss.modelAt(await newtonSteps(loss, start, problem.maxIterations, progress));
}

/** The shortest x with A x = b, for a symmetric A that may be singular. */
function leastNormSolution(matrix: Matrix, vector: Float64Array): number[] {
  const { leftSingularVectors, rightSingularVectors, diagonal } = new SVD(matrix);
  const threshold = Math.max(...diagonal) * vector.length * Number.EPSILON;
  const projected = leftSingularVectors
    .transpose()
    .mmul(Matrix.columnVector([...vector]))
    .to1DArray();
  const scaled = projected.map((value, i) => (diagonal[i]! > threshold ? value / diagonal[i]! : 0));
  return rightSingularVectors.mmul(Matrix.columnVector(scaled)).to1DArray();
}

/** The loss in terms of standardized features, so that columns of different size are alike to the solver. */
class PenalizedLogLoss {
  readonly numOutputs: number;
  /** How many parameters an output has: one a term and, last, the intercept. */
  readonly width: number;
  private readonly means: number[];
  private readonly origins: number[];
  private readonly scales: number[];
  /** What a squared parameter costs. */
  private readonly penalties: Float64Array;
  /** Row after row, the standardized terms and 1 (0 without an intercept). */
  private readonly values: Float64Array;
  private readonly probabilities: Float64Array;

  constructor(private readonly problem: LogisticProblem) {
    const { rows, terms, numClasses, fitIntercept, ridge } = problem;
    const { design } = rows;
    this.numOutputs = numClasses === 2 ? 1 : numClasses;
    this.width = terms.length + 1;
    this.means = terms.map(term => meanOf(rows, term));
    this.origins = fitIntercept ? this.means : terms.map(() => 0);
    this.scales = terms.map((term, j) => spreadOf(rows, term, this.means[j]!, this.origins[j]!));
    this.penalties = Float64Array.from([...this.scales.map(scale => ridge / scale ** 2), 0]);
    this.values = new Float64Array(design.numRows * this.width);
    this.probabilities = new Float64Array(this.numOutputs);
    for (let row = 0; row < design.numRows; row++) {
      const first = row * this.width;
      terms.forEach((term, j) => {
        const value = design.value(term, row);
        const present = Number.isNaN(value) ? this.means[j]! : value;
        this.values[first + j] = (present - this.origins[j]!) / this.scales[j]!;
      });
      this.values[first + terms.length] = fitIntercept ? 1 : 0;
    }
  }

  at(point: Float64Array): number {
    const { target, weights } = this.problem.rows;
    let loss = 0;
    for (let row = 0; row < weights.length; row++)
      if (weights[row]! > 0) loss += weights[row]! * this.visit(point, row, target[row]!);
    point.forEach((value, i) => (loss += (this.penalties[i % this.width]! * value * value) / 2));
    return loss;
  }

  stepAt(point: Float64Array): Promise<Float64Array> {
    const { gradient, hessian } = this.derivativesAt(point);
    return Promise.resolve(Float64Array.from(leastNormSolution(hessian, gradient)));
  }

  derivativesAt(point: Float64Array): { gradient: Float64Array; hessian: Matrix } {
    const { numOutputs, width, values, probabilities, penalties } = this;
    const { target, weights } = this.problem.rows;
    const size = point.length;
    const gradient = point.map((value, i) => penalties[i % width]! * value);
    const hessian = new Float64Array(size * size);
    for (let row = 0; row < weights.length; row++) {
      if (weights[row] === 0) continue;
      this.visit(point, row, target[row]!);
      for (let k = 0; k < numOutputs; k++) {
        const isTruth = target[row] === (numOutputs === 1 ? 1 : k) ? 1 : 0;
        const slope = weights[row]! * (probabilities[k]! - isTruth);
        for (let j = 0; j < width; j++) gradient[k * width + j]! += slope * values[row * width + j]!;
        for (let l = 0; l <= k; l++) {
          const curvature = weights[row]! * probabilities[k]! * ((k === l ? 1 : 0) - probabilities[l]!);
          this.addOuterProduct(hessian, size, row, k, l, curvature);
        }
      }
    }
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < i; j++) hessian[j * size + i] = hessian[i * size + j]!;
      hessian[i * size + i]! += penalties[i % width]!;
    }
    return { gradient, hessian: Matrix.from1DArray(size, size, hessian) };
  }

  /** The model in the features' own units. */
  modelAt(point: Float64Array): LogisticModel {
    const { width, scales, origins, means, numOutputs } = this;
    const coefficients = Array.from({ length: numOutputs }, (_, k) =>
      scales.map((scale, j) => point[k * width + j]! / scale),
    );
    const intercepts = coefficients.map((ofOutput, k) => {
      const shift = ofOutput.reduce((sum, coefficient, j) => sum + coefficient * origins[j]!, 0);
      return (this.problem.fitIntercept ? point[k * width + width - 1]! : 0) - shift;
    });
    const standardErrors = numOutputs === 1 ? this.standardErrors(point) : undefined;
    return { intercepts, coefficients, means, standardErrors };
  }

  /** Square roots of the inverse Hessian's diagonal, in the features' own units; 0 for what is fixed at 0. */
  private standardErrors(point: Float64Array): number[] {
    const { width, scales, origins } = this;
    const { hessian } = this.derivativesAt(point);
    const errorOf = (direction: Float64Array) => {
      const solved = leastNormSolution(hessian, direction);
      return Math.sqrt(
        Math.max(
          0,
          direction.reduce((sum, part, i) => sum + part * solved[i]!, 0),
        ),
      );
    };
    const ofTerms = scales.map((scale, j) => {
      const direction = new Float64Array(width);
      direction[j] = 1 / scale;
      return errorOf(direction);
    });
    const ofIntercept = Float64Array.from([...scales.map((scale, j) => -origins[j]! / scale), 1]);
    return [...ofTerms, this.problem.fitIntercept ? errorOf(ofIntercept) : 0];
  }

  /** Fills in a row's probabilities; returns −ln of the one that was to be 1. */
  private visit(point: Float64Array, row: number, label: number): number {
    const { numOutputs, width, values, probabilities } = this;
    for (let k = 0; k < numOutputs; k++) {
      let margin = 0;
      for (let j = 0; j < width; j++) margin += point[k * width + j]! * values[row * width + j]!;
      probabilities[k] = margin;
    }
    if (numOutputs === 1) {
      const margin = probabilities[0]!;
      probabilities[0] = 1 / (1 + Math.exp(-margin));
      return softplus(label === 1 ? -margin : margin);
    }
    const truth = probabilities[label]!;
    const largest = probabilities.reduce((most, margin) => Math.max(most, margin), -Infinity);
    let sum = 0;
    for (let k = 0; k < numOutputs; k++) sum += probabilities[k] = Math.exp(probabilities[k]! - largest);
    for (let k = 0; k < numOutputs; k++) probabilities[k]! /= sum;
    return largest + Math.log(sum) - truth;
  }

  private addOuterProduct(
    hessian: Float64Array,
    size: number,
    row: number,
    k: number,
    l: number,
    factor: number,
  ): void {
    const { width, values } = this;
    const first = row * width;
    for (let i = 0; i < width; i++) {
      const scaled = factor * values[first + i]!;
      const start = (k * width + i) * size + l * width;
      const end = k === l ? i + 1 : width;
      for (let j = 0; j < end; j++) hessian[start + j]! += scaled * values[first + j]!;
    }
  }
}
