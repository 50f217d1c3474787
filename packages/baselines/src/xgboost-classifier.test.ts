import { logLoss, Table } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { plantClasses } from '../test/tables';
import golden from './fixtures/xgboost-classification.json';
import training from './fixtures/xgboost-training.json';
import { XGBoostClassifier } from './xgboost-classifier';

const train = plantClasses(500, 1, 3);
const validation = plantClasses(300, 2, 3);
const target = { target: 'y' };

describe('XGBoostClassifier', () => {
  it.each(golden.runs)('predicts what XGBoost 1.7.4 does (%#)', async run => {
    const table = Table.fromColumns({ ...training.columns, y: run.labels });
    const sampleWeight = run.weighted ? training.weights : undefined;
    const model = await new XGBoostClassifier(run.options).fit(table, { ...target, sampleWeight });
    expect(model.numNodes).toBe(run.numNodes);
    const probabilities = await model.predictProba(table);
    probabilities.forEach((row, i) => {
      const expected = run.probabilities[i]!;
      // XGBoost gives the second class's probability alone where there are two.
      const found = expected.length === 1 ? row.subarray(1) : row;
      expected.forEach((p, k) => expect(Math.abs(found[k]! - p)).toBeLessThan(2e-6));
    });
  });

  it('starts from the second class’s share', async () => {
    const table = Table.fromColumns({ x: [1, 2, 3, 4, 5, 6, 7, 8], y: [...'abbbabbb'] });
    const model = await new XGBoostClassifier({ nEstimators: 1, gamma: 1e9 }).fit(table, target);
    expect(model.baseScore).toBe(0.75);
    expect((await model.predictProba(table))[0]![1]).toBeCloseTo(0.75, 6);
  });

  it.each([2, 3])('keeps the rounds up to the best by log loss (%i classes)', async numClasses => {
    const options = { nEstimators: 60, learningRate: 0.5 };
    const [rows, others] = [plantClasses(500, 1, numClasses), plantClasses(300, 2, numClasses)];
    const all = await new XGBoostClassifier(options).fit(rows, { ...target, validation: others });
    const errors = all.validationErrors;
    const best = errors.indexOf(Math.min(...errors));
    expect(best).toBeLessThan(49);
    const truth = others.toRows().map(({ y }) => all.classes.indexOf(y as string));
    expect(errors.at(-1)).toBeCloseTo(logLoss(truth, await all.predictProba(others)), 5);
    const stopping = await new XGBoostClassifier({ ...options, earlyStoppingRounds: 10 }).fit(rows, {
      ...target,
      validation: others,
    });
    expect(stopping.validationErrors).toEqual(errors.slice(0, best + 11));
    expect(stopping.bestIteration).toBe(best);
  });

  it('refuses validation rows of an unknown class', async () => {
    const strange = validation.withColumn('y', new Array<string>(validation.numRows).fill('strange'));
    const fit = new XGBoostClassifier().fit(train, { ...target, validation: strange });
    await expect(fit).rejects.toMatchObject({
      code: 'invalid-data',
      message: 'column "y", row 1: expected one of the classes [class 0, class 1, class 2]; found "strange"',
    });
  });

  it('refuses a base score that is no probability', async () => {
    const fit = new XGBoostClassifier({ baseScore: 1 }).fit(plantClasses(50, 1, 2), target);
    await expect(fit).rejects.toThrow('baseScore must be between 0 and 1 for two classes; received 1');
  });
});
