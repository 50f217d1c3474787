import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, meanSquaredError, Table } from '@heph/data';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LinearRegression, RandomForestRegressor, type Regressor, XGBoostRegressor } from '../src';
import { plantRows, plantTable } from './tables';

interface Estimator {
  name: string;
  create: () => Regressor;
  /** Weights are to act as repetition does: no row may be drawn at random. */
  createWithoutDraws: () => Regressor;
  badParameter: { create: () => Regressor; named: RegExp };
  load: (directory: string) => Promise<Regressor>;
  /** The share of the target's variance that may be left unexplained on other rows. */
  floor: number;
}

const estimators: Estimator[] = [
  {
    name: 'LinearRegression',
    create: () => new LinearRegression(),
    createWithoutDraws: () => new LinearRegression(),
    badParameter: {
      create: () => new LinearRegression({ fitIntercept: 1 as unknown as boolean }),
      named: /^fitIntercept must be true or false; received 1$/,
    },
    load: LinearRegression.load,
    floor: 0.2,
  },
  {
    name: 'RandomForestRegressor',
    create: () => new RandomForestRegressor({ nEstimators: 20 }),
    createWithoutDraws: () => new RandomForestRegressor({ nEstimators: 1, maxDepth: 4, bootstrap: false }),
    badParameter: {
      create: () => new RandomForestRegressor({ nEstimators: 0 }),
      named: /^nEstimators must be an integer of at least 1; received 0$/,
    },
    load: RandomForestRegressor.load,
    floor: 0.2,
  },
  {
    name: 'XGBoostRegressor',
    create: () => new XGBoostRegressor({ nEstimators: 30, subsample: 0.9, colsampleByTree: 0.9 }),
    createWithoutDraws: () => new XGBoostRegressor({ nEstimators: 5 }),
    badParameter: {
      create: () => new XGBoostRegressor({ subsample: 1.5 }),
      named: /^subsample must be above 0 and at most 1; received 1.5$/,
    },
    load: XGBoostRegressor.load,
    floor: 0.2,
  },
];

const train = plantTable(400, 1);
const test = plantTable(100, 2);
const target = { target: 'y' };
const valuesOf = (table: Table, name: string): number[] => table.toRows().map(row => row[name] as number);

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'heph-baselines-'));
});
afterAll(() => rm(directory, { recursive: true }));

