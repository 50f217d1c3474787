import { askedFeatures } from './asked-features';
import { toPairs } from './attribution';
import { expectedValues } from './expected-value';
import type { ExplainedRows, ExplainOptions } from './explained-rows';
import { giveLeaves } from './give-leaves';
import { pairPlace } from './pair-walker';

/**
 * What each pair of features adds to each prediction, and each feature on its own. `expectedValue` and a row's matrix sum up
 * to its prediction; on the diagonal is what the prediction's rounding takes, as {@link ShapValues} has it.
 */
export interface ShapInteractionValues {
  /** The features, in the order of the values. */
  readonly featureNames: readonly string[];
  /**
   * Row after row a symmetric matrix, features × features, in units of the prediction as SHAP values are. A pair's effect
   * is shared by its two places; what a feature adds on its own is on the diagonal. Each line sums to the feature's SHAP
   * value.
   */
  readonly values: Float64Array;
  /** The prediction where nothing is known of a row. */
  readonly expectedValue: number;
}

/**
 * Exact SHAP interaction values, for each output (Lundberg et al. 2020, "From local explanations to global understanding
 * with explainable AI for trees"): those of {@link PairWalker} for i ≠ j, and Φ_ii = φ_i − Σ_{j≠i} Φ_ij.
 * @throws HephError `aborted`
 */
export async function explainInteractions(
  rows: ExplainedRows,
  options: ExplainOptions = {},
): Promise<ShapInteractionValues[]> {
  const { ensemble, matrix, featureNames, predictions } = rows;
  const { numRows, numFeatures } = matrix;
  const size = numFeatures * numFeatures;
  const explained = Array.from(expectedValues(ensemble), expectedValue => ({
    featureNames,
    values: new Float64Array(numRows * size),
    expectedValue,
  }));
  const asked = explained.map((_, output) => askedFeatures(ensemble.trees, output, numFeatures));
  await giveLeaves(rows, toPairs, options, (block, start) => {
    explained.forEach(({ values, expectedValue }, output) => {
      const given = block.results[output]!;
      const givenTo = (one: number, other: number, row: number) =>
        ensemble.scale * given[pairPlace(one, other)]![row]!;
      for (let row = 0; row < block.numRows; row++) {
        const line = (feature: number) => (start + row) * size + feature * numFeatures;
        let sum = expectedValue;
        for (let one = 0; one < numFeatures; one++) {
          let alone = givenTo(one, one, row);
          sum += alone;
          for (let other = 0; other < numFeatures; other++) {
            if (other === one) continue;
            const both = givenTo(one, other, row);
            values[line(one) + other] = both;
            alone -= both;
          }
          values[line(one) + one] = alone;
        }
        const rounding = (predictions[output]![start + row]! - sum) / asked[output]!.length;
        for (const feature of asked[output]!) values[line(feature) + feature]! += rounding;
      }
    });
  });
  return explained;
}
