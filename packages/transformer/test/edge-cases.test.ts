import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, Table, type ColumnInput } from '@heph/data';
import { useBackend } from '@heph/testing';
import {
  MaskedTabularModeling,
  SingleRowConfig,
  TabularClassifier,
  TabularRegressor,
  type EngineName,
  type NumericScaling,
  type RegressorFitOptions,
} from '@heph/transformer';
import { beforeAll, describe, expect, it } from '@jest/globals';

const numRows = 40;
const random = createRandom(1);
const normals = Array.from({ length: numRows }, () => random.normal());
const words = normals.map((_, i) => 'abc'[i % 3]!);
const column = (value: (row: number) => number | null) => Array.from({ length: numRows }, (_, i) => value(i));
const plain: Record<string, ColumnInput> = { x: normals, word: words, y: normals.map(value => 2 * value) };
const sizes = { dModel: 8, nHeads: 2, numLayers: 1, dropout: 0, seed: 1 };
const quick: RegressorFitOptions = { epochs: 2, batchSize: 10, learningRate: 5e-3, engine: 'eager' };

/** Every model trained on a table, each with finite losses and predictions. */
async function expectTrained(
  table: Table,
  options: RegressorFitOptions = {},
  more: object = {},
): Promise<void> {
  const modelConfig = SingleRowConfig.generate(table, { target: 'y' });
  const regressor = new TabularRegressor({ modelConfig, ...sizes, ...more });
  const { history } = await regressor.fit(table, { ...quick, validation: table, ...options });
  expectFinite(Object.values(history).flat());
  expectFinite(await regressor.predict(table));
  expectFinite(Object.values(await regressor.evaluate(table)));
  regressor.dispose();

  const classes = table.withColumn('y', words.slice(0, table.numRows));
  const classifier = new TabularClassifier({ modelConfig, ...sizes, ...more });
  const fitted = await classifier.fit(classes, { ...quick, validation: classes, ...options });
  expectFinite(Object.values(fitted.history).flat());
  expectFinite((await classifier.predictProba(table)).flatMap(row => Array.from(row)));
  classifier.dispose();

  const masked = new MaskedTabularModeling({ modelConfig, ...sizes, ...more });
  expectFinite(
    Object.values((await masked.fit(table, { ...quick, validation: table, ...options })).history).flat(),
  );
  masked.dispose();
}

function expectFinite(values: ArrayLike<number>): void {
  expect(values.length).toBeGreaterThan(0);
  expect(Array.from(values).filter(value => !Number.isFinite(value))).toEqual([]);
}

const powers = [1e-12, 1e-6, 1, 1e6, 1e12];
const cases: [string, Record<string, ColumnInput>][] = [
  ['a target that never changes', { ...plain, y: column(() => 3.3) }],
  ['a column without a value', { ...plain, empty: column(() => null) }],
  ['no value in any column', { x: column(() => null), y: normals }],
  ['a column that never changes', { ...plain, same: column(() => 0.1) }],
  ['a category seen once', { ...plain, word: words.map((word, i) => (i === 5 ? 'once' : word)) }],
  ['a category in every row', { ...plain, word: words.map((_, i) => `id ${i}`) }],
  ['one column', { x: normals, y: normals }],
  ...powers.map((power): [string, Record<string, ColumnInput>] => [
    `inputs and targets of the size of ${power}`,
    { ...plain, x: normals.map(value => value * power), y: normals.map(value => power * (3 + value)) },
  ]),
  ['inputs of sizes from 1e-12 to 1e12', { ...plain, wild: column(i => powers[i % 5]! * normals[i]!) }],
  ['targets of sizes from 1e-12 to 1e12', { ...plain, y: column(i => powers[i % 5]! * normals[i]!) }],
  ['outliers a million deviations out', { ...plain, x: column(i => (i % 10 ? normals[i]! : 1e6)) }],
  ['numbers at the end of their range', { ...plain, x: column(i => (i % 2 ? 1e300 : -1e300)) }],
];

describe('trains without a NaN on', () => {
  // The WebAssembly backend's relu turns a NaN into a 0, which would hide it.
  beforeAll(() => useBackend('cpu'));

  it.each(cases)('%s', (_what, columns) => expectTrained(Table.fromColumns(columns)));

  it('fewer rows than a batch has', () => expectTrained(Table.fromColumns(plain), { batchSize: 1000 }));

  it('two rows', () => expectTrained(Table.fromColumns(plain).slice(0, 2)));
});

describe('trains on', () => {
  beforeAll(() => useBackend('wasm'));

  it.each(['eager', 'compiled'] as EngineName[])('10,000 categories: %s', async engine => {
    const ids = column(i => i);
    const table = Table.fromColumns({ id: ids, y: normals });
    const config = SingleRowConfig.generate(table, { target: 'y', categorical: ['id'] });
    const categories = { id: Array.from({ length: 10_000 }, (_, i) => String(i)) };
    const modelConfig = SingleRowConfig.fromJSON({ ...config.toJSON(), categories });
    for (const model of [
      new TabularRegressor({ modelConfig, ...sizes }),
      new MaskedTabularModeling({ modelConfig, ...sizes }),
    ]) {
      const { history, engine: used } = await model.fit(table, { ...quick, engine, epochs: 1 });
      expect(used.name).toBe(engine);
      expectFinite(history.loss!);
      model.dispose();
    }
  });

  it('500 columns', async () => {
    const many = Array.from({ length: 500 }, (_, j) => [
      `x${j}`,
      column(i => normals[(i * 7 + j) % numRows]!),
    ]);
    const table = Table.fromColumns({ ...Object.fromEntries(many), y: normals });
    const modelConfig = SingleRowConfig.generate(table, { target: 'y' });
    const model = new TabularRegressor({ modelConfig, ...sizes, nHeads: 1 });
    expectFinite((await model.fit(table, { ...quick, epochs: 1 })).history.loss!);
    expectFinite(await model.predict(table));
    model.dispose();
  });
});

