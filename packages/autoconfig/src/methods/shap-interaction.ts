import { XGBoostRegressor } from '@heph/baselines';
import { createRandom } from '@heph/data';
import { allPairs, type PairMethod } from './pair-method';

/** Shallow trees: what interacts is there within three splits, and explaining stays quick. */
const boosting = { nEstimators: 150, maxDepth: 3, learningRate: 0.2, minChildWeight: 10 };
const numRows = 300;

/**
 * The mean absolute SHAP interaction value (Lundberg et al. 2020) of the pair, both its halves together, over a few
 * hundred rows, in a model of boosted trees: by how many of the target's units the two shift a prediction together.
 * Trees that happen to split on two features below one another count as an interaction of these, so that features
 * that do not interact have scores as well.
 */
export const shapInteraction: PairMethod = async ({ table, target, importances, seed, signal }) => {
  const features = importances.map(({ feature }) => feature);
  const model = await new XGBoostRegressor({ ...boosting, seed }).fit(table, { target, features, signal });
  const rows = createRandom(seed).permutation(table.numRows).subarray(0, numRows);
  const { featureNames, values } = await model.shapInteractionValues(table.take(rows), { signal });
  const size = featureNames.length;
  return allPairs([...featureNames.entries()]).map(([[i, a], [j, b]]) => {
    let sum = 0;
    for (let row = 0; row < rows.length; row++) sum += 2 * Math.abs(values[(row * size + i) * size + j]!);
    return { features: [a, b], score: sum / rows.length };
  });
};
