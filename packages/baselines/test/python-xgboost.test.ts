import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, Table } from '@heph/data';
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

const trainScript = `
import json, sys
import numpy, xgboost
rows = numpy.array(json.load(open(sys.argv[1])), dtype=numpy.float32)
weights = rows[:, -1] if sys.argv[3] == 'weighted' else None
matrix = xgboost.DMatrix(rows[:, :-2], rows[:, -2], weight=weights)
options = dict(tree_method='hist', base_score=float(sys.argv[2]), max_bin=int(sys.argv[4]))
booster = xgboost.train(options, matrix, 20)
print(json.dumps(booster.predict(matrix).astype(float).tolist()))
`;

const categoricalScript = `
import json, sys
import numpy, xgboost
model, train, test, theirs, options = sys.argv[1:]
names, types = ['power', 'wind', 'noise', 'site'], ['q', 'q', 'q', 'c']
def matrix(file):
    rows = [[numpy.nan if x is None else x for x in row] for row in json.load(open(file))]
    values = numpy.array(rows, dtype=numpy.float32)
    return xgboost.DMatrix(values[:, :4], values[:, 4], feature_names=names, feature_types=types, enable_categorical=True)
options = json.loads(options)
parameters = dict(tree_method='hist', max_depth=options['maxDepth'], max_bin=1000, max_cat_to_onehot=1)
booster = xgboost.train(parameters, matrix(train), options['nEstimators'])
booster.save_model(theirs)
said = lambda booster: booster.predict(matrix(test)).astype(float).tolist()
print(json.dumps(dict(ours=said(xgboost.Booster(model_file=model)), theirs=said(booster))))
`;

/** What Python prints; threads that wait for one another would take longer on a busy machine. */
function runPython(args: readonly string[]): string {
  const env = { ...process.env, OMP_NUM_THREADS: '1' };
  return execFileSync(python!, args, { encoding: 'utf8', env, maxBuffer: 2 ** 26 });
}

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
    return { predictions: JSON.parse(runPython(args)), resaved: resaved! };
  }

  const classes = (table: Table, bounds: readonly number[]) =>
    table.withColumn(
      'y',
      table.toRows().map(({ y }) => `class ${bounds.filter(bound => (y as number) > bound).length}`),
    );

  /** The largest difference to what Python's XGBoost predicts that learned from the same rows. */
  async function differenceInTraining(
    rows: { x0: number; x1: number; x2: number }[],
    maxBin = 256,
    weights?: number[],
  ): Promise<number> {
    const random = createRandom(6);
    const table = Table.fromRows(
      rows.map(row => {
        const { x0, x1, x2 } = row;
        return { ...row, y: Math.fround((x0 || 1) * x2 + 20 * Math.sin(x1) + 5 * random.normal()) };
      }),
    );
    const model = new XGBoostRegressor({ nEstimators: 20, baseScore: 0.5, maxBin });
    await model.fit(table, { target: 'y', sampleWeight: weights });
    const file = join(folder, 'train.json');
    const cells = table.toRows().map((row, i) => [...Object.values(row), weights?.[i] ?? 1]);
    // Python's numpy reads null as missing.
    writeFileSync(file, JSON.stringify(cells));
    const args = [file, '0.5', weights ? 'weighted' : 'equal', String(maxBin)];
    const output = runPython(['-c', trainScript, ...args]);
    const found = await model.predict(table);
    expect(Math.max(...found) - Math.min(...found)).toBeGreaterThan(100);
    return Math.max(...(JSON.parse(output) as number[]).map((value, row) => Math.abs(found[row]! - value)));
  }

  it('learns the same where no feature has more than 256 values', async () => {
    const random = createRandom(5);
    const rows = Array.from({ length: 3000 }, () => {
      return { x0: random.integer(256), x1: random.integer(200) / 8, x2: random.integer(7) - 3 };
    });
    expect(await differenceInTraining(rows)).toBeLessThan(1e-6);
  });

  it('learns the same where features have as many values as rows', async () => {
    const random = createRandom(5);
    const rows = Array.from({ length: 30_000 }, () => ({
      x0: random.uniform() < 0.1 ? NaN : Math.fround(100 * random.uniform()),
      x1: Math.fround(3 * random.normal()),
      x2: Math.fround(random.normal() ** 3),
    }));
    expect(await differenceInTraining(rows)).toBe(0);
    expect(await differenceInTraining(rows, 50)).toBe(0);
    const weights = rows.map(() => random.integer(4));
    expect(await differenceInTraining(rows, 256, weights)).toBe(0);
  });

  it('loads a regressor and predicts the same, bit for bit', async () => {
    const model = await new XGBoostRegressor({ nEstimators: 20 }).fit(train, { target: 'y' });
    const { predictions } = predictInPython(model.toXGBoostJSON());
    expect(Float64Array.from(predictions as number[])).toEqual(await model.predict(test));
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

  describe('and categories', () => {
    // Few and shallow trees: in nodes of few rows, categories are told apart by other rules.
    const options = { nEstimators: 8, maxDepth: 2 };
    const siteOf = (table: Table) => {
      const column = table.column('site');
      return column.kind === 'categorical' ? Array.from(column.codes, code => column.categories[code]) : [];
    };
    /** Rows as XGBoost takes them: a site is a number, its place in the training table's dictionary. */
    const codesOf = (table: Table, sites: readonly (string | undefined)[]) =>
      table.withColumn(
        'site',
        siteOf(table).map(site => (site === undefined ? null : sites.indexOf(site))),
      );
    const whole = plantTable(500, 3);
    const others = plantTable(100, 4);
    const dictionary = [...new Set(siteOf(whole).filter(site => site !== undefined))];
    const rowsFile = (name: string, table: Table) => {
      const file = join(folder, name);
      const coded = codesOf(table, dictionary).toRows();
      const columns = ['power', 'wind', 'noise', 'site', 'y'];
      writeFileSync(file, JSON.stringify(coded.map(row => columns.map(column => row[column]))));
      return file;
    };

    it('trains the same trees and predicts the same, by sets of categories, both ways', async () => {
      const ours = await new XGBoostRegressor({ ...options, baseScore: 0.5, maxBin: 1000 }).fit(whole, {
        target: 'y',
      });
      const [model, theirs] = [join(folder, 'sets.json'), join(folder, 'theirs.json')];
      writeFileSync(model, ours.toXGBoostJSON());
      expect(ours.toXGBoostJSON()).toContain('"split_type"');
      const args = [model, rowsFile('train.json', whole), rowsFile('test.json', others), theirs];
      const output = runPython(['-c', categoricalScript, ...args, JSON.stringify(options)]);
      const said = JSON.parse(output) as { ours: number[]; theirs: number[] };
      const predictions = await ours.predict(others);
      expect(Float64Array.from(said.ours)).toEqual(predictions);

      const read = XGBoostRegressor.fromXGBoostJSON(readFileSync(theirs, 'utf8'));
      const found = await read.predict(codesOf(others, dictionary));
      expect(Float64Array.from(said.theirs)).toEqual(found);
      found.forEach((value, row) => expect(Math.abs(value - predictions[row]!)).toBeLessThan(1e-5));
    });
  });
});
