import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { XGBoostClassifier, XGBoostRegressor, type ShapInteractionValues, type ShapValues } from '../src';
import { plantClasses, plantTable } from './tables';

const python = ['python3', '/usr/bin/python3'].find(
  command => spawnSync(command, ['-c', 'import xgboost']).status === 0,
);
const whereThereIsXGBoost = python === undefined ? describe.skip : describe;

const script = `
import json, sys
import numpy, xgboost
booster = xgboost.Booster(model_file=sys.argv[1])
rows, names = json.load(open(sys.argv[2])), json.loads(sys.argv[3])
values = numpy.array([[numpy.nan if x is None else x for x in row] for row in rows], dtype=numpy.float32)
matrix = xgboost.DMatrix(values, feature_names=names)
explain = lambda **how: booster.predict(matrix, **how).astype(float).ravel().tolist()
print(json.dumps([explain(pred_contribs=True), explain(pred_interactions=True)]))
`;

whereThereIsXGBoost('Python’s XGBoost (skipped where python3 has none) explains the same', () => {
  const features = ['power', 'wind', 'noise'];
  const test = plantTable(60, 2).drop(['site']);
  const width = features.length;
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'heph-xgboost-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What XGBoost gives to features and pairs: row after row, for each class; the last feature is the bias. */
  function explainInPython(json: string): [contributions: number[], interactions: number[]] {
    const [model, rows] = ['model.json', 'rows.json'].map(name => join(folder, name));
    writeFileSync(model!, json);
    writeFileSync(rows!, JSON.stringify(test.toRows().map(row => features.map(name => row[name]))));
    const args = ['-c', script, model!, rows!, JSON.stringify(features)];
    return JSON.parse(execFileSync(python!, args, { encoding: 'utf8', maxBuffer: 2 ** 26 }));
  }

  /** XGBoost computes in float32. */
  function expectTheSame(found: number, theirs: number): void {
    expect(Math.abs(found - theirs)).toBeLessThan(2e-5);
  }

  function expectSameExplanations(
    json: string,
    singles: readonly ShapValues[],
    pairs: readonly ShapInteractionValues[],
  ): void {
    const [contributions, interactions] = explainInPython(json);
    const size = width + 1;
    expect(contributions).toHaveLength(test.numRows * singles.length * size);
    expect(interactions).toHaveLength(test.numRows * pairs.length * size * size);
    for (let row = 0; row < test.numRows; row++)
      singles.forEach(({ values, expectedValue }, output) => {
        const place = row * singles.length + output;
        expectTheSame(expectedValue, contributions[place * size + width]!);
        for (let i = 0; i < width; i++) {
          expectTheSame(values[row * width + i]!, contributions[place * size + i]!);
          for (let j = 0; j < width; j++)
            expectTheSame(
              pairs[output]!.values[(row * width + i) * width + j]!,
              interactions[(place * size + i) * size + j]!,
            );
        }
      });
  }

  it('for a regression', async () => {
    const train = plantTable(400, 1).drop(['site']);
    const model = await new XGBoostRegressor({ nEstimators: 20 }).fit(train, { target: 'y' });
    expectSameExplanations(
      model.toXGBoostJSON(),
      [await model.shapValues(test)],
      [await model.shapInteractionValues(test)],
    );
  });

  it.each([2, 3])('for %i classes', async numClasses => {
    const train = plantClasses(400, 1, numClasses).drop(['site']);
    const model = await new XGBoostClassifier({ nEstimators: 10 }).fit(train, { target: 'y' });
    const ofOutputs = <Explained>(explained: Explained[]) =>
      numClasses === 2 ? explained.slice(1) : explained;
    const singles = await model.shapValues(test);
    expectSameExplanations(
      model.toXGBoostJSON(),
      ofOutputs(singles),
      ofOutputs(await model.shapInteractionValues(test)),
    );
    if (numClasses === 2)
      singles[0]!.values.forEach((value, i) => expect(value + singles[1]!.values[i]!).toBe(0));
  });
});
