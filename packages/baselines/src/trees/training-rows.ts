import type { RowWeights } from '@heph/estimator';

/** What one tree is grown on. */
export interface TrainingRows {
  /** The rows in use; growing a tree reorders them so that each node's rows lie together. */
  readonly rows: Uint32Array;
  /** First derivative of the loss at the prediction so far, for each row of the matrix. */
  readonly gradients: Float32Array | Float64Array;
  /** Second derivative of the loss, for each row of the matrix: for squared error, the row's weight. */
  readonly hessians: RowWeights;
}

/** A node that is a leaf so far, and its share of the training rows. */
export interface OpenNode {
  readonly node: number;
  readonly depth: number;
  /** Its rows are `rows[start]` up to `rows[end - 1]`. */
  readonly start: number;
  readonly end: number;
  /** Sum of its rows' gradients. */
  readonly gradient: number;
  /** Sum of its rows' hessians. */
  readonly hessian: number;
}
