import { Table } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { plantTable } from '../test/tables';
import golden from './fixtures/xgboost-training.json';
import { XGBoostRegressor } from './xgboost-regressor';

const train = plantTable(600, 1);
const validation = plantTable(300, 2);
const target = { target: 'y' };

describe('XGBoostRegressor', () => {
  const table = Table.fromColumns({ ...golden.columns, y: golden.target });

  it.each(golden.runs)('predicts what XGBoost 1.7.4 does, bit for bit (%#)', async run => {
    const sampleWeight = run.weighted ? golden.weights : undefined;
    const model = await new XGBoostRegressor(run.options).fit(table, { ...target, sampleWeight });
    expect(await model.predict(table)).toEqual(Float64Array.from(Float32Array.from(run.predictions)));
    expect(model.numNodes).toBe(run.numNodes);
    const importances = new Map(
      model.featureImportances.map(({ feature, importance }) => [feature, importance]),
    );
    run.importances.forEach((share, i) => expect(importances.get('abcd'[i]!)).toBeCloseTo(share, 6));
  });

  it.each(golden.nearTies)('rounds as XGBoost does where two features are all but equal (%#)', async tie => {
    const [a, b, y] = [0, 1, 2].map(column => tie.rows.map(row => row[column]!));
    const options = { nEstimators: 1, maxDepth: 1, baseScore: 0 };
    const model = await new XGBoostRegressor(options).fit(Table.fromColumns({ a: a!, b: b!, y: y! }), target);
    expect(model.featureImportances[0]).toEqual({ feature: 'ab'[tie.feature], importance: 1 });
  });

  it('starts from the mean of the target', async () => {
    const model = await new XGBoostRegressor({ nEstimators: 1, gamma: 1e9 }).fit(table, target);
    const mean = golden.target.reduce((sum, value) => sum + value) / golden.target.length;
    expect((await model.predict(table))[0]).toBeCloseTo(mean, 5);
  });

  it('keeps the trees up to the best round', async () => {
    const options = { nEstimators: 200, learningRate: 0.5, maxDepth: 8 };
    const all = await new XGBoostRegressor(options).fit(train, { ...target, validation });
    const errors = all.validationErrors;
    const best = errors.indexOf(Math.min(...errors));
    expect(errors).toHaveLength(200);
    expect(all.bestIteration).toBe(199);
    expect(best).toBeLessThan(150);

    const stopping = await new XGBoostRegressor({ ...options, earlyStoppingRounds: 40 }).fit(train, {
      ...target,
      validation,
    });
    expect(stopping.validationErrors).toEqual(errors.slice(0, best + 41));
    expect(stopping.bestIteration).toBe(best);
    const short = await new XGBoostRegressor({ ...options, nEstimators: best + 1 }).fit(train, target);
    expect(await stopping.predict(validation)).toEqual(await short.predict(validation));
  });

  it('measures validation errors by its own predictions', async () => {
    const model = await new XGBoostRegressor({ nEstimators: 7 }).fit(train, { ...target, validation });
    const predictions = await model.predict(validation);
    const squares = validation.toRows().map((row, i) => (predictions[i]! - (row['y'] as number)) ** 2);
    const error = Math.sqrt(squares.reduce((sum, square) => sum + square) / squares.length);
    expect(model.validationErrors.at(-1)).toBeCloseTo(error, 6);
  });

  it('needs validation rows to stop early', async () => {
    const fit = new XGBoostRegressor({ earlyStoppingRounds: 5 }).fit(train, target);
    await expect(fit).rejects.toThrow('earlyStoppingRounds needs validation rows');
  });

  it('learns from other rows and features under another seed only where it draws them', async () => {
    const predict = async (options: object) =>
      (await new XGBoostRegressor({ nEstimators: 3, ...options }).fit(train, target)).predict(validation);
    expect(await predict({ seed: 1 })).toEqual(await predict({ seed: 2 }));
    for (const draws of [{ subsample: 0.5 }, { colsampleByTree: 0.5 }])
      expect(await predict({ ...draws, seed: 1 })).not.toEqual(await predict({ ...draws, seed: 2 }));
  });

  it('uses no more of the features in a tree than it may', async () => {
    const options = { nEstimators: 1, colsampleByTree: 0.25 };
    const model = await new XGBoostRegressor(options).fit(train, target);
    expect(model.featureImportances.filter(({ importance }) => importance > 0)).toHaveLength(1);
  });

  it('learns targets beyond float32, and refuses validation rows that are far beyond those', async () => {
    const large = Table.fromColumns({ x: [1, 2], y: [1, 1e39] });
    const model = new XGBoostRegressor({ lambda: 0, minChildWeight: 0 });
    const [low, high] = await (await model.fit(large, target)).predict(large);
    expect(Math.abs(low!)).toBeLessThan(1e36);
    expect(high! / 1e39).toBeCloseTo(1, 3);
    const validation = Table.fromColumns({ x: [1, 2], y: [1, 1e90] });
    await expect(model.fit(large, { ...target, validation })).rejects.toMatchObject({
      code: 'invalid-data',
      message: 'column "y", row 2: expected a number within float32\'s range; found 1e+90',
    });
  });

  it.each([
    [{ learningRate: 0 }, 'learningRate must be a finite number above 0; received 0'],
    [{ lambda: -1 }, 'lambda must be a finite number of at least 0; received -1'],
    [{ gamma: NaN }, 'gamma must be a finite number of at least 0; received NaN'],
    [{ colsampleByTree: 0 }, 'colsampleByTree must be above 0 and at most 1; received 0'],
    [{ maxBin: 1 }, 'maxBin must be an integer from 2 to 65535; received 1'],
    [{ baseScore: Infinity }, 'baseScore must be a finite number; received Infinity'],
    [{ earlyStoppingRounds: 0 }, 'earlyStoppingRounds must be an integer of at least 1; received 0'],
  ])('refuses %p', async (options, message) => {
    await expect(new XGBoostRegressor(options).fit(train, target)).rejects.toThrow(message);
  });
});
