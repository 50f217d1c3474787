import {
  LinearRegression,
  LogisticRegression,
  RandomForestClassifier,
  RandomForestRegressor,
  XGBoostClassifier,
  XGBoostRegressor,
} from '@heph/baselines';
import { r2Score, type Table } from '@heph/data';
import type { Classifier, Regressor } from '@heph/estimator';
import { describe, expect, it } from '@jest/globals';
import { plantTable } from './tables';

const numbers = plantTable(200, 1);
const y = Float64Array.from(numbers.toRows(), row => row['y'] as number);
const classes = numbers.withColumn(
  'y',
  Array.from(y, value => (value > 0 ? 'up' : 'down')),
);
const few = { nEstimators: 5 };
const regressors: Regressor[] = [
  new LinearRegression(),
  new RandomForestRegressor({ ...few, workers: 1 }),
  new XGBoostRegressor(few),
];
const classifiers: Classifier[] = [
  new LogisticRegression(),
  new RandomForestClassifier({ ...few, workers: 1 }),
  new XGBoostClassifier(few),
];
const named = <Model extends object>(models: Model[]) =>
  models.map(model => [model.constructor.name, model] as const);

/** What all of them do, whatever they predict. */
async function livesAsPromised(model: Regressor | Classifier, table: Table): Promise<void> {
  const options = { target: 'y', validation: table.slice(0, 50) };
  expect(model.summary()).toMatch(/not fitted yet$/);
  await expect(model.evaluate(table)).rejects.toMatchObject({ code: 'not-fitted' });
  await model.fit(table, options);
  expect(model.summary()).toContain(`${model.constructor.name}(`);
  expect(model.summary()).toContain('predicts "y"');
  const before = await model.predict(table);
  const signal = AbortSignal.abort('enough');
  const refused = { code: 'aborted', cause: 'enough' };
  await expect(model.fit(table.slice(0, 100), { ...options, signal })).rejects.toMatchObject(refused);
  expect(await model.predict(table)).toEqual(before);
  await expect(model.evaluate(table.slice(0, 0))).rejects.toMatchObject({ code: 'invalid-data' });
  const fitting = model.fit(table, options);
  expect(() => model.dispose()).toThrow(/being fitted/);
  await fitting;
  model.dispose();
  await expect(model.predict(table)).rejects.toMatchObject({ code: 'not-fitted' });
}

describe('one contract', () => {
  it.each(named(regressors))(
    '%s evaluates, summarises, obeys a signal and is disposed of',
    async (_, model) => {
      await model.fit(numbers, { target: 'y' });
      const { r2, rmse, mse } = await model.evaluate(numbers);
      expect(r2).toBe(r2Score(y, await model.predict(numbers)));
      expect(rmse).toBeCloseTo(Math.sqrt(mse), 10);
      model.dispose();
      await livesAsPromised(model, numbers);
    },
  );

  it.each(named(classifiers))(
    '%s evaluates, summarises, obeys a signal and is disposed of',
    async (_, model) => {
      await model.fit(classes, { target: 'y' });
      const { accuracy, logLoss, rocAuc } = await model.evaluate(classes);
      expect(accuracy).toBeGreaterThan(0.7);
      expect(logLoss).toBeLessThan(0.7);
      expect(rocAuc).toBeGreaterThan(0.7);
      model.dispose();
      await livesAsPromised(model, classes);
    },
  );
});
