import type { ObjectiveName } from '../objectives/link';

/**
 * What boosting minimizes. Trees add up to margins, float32, one array for each output; everything is computed in float32
 * where XGBoost does so.
 */
export interface Objective {
  readonly name: ObjectiveName;
  readonly numOutputs: number;
  /** A second derivative is at least this, for a row of weight 1. */
  readonly leastHessian: number;
  /** Whether the second derivatives are the weights, and so need no arrays of their own. */
  readonly hessiansAreWeights: boolean;
  /** What all margins start from, given a base score in the prediction's own units. */
  toMargin(baseScore: number): number;
  /** First and second derivatives of the weighted loss by each output's margin, at every row; the second where they are no weights. */
  derivatives(
    margins: readonly Float32Array[],
    target: Float32Array,
    weights: Float32Array,
    gradients: readonly Float32Array[],
    hessians: readonly Float32Array[],
  ): void;
  /** The error that early stopping watches. */
  error(margins: readonly Float32Array[], target: Float32Array): number;
}
