import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Table } from '@heph/data';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { XGBoostClassifier, XGBoostRegressor } from '../src';
import { plantTable } from './tables';

const python = ['python3', '/usr/bin/python3'].find(
  command => spawnSync(command, ['-c', 'import xgboost']).status === 0,
);
const whereThereIsXGBoost = python === undefined ? describe.skip : describe;

const script = `
import json, sys
import numpy, xgboost
model, rows, names = sys.argv[1], json.load(open(sys.argv[2])), json.loads(sys.argv[3])
booster = xgboost.Booster(model_file=model)
values = numpy.array([[numpy.nan if x is None else x for x in row] for row in rows], dtype=numpy.float32)
predictions = booster.predict(xgboost.DMatrix(values, feature_names=names))
resaved = sys.argv[4]
booster.save_model(resaved)
print(json.dumps(predictions.astype(float).tolist()))
`;

whereThereIsXGBoost('Python’s XGBoost (skipped where python3 has none)', () => {
  const features = ['power', 'wind', 'noise'];
  const train = plantTable(400, 1).drop(['site']);
  const test = plantTable(100, 2).drop(['site']);
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'heph-xgboost-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What XGBoost predicts with a model from here, and where it saved that model again. */
  function predictInPython(json: string): { predictions: unknown; resaved: string } {
    const [model, rows, resaved] = ['model.json', 'rows.json', 'resaved.json'].map(name =>
      join(folder, name),
    );
    writeFileSync(model!, json);
    writeFileSync(rows!, JSON.stringify(test.toRows().map(row => features.map(name => row[name]))));
    const args = ['-c', script, model!, rows!, JSON.stringify(features), resaved!];
    return { predictions: JSON.parse(execFileSync(python!, args, { encoding: 'utf8' })), resaved: resaved! };
  }

  const classes = (table: Table, bounds: readonly number[]) =>
    table.withColumn(
      'y',
      table.toRows().map(({ y }) => `class ${bounds.filter(bound => (y as number) > bound).length}`),
    );

  it('loads a regressor and predicts the same, bit for bit', async () => {
    const model = await new XGBoostRegressor({ nEstimators: 20 }).fit(train, { target: 'y' });
    const { predictions } = predictInPython(model.toXGBoostJSON());
    expect(Float32Array.from(predictions as number[])).toEqual(await model.predict(test));
  });

  it('loads a classifier of two classes and predicts the same', async () => {
    const model = await new XGBoostClassifier({ nEstimators: 20 }).fit(classes(train, [1]), { target: 'y' });
    const { predictions } = predictInPython(model.toXGBoostJSON());
    (await model.predictProba(test)).forEach((row, i) =>
      expect(Math.abs(row[1]! - (predictions as number[])[i]!)).toBeLessThan(1e-6),
    );
  });

  it('loads a classifier of three classes and predicts the same', async () => {
    const model = await new XGBoostClassifier({ nEstimators: 8 }).fit(classes(train, [-2, 2]), {
      target: 'y',
    });
    const { predictions } = predictInPython(model.toXGBoostJSON());
    (await model.predictProba(test)).forEach((row, i) =>
      row.forEach((p, k) => expect(Math.abs(p - (predictions as number[][])[i]![k]!)).toBeLessThan(1e-6)),
    );
  });

  it('saves such a model so that it can be read again', async () => {
    const model = await new XGBoostRegressor({ nEstimators: 5 }).fit(train, { target: 'y' });
    const { resaved } = predictInPython(model.toXGBoostJSON());
    const read = XGBoostRegressor.fromXGBoostJSON(readFileSync(resaved, 'utf8'));
    expect(await read.predict(test)).toEqual(await model.predict(test));
  });
});
