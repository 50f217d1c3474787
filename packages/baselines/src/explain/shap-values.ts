import { Pacer } from '../estimator/pacer';
import type { ExplainedRows } from './ensemble';
import { expectedValue } from './expected-value';
import { TreeWalker, type ReachedLeaf } from './tree-walker';

/** What each feature adds to each prediction. */
export interface ShapValues {
  /** The features, in the order of the values. */
  readonly featureNames: readonly string[];
  /** Row after row, a value for each feature, in the target's units. A row's sum is its prediction less `expectedValue`. */
  readonly values: Float64Array;
  /** The prediction where nothing is known of a row. */
  readonly expectedValue: number;
}

/** Exact path-dependent SHAP values; {@link TreeWalker} has the formula. */
export async function explainRows({ ensemble, matrix, featureNames }: ExplainedRows): Promise<ShapValues> {
  const { trees, scale } = ensemble;
  const { numRows, numFeatures } = matrix;
  const values = new Float64Array(numRows * numFeatures);
  const walker = new TreeWalker(matrix, trees);
  const { numPoints } = walker;
  let first = 0;
  const visit = ({ value, features, count, products, effects }: ReachedLeaf) => {
    for (let i = 0; i < count; i++) {
      const feature = features[i]!;
      let sum = 0;
      for (let p = 0; p < numPoints; p++) sum += products[p]! * effects[feature * numPoints + p]!;
      values[first + feature]! += scale * value * sum;
    }
  };
  const pacer = new Pacer(numRows);
  for (let row = 0; row < numRows; row++) {
    first = row * numFeatures;
    for (const tree of trees) walker.walk(tree, row, visit);
    await pacer.step(row + 1);
  }
  return { featureNames, values, expectedValue: expectedValue(ensemble) };
}
