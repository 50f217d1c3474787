import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accuracy, createRandom, meanSquaredError, type Random, type Row, Table } from '@heph/data';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  RandomForestClassifier,
  RandomForestRegressor,
  XGBoostClassifier,
  XGBoostRegressor,
  type Classifier,
  type Regressor,
} from '../src';
import saved from '../src/fixtures/saved-without-sets/predictions.json';

const letters = [...'abcdefghijklmnop'];

/** y is high for every other category: an order of codes needs a cut between any two of them. */
function alternating(numRows: number, seed: number, missing = 0): Row[] {
  const random = createRandom(seed);
  return Array.from({ length: numRows }, () => {
    const place = random.integer(letters.length);
    const x = Math.fround(random.normal());
    const isMissing = random.uniform() < missing;
    const level = isMissing ? 8 : place % 2 === 0 ? 5 : -5;
    const y = Math.fround(level + x + 0.1 * random.normal());
    return {
      letter: isMissing ? null : letters[place]!,
      x,
      y,
      kind: y > 6.5 ? 'top' : y > 0 ? 'even' : 'odd',
    };
  });
}

const train = alternating(800, 1, 0.1);
const test = alternating(200, 2, 0.1);
const withoutKind = (rows: Row[]) => Table.fromRows(rows).drop(['kind']);
const withoutNumber = (rows: Row[]) => Table.fromRows(rows).drop(['y']);
const seed = { seed: 3 };
/** `bootstrap` is for forests only. */
type Options = { maxDepth: number; bootstrap?: boolean };

const regressors: [string, (options: Options) => Regressor][] = [
  ['RandomForestRegressor', options => new RandomForestRegressor({ ...options, ...seed, nEstimators: 10 })],
  ['XGBoostRegressor', ({ maxDepth }) => new XGBoostRegressor({ maxDepth, ...seed, nEstimators: 10 })],
];
const classifiers: [string, (options: Options) => Classifier][] = [
  [
    'RandomForestClassifier',
    options => new RandomForestClassifier({ ...options, ...seed, nEstimators: 10, maxFeatures: 2 }),
  ],
  ['XGBoostClassifier', ({ maxDepth }) => new XGBoostClassifier({ maxDepth, ...seed, nEstimators: 10 })],
];
const anyOf = (rows: Row[], model: Regressor | Classifier) =>
  'predictProba' in model ? withoutNumber(rows) : withoutKind(rows);
const targetOf = (model: Regressor | Classifier) => ('predictProba' in model ? 'kind' : 'y');

describe.each(regressors)('%s', (_, create) => {
  it('learns an effect of every other category in two splits', async () => {
    const model = await create({ maxDepth: 2 }).fit(withoutKind(train), { target: 'y' });
    const truth = test.map(({ y }) => y as number);
    expect(meanSquaredError(truth, await model.predict(withoutKind(test)))).toBeLessThan(2);
    expect(model.featureImportances[0]!.feature).toBe('letter');
  });
});

describe.each(classifiers)('%s', (_, create) => {
  it('learns an effect of every other category in two splits', async () => {
    const model = await create({ maxDepth: 2 }).fit(withoutNumber(train), { target: 'kind' });
    const truth = test.map(({ kind }) => kind as string);
    expect(accuracy(truth, await model.predict(withoutNumber(test)))).toBeGreaterThan(0.9);
    expect(model.featureImportances[0]!.feature).toBe('letter');
  });
});

