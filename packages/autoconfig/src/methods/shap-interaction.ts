import { XGBoostClassifier, XGBoostRegressor, type ShapInteractionValues } from '@heph/baselines';
import { createRandom, type Table } from '@heph/data';
import { withClasses } from './class-target';
import { allPairs, type PairContext, type PairMethod } from './pair-method';

/** Shallow trees: what interacts is there within three splits, and explaining stays quick. */
const boosting = { nEstimators: 150, maxDepth: 3, learningRate: 0.2, minChildWeight: 10 };
const numRows = 300;

/**
 * The mean absolute SHAP interaction value (Lundberg et al. 2020) of the pair, both its halves together, over a few
 * hundred rows, in a model of boosted trees: by how many of the target's units the two shift a prediction together; by
 * how much they shift the log-odds of two classes, or the margins of more, summed over the classes.
 * Trees that happen to split on two features below one another count as an interaction of these, so that features
 * that do not interact have scores as well.
 */
export const shapInteraction: PairMethod = async context => {
  const { table, seed } = context;
  const explain = await fitted(context);
  const rows = createRandom(seed).permutation(table.numRows).subarray(0, numRows);
  const outputs = await explain(table.take(rows));
  const { featureNames } = outputs[0]!;
  const size = featureNames.length;
  return allPairs([...featureNames.entries()]).map(([[i, a], [j, b]]) => {
    let sum = 0;
    for (const { values } of outputs)
      for (let row = 0; row < rows.length; row++) sum += 2 * Math.abs(values[(row * size + i) * size + j]!);
    return { features: [a, b], score: sum / rows.length };
  });
};

/** Fits boosted trees; gives what explains rows, for each output of the model. */
async function fitted({ table, target, classes, importances, seed, signal }: PairContext) {
  const features = importances.map(({ feature }) => feature);
  const options = { ...boosting, seed };
  if (classes === null) {
    const model = await new XGBoostRegressor(options).fit(table, { target, features, signal });
    return async (rows: Table): Promise<ShapInteractionValues[]> => [
      await model.shapInteractionValues(rows, { signal }),
    ];
  }
  const training = withClasses(table, features, classes);
  const model = await new XGBoostClassifier(options).fit(training.rows, { target: training.target, signal });
  return async (rows: Table) => {
    const outputs = await model.shapInteractionValues(rows, { signal });
    // Of two classes the first has the second's values with the opposite sign.
    return outputs.length === 2 ? outputs.slice(1) : outputs;
  };
}
