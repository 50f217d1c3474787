import { askedFeatures } from './asked-features';
import { toFeatures } from './attribution';
import { expectedValues } from './expected-value';
import type { ExplainedRows, ExplainOptions } from './explained-rows';
import { giveLeaves } from './give-leaves';

/**
 * What each feature adds to each prediction. `expectedValue` and a row's values sum up to its prediction, in float64.
 *
 * The values are exact but for the rounding of the prediction itself: models predict in float32, XGBoost's after every
 * tree, and what that differs from the exact sum of the leaves (about 1e-7 of the prediction) is shared equally by the
 * features that the trees ask about, as the Shapley value shares what takes all of them.
 */
export interface ShapValues {
  /** The features, in the order of the values. */
  readonly featureNames: readonly string[];
  /**
   * Row after row, a value for each feature, in units of the prediction: the target's own, probabilities
   * (`RandomForestClassifier`) or margins (`XGBoostClassifier`).
   */
  readonly values: Float64Array;
  /** The prediction where nothing is known of a row. */
  readonly expectedValue: number;
}

/**
 * Exact path-dependent SHAP values, for each output; {@link LeafWalker} has the formula.
 * @throws HephError `aborted`
 */
export async function explainRows(rows: ExplainedRows, options: ExplainOptions = {}): Promise<ShapValues[]> {
  const { ensemble, matrix, featureNames, predictions } = rows;
  const { numRows, numFeatures } = matrix;
  const explained = Array.from(expectedValues(ensemble), expectedValue => ({
    featureNames,
    values: new Float64Array(numRows * numFeatures),
    expectedValue,
  }));
  const asked = explained.map((_, output) => askedFeatures(ensemble.trees, output, numFeatures));
  await giveLeaves(rows, toFeatures, options, (block, start) => {
    explained.forEach(({ values, expectedValue }, output) => {
      const given = block.results[output]!;
      for (let row = 0; row < block.numRows; row++) {
        const first = (start + row) * numFeatures;
        let sum = expectedValue;
        for (let feature = 0; feature < numFeatures; feature++) {
          values[first + feature] = ensemble.scale * given[feature]![row]!;
          sum += values[first + feature]!;
        }
        const rounding = (predictions[output]![start + row]! - sum) / asked[output]!.length;
        for (const feature of asked[output]!) values[first + feature]! += rounding;
      }
    });
  });
  return explained;
}
