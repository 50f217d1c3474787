import { Pacer } from '../estimator/pacer';
import type { ExplainedRows } from './ensemble';
import { expectedValue } from './expected-value';
import { TreeWalker, type ReachedLeaf } from './tree-walker';

/** What each pair of features adds to each prediction, and each feature on its own. */
export interface ShapInteractionValues {
  /** The features, in the order of the values. */
  readonly featureNames: readonly string[];
  /**
   * Row after row a symmetric matrix, features × features, in the target's units. A pair's effect is shared by its two
   * places; what a feature adds on its own is on the diagonal. Each line sums to the feature's SHAP value, the whole
   * matrix to the prediction less `expectedValue`.
   */
  readonly values: Float64Array;
  /** The prediction where nothing is known of a row. */
  readonly expectedValue: number;
}

/**
 * Exact SHAP interaction values (Lundberg et al. 2020, "From local explanations to global understanding with
 * explainable AI for trees"): for i ≠ j the Shapley interaction index (Grabisch & Roubens 1999), halved,
 *
 *   Φ_ij = ½ v (o_i − z_i)(o_j − z_j) ∫₀¹ ∏_{k≠i,j} f_k(t) dt
 *
 * for a leaf of value v, in the terms of {@link TreeWalker}; Φ_ii = φ_i − Σ_{j≠i} Φ_ij.
 */
export async function explainInteractions({
  ensemble,
  matrix,
  featureNames,
}: ExplainedRows): Promise<ShapInteractionValues> {
  const { trees, scale } = ensemble;
  const { numRows, numFeatures } = matrix;
  const values = new Float64Array(numRows * numFeatures * numFeatures);
  const walker = new TreeWalker(matrix, trees);
  const { numPoints } = walker;
  let first = 0;
  const visit = ({ value, features, count, products, effects }: ReachedLeaf) => {
    for (let i = 0; i < count; i++) {
      const one = features[i]!;
      let alone = 0;
      for (let p = 0; p < numPoints; p++) alone += products[p]! * effects[one * numPoints + p]!;
      for (let j = 0; j < count; j++) {
        const other = features[j]!;
        if (other === one) continue;
        let both = 0;
        for (let p = 0; p < numPoints; p++)
          both += products[p]! * effects[one * numPoints + p]! * effects[other * numPoints + p]!;
        values[first + one * numFeatures + other]! += (scale * value * both) / 2;
        alone -= both / 2;
      }
      values[first + one * numFeatures + one]! += scale * value * alone;
    }
  };
  const pacer = new Pacer(numRows);
  for (let row = 0; row < numRows; row++) {
    first = row * numFeatures * numFeatures;
    for (const tree of trees) walker.walk(tree, row, visit);
    await pacer.step(row + 1);
  }
  return { featureNames, values, expectedValue: expectedValue(ensemble) };
}