describe.each(estimators)('$name', ({ name, create, createWithoutDraws, badParameter, load, floor }) => {
  const fitted = (table = train, options = target) => create().fit(table, options);

  describe('before fit', () => {
    it('refuses what needs a fit', async () => {
      const notFitted = { code: 'not-fitted', message: `this ${name} is not fitted yet: call fit first` };
      await expect(create().predict(test)).rejects.toMatchObject(notFitted);
      await expect(create().save(directory)).rejects.toMatchObject(notFitted);
      expect(() => create().featureImportances).toThrow(notFitted.message);
      expect(() => create().countParams()).toThrow(notFitted.message);
    });

    it('takes any parameter, and has fit name the one that is wrong', async () => {
      const estimator = badParameter.create();
      await expect(estimator.fit(train, target)).rejects.toThrow(badParameter.named);
    });
  });

  describe('fit refuses', () => {
    const rows = plantRows(20, 3);
    const broken = (column: string, value: unknown) =>
      Table.fromRows(rows.map((row, i) => (i === 6 ? { ...row, [column]: value } : row)));
    const { y: _, ...withoutTarget } = rows[0]!;
    const cases: [string, Table, object, object][] = [
      [
        'no rows',
        train.slice(0, 0),
        target,
        { code: 'invalid-data', message: /at least 2 rows; received 0/ },
      ],
      [
        'one row',
        train.slice(0, 1),
        target,
        { code: 'invalid-data', message: /at least 2 rows; received 1/ },
      ],
      [
        'no features',
        train.select(['y']),
        target,
        { code: 'invalid-data', message: /besides the target "y"/ },
      ],
      [
        'no target',
        Table.fromRows([withoutTarget]),
        target,
        { code: 'missing-column', message: /missing \[y\]/ },
      ],
      [
        'text as target',
        train,
        { target: 'site' },
        { code: 'schema-mismatch', message: /"site" must be numeric/ },
      ],
      ['a missing target', broken('y', null), target, { code: 'invalid-data', message: /"y", row 7/ }],
      [
        'an infinite target',
        broken('y', Infinity),
        target,
        { code: 'invalid-data', message: /"y", row 7.*Infinity/ },
      ],
      [
        'an infinite feature',
        broken('wind', -Infinity),
        target,
        { code: 'invalid-data', message: /"wind", row 7.*-Infinity/ },
      ],
      [
        'an unknown feature',
        train,
        { ...target, features: ['power', 'snow'] },
        { code: 'missing-column', message: /missing \[snow\]/ },
      ],
      [
        'the target as feature',
        train,
        { ...target, features: ['y'] },
        { message: /not include the target; received "y"/ },
      ],
      ['a feature twice', train, { ...target, features: ['power', 'power'] }, { message: /"power" twice/ }],
      [
        'too few weights',
        train,
        { ...target, sampleWeight: [1, 2] },
        { code: 'invalid-data', message: /each of the 400 rows; received 2/ },
      ],
      [
        'a negative weight',
        train.slice(0, 3),
        { ...target, sampleWeight: [1, 2, -1] },
        { code: 'invalid-data', message: /sampleWeight, row 3.*-1/ },
      ],
      [
        'no weight at all',
        train.slice(0, 3),
        { ...target, sampleWeight: [0, 0, 0] },
        { code: 'invalid-data', message: /all are 0/ },
      ],
    ];

    it.each(cases)(
      '%s',
      async (_name, table, options, { code, message }: { code?: string; message?: RegExp }) => {
        const error = await create()
          .fit(table, options as typeof target)
          .catch((reason: Error) => reason);
        expect(error).toMatchObject({ message: expect.stringMatching(message!), ...(code && { code }) });
      },
    );
  });

  describe('predict', () => {
    it('beats the mean on other rows', async () => {
      const predictions = await (await fitted()).predict(test);
      const y = valuesOf(test, 'y');
      const mean = y.reduce((sum, value) => sum + value) / y.length;
      const variance = meanSquaredError(y, new Array<number>(y.length).fill(mean));
      expect(predictions).toBeInstanceOf(Float64Array);
      expect(meanSquaredError(y, predictions)).toBeLessThan(floor * variance);
    });

    it('gives each row the same, whatever comes with it', async () => {
      const model = await fitted();
      const all = await model.predict(test);
      const order = createRandom(4).permutation(test.numRows);
      const shuffled = await model.predict(test.take(order));
      expect([...shuffled]).toEqual(Array.from(order, row => all[row]));
      for (const row of [0, 17, 99])
        expect([...(await model.predict(test.slice(row, row + 1)))]).toEqual([all[row]]);
      expect(await model.predict(test)).toEqual(all);
    });

    it('finds columns by name and passes over others', async () => {
      const model = await fitted();
      const reordered = test
        .select(['site', 'noise', 'wind', 'power'])
        .withColumn('height', valuesOf(test, 'y'));
      expect(await model.predict(reordered)).toEqual(await model.predict(test));
    });

    it('takes a category that training did not have as a missing one', async () => {
      const model = await fitted();
      const constant = (value: string | null) =>
        test.withColumn(
          'site',
          Array.from({ length: test.numRows }, (_, i) => (i ? value : 'north')),
        );
      expect(await model.predict(constant('moon'))).toEqual(await model.predict(constant(null)));
    });

    it('answers an empty table with nothing', async () => {
      expect(await (await fitted()).predict(test.slice(0, 0))).toEqual(new Float64Array(0));
    });

    it.each([
      ['a missing column', test.drop(['wind']), { code: 'missing-column', message: /"wind"/ }],
      [
        'text for numbers',
        test.withColumn('wind', valuesOf(test, 'wind').map(String)),
        { code: 'schema-mismatch', message: /"wind" must be numeric/ },
      ],
      [
        'numbers for text',
        test.withColumn('site', valuesOf(test, 'power')),
        { code: 'schema-mismatch', message: /"site" must be categorical/ },
      ],
      [
        'an infinite number',
        test.withColumn(
          'wind',
          valuesOf(test, 'power').map((value, i) => (i === 4 ? Infinity : value)),
        ),
        { code: 'invalid-data', message: /"wind", row 5/ },
      ],
    ])('refuses %s', async (_name, table, { code, message }) => {
      const model = await fitted();
      await expect(model.predict(table)).rejects.toMatchObject({
        code,
        message: expect.stringMatching(message),
      });
    });
  });

  it('learns the same from every kind of array, and leaves it as it is', async () => {
    const numbers = ['power', 'noise', 'y'];
    const columns = numbers.map(column => [column, valuesOf(train, column)] as const);
    const tableOf = (make: (values: number[]) => ArrayLike<number>) =>
      Table.fromColumns(Object.fromEntries(columns.map(([column, values]) => [column, make(values)])));
    const single = Float32Array.from(columns[0]![1]);
    const plain = await (await fitted(tableOf(values => Object.freeze(values) as number[]))).predict(test);
    const floats = await fitted(
      tableOf(values => (values === columns[0]![1] ? single : Float32Array.from(values))),
    );
    const doubles = await fitted(tableOf(values => Float64Array.from(values)));
    expect(await floats.predict(test)).toEqual(plain);
    expect(await doubles.predict(test)).toEqual(plain);
    expect([...single]).toEqual(columns[0]![1]);
  });

  it('is the same after every fit with one seed', async () => {
    const model = await fitted();
    const first = await model.predict(test);
    await model.fit(train, target);
    expect(await model.predict(test)).toEqual(first);
    expect(await (await fitted()).predict(test)).toEqual(first);
  });

  it('counts a row of weight k as k rows, and one of weight 0 as none', async () => {
    const sampleWeight = Array.from({ length: train.numRows }, (_, row) => row % 4);
    const repeated = train.take(sampleWeight.flatMap((weight, row) => new Array<number>(weight).fill(row)));
    const weighted = await createWithoutDraws().fit(train, { ...target, sampleWeight });
    const expected = await (await createWithoutDraws().fit(repeated, target)).predict(test);
    const predictions = await weighted.predict(test);
    expect(Math.max(...predictions.map((value, i) => Math.abs(value - expected[i]!)))).toBeLessThan(1e-5);
    const plain = await (await createWithoutDraws().fit(train, target)).predict(test);
    expect(predictions).not.toEqual(plain);
  });

  it('learns from columns that tell nothing', async () => {
    const table = train
      .withColumn('empty', new Array<null>(train.numRows).fill(null))
      .withColumn('constant', new Array<number>(train.numRows).fill(0.1));
    const model = await fitted(table);
    const predictions = await model.predict(table);
    expect(predictions.every(Number.isFinite)).toBe(true);
    const idle = model.featureImportances.filter(({ feature }) => ['empty', 'constant'].includes(feature));
    expect(idle.map(({ importance }) => importance)).toEqual([0, 0]);
  });

  it('predicts a constant target', async () => {
    const model = await fitted(train.withColumn('y', new Array<number>(train.numRows).fill(7.5)));
    expect([...(await model.predict(test))]).toEqual(new Array<number>(test.numRows).fill(7.5));
    expect(model.featureImportances.every(({ importance }) => Number.isFinite(importance))).toBe(true);
  });

  it('ranks features by importances that sum to 1', async () => {
    const importances = (await fitted()).featureImportances;
    expect(importances.map(({ feature }) => feature).sort()).toEqual(['noise', 'power', 'site', 'wind']);
    expect(importances[0]!.feature).toBe('power');
    const shares = importances.map(({ importance }) => importance);
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
    expect(shares.reduce((sum, share) => sum + share)).toBeCloseTo(1, 12);
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
  });

  it('learns from the features it is told to, and no other', async () => {
    const model = await create().fit(train, { ...target, features: ['wind', 'noise'] });
    expect(model.featureImportances.map(({ feature }) => feature).sort()).toEqual(['noise', 'wind']);
    await model.predict(test.select(['noise', 'wind']));
  });

  it('reports progress up to the end', async () => {
    const reports: [number, number][] = [];
    await create().fit(train, { ...target, onProgress: (done, total) => reports.push([done, total]) });
    const [done, total] = reports.at(-1)!;
    expect(done).toBe(total);
    expect(reports.map(([steps]) => steps)).toEqual(Array.from(reports, (_, i) => i + 1));
  });

  it('stops at a signal and stays as it was', async () => {
    const model = await fitted();
    const before = await model.predict(test);
    const signal = AbortSignal.abort('enough');
    const other = plantTable(50, 9);
    await expect(model.fit(other, { ...target, signal })).rejects.toMatchObject({
      code: 'aborted',
      cause: 'enough',
    });
    expect(await model.predict(test)).toEqual(before);
  });

  describe('files', () => {
    it('bring the model back', async () => {
      const model = await fitted();
      const folder = join(directory, name);
      await model.save(folder);
      const loaded = await load(folder);
      expect(await loaded.predict(test)).toEqual(await model.predict(test));
      expect(loaded.featureImportances).toEqual(model.featureImportances);
      expect(loaded.countParams()).toBe(model.countParams());
    });

    it('of another kind are refused', async () => {
      const other =
        name === 'LinearRegression' ? new XGBoostRegressor({ nEstimators: 1 }) : new LinearRegression();
      const folder = join(directory, `not-${name}`);
      await (await other.fit(train, target)).save(folder);
      await expect(load(folder)).rejects.toMatchObject({
        code: 'invalid-file',
        message: expect.stringContaining(
          `kind ${name}; found heph-baseline of kind ${other.constructor.name}`,
        ),
      });
    });
  });
});