describe('numericScaling', () => {
  beforeAll(() => useBackend('wasm'));

  /** x decides y, but every fiftieth x is a million deviations out. */
  function spoilt(seed: number): Table {
    const random = createRandom(seed);
    const x = Array.from({ length: 400 }, () => random.normal());
    return Table.fromColumns({ x: x.map((value, i) => (i % 50 === 25 ? 1e6 : value)), y: x });
  }
  const [train, test] = [spoilt(1), spoilt(2)];
  const modelConfig = SingleRowConfig.generate(train, { target: 'y' });
  const fit = async (numericScaling: NumericScaling) => {
    const model = new TabularRegressor({ modelConfig, ...sizes, numericScaling });
    await model.fit(train, { ...quick, epochs: 15, batchSize: 25, engine: 'compiled' });
    return model;
  };

  it.each(['robust', 'quantile'] as const)(
    '%s keeps a column readable, also after save and load',
    async kind => {
      const model = await fit(kind);
      const { r2 } = await model.evaluate(test);
      expect(r2).toBeGreaterThan(0.8);
      const folder = await mkdtemp(join(tmpdir(), 'heph-'));
      await model.save(folder);
      const loaded = await TabularRegressor.load(folder);
      expect(await loaded.predict(test)).toEqual(await model.predict(test));
      expect(loaded.options).toEqual(model.options);
      await rm(folder, { recursive: true });
      model.dispose();
      loaded.dispose();
    },
  );

  it('standard trains, but learns little from such a column', async () => {
    const model = await fit('standard');
    const { r2 } = await model.evaluate(test);
    expect(r2).toBeLessThan(0.5);
    expectFinite([r2]);
    model.dispose();
  });

  it('has to be one of the three', async () => {
    const model = new TabularRegressor({ modelConfig, ...sizes, numericScaling: 'none' as NumericScaling });
    await expect(model.fit(train, quick)).rejects.toThrow(
      /numericScaling must be one of 'standard', 'robust', 'quantile'; received none/,
    );
  });
});

describe('predicts finite numbers for', () => {
  beforeAll(() => useBackend('cpu'));

  it.each(['standard', 'robust', 'quantile'] as const)(
    'values out of all proportion: %s',
    async numericScaling => {
      const train = Table.fromColumns(plain);
      const modelConfig = SingleRowConfig.generate(train, { target: 'y' });
      const model = new TabularRegressor({ modelConfig, ...sizes, numericScaling });
      await model.fit(train, quick);
      expectFinite(
        await model.predict(
          train.withColumn(
            'x',
            column(i => (i % 2 ? 1e308 : -1e308)),
          ),
        ),
      );
      model.dispose();
    },
  );
});

describe('refuses, with the reason,', () => {
  const table = Table.fromColumns(plain);
  const modelConfig = SingleRowConfig.generate(table, { target: 'y' });
  it.each<[string, Table, RegressorFitOptions, string, RegExp]>([
    ['one row', table.slice(0, 1), {}, 'invalid-data', /expected at least 2 rows; received 1/],
    [
      'a missing target',
      table.withColumn(
        'y',
        column(i => (i === 3 ? NaN : 1)),
      ),
      {},
      'invalid-data',
      /"y", row 4: .* missing/,
    ],
    [
      'validation rows without a column',
      table,
      { validation: table.drop(['word']) },
      'missing-column',
      /^validation: no column "word"/,
    ],
    [
      'validation rows without the target',
      table,
      { validation: table.drop(['y']) },
      'missing-column',
      /^validation: no column "y"/,
    ],
    [
      'no validation rows',
      table,
      { validation: table.slice(0, 0) },
      'invalid-data',
      /^validation: expected at least 1 rows/,
    ],
    [
      'a validation row without a target',
      table,
      {
        validation: table.withColumn(
          'y',
          column(i => (i === 3 ? null : 1)),
        ),
      },
      'invalid-data',
      /^validation: column "y", row 4/,
    ],
  ])('%s', async (_what, train, options, code, message) => {
    const model = new TabularRegressor({ modelConfig, ...sizes });
    const fitting = model.fit(train, { ...quick, ...options });
    await expect(fitting).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('validation rows for pre-training that lack a column', async () => {
    const model = new MaskedTabularModeling({ modelConfig, ...sizes });
    const fitting = model.fit(table, { ...quick, validation: table.drop(['x']) });
    await expect(fitting).rejects.toThrow(/^validation: no column "x"/);
  });

  it('a table of nothing but the target', () => {
    expect(() => SingleRowConfig.generate(table.select(['y']), { target: 'y' })).toThrow(
      /at least one column besides the target/,
    );
  });
});