describe.each<[string, (options: Options) => Regressor | Classifier]>([...regressors, ...classifiers])(
  'categories of %s',
  (name, create) => {
    let folder: string;
    beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'heph-categories-'))));
    afterAll(() => rm(folder, { recursive: true }));

    const numbersOf = async (model: Regressor | Classifier, table: Table) =>
      'predictProba' in model
        ? (await model.predictProba(table)).map(row => [...row])
        : [...(await model.predict(table))];
    const fitted = async (rows: Row[]) => {
      const model = create({ maxDepth: 8 });
      return model.fit(anyOf(rows, model), { target: targetOf(model) });
    };

    it('give the same model whatever their order in the dictionary', async () => {
      const model = await fitted(train);
      // Rows of all letters, backwards, give the dictionary another order; without a weight they teach nothing.
      const before = letters.toReversed().map(letter => ({ ...train[0]!, letter }));
      const other = create({ maxDepth: 8 });
      const rows = [...before, ...train];
      const sampleWeight = rows.map((__, row) => (row < before.length ? 0 : 1));
      await other.fit(anyOf(rows, other), { target: targetOf(other), sampleWeight });
      const table = anyOf(test, model);
      expect(await numbersOf(other, table)).toEqual(await numbersOf(model, table));
    });

    it('that training never saw count as missing', async () => {
      const model = await fitted(train);
      const unseen = anyOf(
        test.map(row => ({ ...row, letter: 'z' })),
        model,
      );
      const empty = anyOf(
        test.map(row => ({ ...row, letter: null })),
        model,
      );
      const missing = empty.withColumn(
        'letter',
        new Array<string | null>(test.length - 1).fill(null).concat('a'),
      );
      const [one, other] = [await numbersOf(model, unseen), await numbersOf(model, missing)];
      expect(one.slice(0, -1)).toEqual(other.slice(0, -1));
      expect(one.at(-1)).not.toEqual(other.at(-1));
    });

    it('are saved and loaded', async () => {
      const model = await fitted(train);
      await model.save(join(folder, name));
      const loaders = { RandomForestRegressor, RandomForestClassifier, XGBoostRegressor, XGBoostClassifier };
      const loaded = await loaders[name as keyof typeof loaders].load(join(folder, name));
      const table = anyOf(test, model);
      expect(await numbersOf(loaded, table)).toEqual(await numbersOf(model, table));
    });

    it('teach as often as their weight says', async () => {
      const some = train.slice(0, 200);
      const random = createRandom(4);
      const weights = some.map(() => 1 + random.integer(3));
      // Without draws, which differ between k rows and one row of weight k.
      const weighted = create({ maxDepth: 4, bootstrap: false });
      const repeated = create({ maxDepth: 4, bootstrap: false });
      const rows = some.flatMap((row, i) => new Array<Row>(weights[i]!).fill(row));
      await weighted.fit(anyOf(some, weighted), { target: targetOf(weighted), sampleWeight: weights });
      await repeated.fit(anyOf(rows, repeated), { target: targetOf(repeated) });
      const table = anyOf(test, weighted);
      const [one, other] = [await numbersOf(weighted, table), await numbersOf(repeated, table)];
      one.flat().forEach((value, i) => expect(value).toBeCloseTo(other.flat()[i]!, 4));
    });
  },
);

describe('many categories', () => {
  const numCategories = 10_000;
  /** y depends on x, and not on the category. */
  function noisy(random: Random, numRows: number): Table {
    return Table.fromRows(
      Array.from({ length: numRows }, () => {
        const x = random.normal();
        return { id: `c${random.integer(numCategories)}`, x, y: 2 * x + random.normal() };
      }),
    );
  }
  const random = createRandom(5);
  const [many, others] = [noisy(random, 5000), noisy(random, 1000)];

  it.each<[string, () => Regressor]>([
    ['RandomForestRegressor', () => new RandomForestRegressor({ nEstimators: 20, minSamplesLeaf: 5 })],
    ['XGBoostRegressor', () => new XGBoostRegressor({ nEstimators: 20 })],
  ])('that mean nothing do not lead %s astray', async (_, create) => {
    const truth = others.toRows().map(({ y }) => y as number);
    const error = async (features: string[]) => {
      const model = await create().fit(many, { target: 'y', features });
      return meanSquaredError(truth, await model.predict(others));
    };
    expect((await error(['id', 'x'])) / (await error(['x']))).toBeLessThan(1.1);
  });

  it('may be more than bins have numbers', async () => {
    // The last category's number, cut down to 16 bits, would be that of the sixty-fifth.
    const rare = Array.from({ length: 65_600 }, (_, i) => `c${i}`);
    const id = [...rare, ...new Array<string>(20_000).fill('late')];
    const rows = Table.fromColumns({ id, y: Float64Array.from(id, name => (name === 'late' ? 1 : 0)) });
    const model = await new XGBoostRegressor({ nEstimators: 1 }).fit(rows, { target: 'y' });
    const found = await model.predict(Table.fromColumns({ id: rare.slice(0, 100) }));
    expect(new Set(found).size).toBe(1);
  });
});

describe('SHAP values', () => {
  it.each([
    ['RandomForestRegressor', () => new RandomForestRegressor({ nEstimators: 5, maxDepth: 6 })],
    ['XGBoostRegressor', () => new XGBoostRegressor({ nEstimators: 10 })],
  ])('of %s add up where trees split by categories', async (_, create) => {
    const model = await create().fit(withoutKind(train), { target: 'y' });
    const rows = withoutKind(test.slice(0, 50));
    const { values, expectedValue } = await model.shapValues(rows);
    (await model.predict(rows)).forEach((prediction, row) => {
      const sum = values[2 * row]! + values[2 * row + 1]!;
      expect(sum + expectedValue).toBeCloseTo(prediction, 4);
    });
  });
});

describe('a model saved when categories were cut by their order', () => {
  const folder = (name: string) => join(__dirname, '..', 'src', 'fixtures', 'saved-without-sets', name);
  const table = Table.fromRows(saved.rows);

  it('loads and predicts as it did', async () => {
    const forest = await RandomForestRegressor.load(folder('forest'));
    expect(Array.from(await forest.predict(table), Math.fround)).toEqual(saved.forest);
    const boosting = await XGBoostRegressor.load(folder('boosting'));
    expect([...(await boosting.predict(table))]).toEqual(saved.boosting);
    const exchanged = XGBoostRegressor.fromXGBoostJSON(saved.xgboost);
    expect([...(await exchanged.predict(table))]).toEqual(saved.boosting);
  });
});
