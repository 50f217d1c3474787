import { onWarning, parseCsv, Table, unseenCategories, type ArrowLike, type ColumnSchema } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import {
  LinearRegression,
  LogisticRegression,
  RandomForestClassifier,
  RandomForestRegressor,
  XGBoostClassifier,
  XGBoostRegressor,
} from '../src/index';

const rows = Array.from({ length: 60 }, (_, i) => ({
  code: String(1 + (i % 3)),
  flag: i % 2 === 0,
  town: ['Ulm', 'Bonn', 'Jena', 'Kiel'][i % 4]!,
  size: i,
  price: i + 10 * (i % 3),
  dear: i % 3 === 2 ? '1' : '0',
}));
const train = Table.fromRows(rows);

interface Model {
  readonly schema: readonly ColumnSchema[];
  fit(table: Table, options: { target: string; features: string[] }): Promise<Model>;
  predict(table: Table): Promise<ArrayLike<number> | string[]>;
}
const models: [string, () => Model, 'price' | 'dear'][] = [
  ['LinearRegression', () => new LinearRegression(), 'price'],
  ['RandomForestRegressor', () => new RandomForestRegressor({ nEstimators: 5 }), 'price'],
  ['XGBoostRegressor', () => new XGBoostRegressor({ nEstimators: 5 }), 'price'],
  ['LogisticRegression', () => new LogisticRegression(), 'dear'],
  ['RandomForestClassifier', () => new RandomForestClassifier({ nEstimators: 5 }), 'dear'],
  ['XGBoostClassifier', () => new XGBoostClassifier({ nEstimators: 5 }), 'dear'],
];
const features = ['code', 'flag', 'town', 'size'];

/** What an Arrow table of such columns is to whoever reads it. */
function nullsOfUtf8(names: readonly string[], numRows: number): ArrowLike {
  return {
    numRows,
    schema: { fields: names.map(name => ({ name, type: { typeId: 5 } })) },
    getChild: () => ({ length: numRows, get: () => null }),
  };
}

describe.each(models)('%s', (_, make, target) => {
  const fitted = () => make().fit(train, { target, features });

  it('knows its columns, and not before it is fitted', async () => {
    expect(() => make().schema).toThrow(expect.objectContaining({ code: 'not-fitted' }));
    expect((await fitted()).schema).toEqual([
      { name: 'code', kind: 'categorical', categories: ['1', '2', '3'] },
      { name: 'flag', kind: 'categorical', categories: ['true', 'false'] },
      { name: 'town', kind: 'categorical', categories: ['Ulm', 'Bonn', 'Jena', 'Kiel'] },
      { name: 'size', kind: 'numeric' },
      target === 'price'
        ? { name: 'price', kind: 'numeric' }
        : { name: 'dear', kind: 'categorical', categories: ['0', '1'] },
    ]);
  });

  it('predicts the same from the next file as pandas spells it', async () => {
    const model = await fitted();
    const text = `code,flag,town,size\n${rows
      .map(({ code, flag, town, size }) => `${code}.0,${flag ? 'True' : 'False'},${town},${size}.0\n`)
      .join('')}`;
    const expected = await model.predict(train);
    expect(await model.predict(parseCsv(text, { like: model }))).toEqual(expected);
    // Also where the kinds of columns come out right by themselves.
    const respelled = train
      .withColumn(
        'code',
        rows.map(({ code }) => `${code}.0`),
      )
      .withColumn(
        'flag',
        rows.map(({ flag }) => (flag ? 'TRUE' : 'False')),
      );
    expect(await model.predict(respelled)).toEqual(expected);
  });

  it('takes a column without any value for either kind, and no rows at all', async () => {
    const model = await fitted();
    const text = 'code,flag,town,size\n,,,\n,,,\n';
    const expected = await model.predict(
      Table.fromColumns({
        code: train.column('code'),
        flag: train.column('flag'),
        town: train.column('town'),
        size: train.column('size'),
      })
        .slice(0, 0)
        .concat(parseCsv(text)),
    );
    expect(expected).toHaveLength(2);
    for (const table of [
      parseCsv(text),
      parseCsv(text, { like: model }),
      Table.fromRows([{ code: null, flag: null, town: null, size: null }, {}]),
      Table.fromArrow(nullsOfUtf8(features, 2)),
    ])
      expect(await model.predict(table)).toEqual(expected);
    expect(await model.predict(parseCsv('code,flag,town,size\n'))).toHaveLength(0);
  });

  it('tells of categories that training never had', async () => {
    const model = await fitted();
    const next = Table.fromColumns({
      code: ['1.0', '9', '9'],
      flag: ['True', 'maybe', null],
      town: ['Ulm', 'Köln', 'Bonn'],
      size: [1, 2, 3],
    });
    const heard: string[] = [];
    const stop = onWarning(({ message }) => heard.push(message));
    await model.predict(next);
    stop();
    expect(heard).toEqual([
      'column "code": 2 rows have categories that training never had ("9")',
      'column "flag": 1 row has a category that training never had ("maybe")',
      'column "town": 1 row has a category that training never had ("Köln")',
    ]);
    expect(unseenCategories(next, model).map(({ column, rows: count }) => [column, count])).toEqual([
      ['code', 2],
      ['flag', 1],
      ['town', 1],
    ]);
  });

  it('refuses numbers for categories, and says how they are read', async () => {
    const model = await fitted();
    await expect(
      model.predict(
        train.withColumn(
          'town',
          Float64Array.from(rows, ({ size }) => size),
        ),
      ),
    ).rejects.toThrow(
      'column "town" must be categorical, as it was in training; it is numeric: read the table with { like: model }',
    );
  });

  it.each([undefined, null, [{ size: 1 }], { size: [1] }])('refuses %j for a table', async wrong => {
    const model = await fitted();
    await expect(model.predict(wrong as never)).rejects.toThrow(/table must be a Table; received/);
    await expect(make().fit(wrong as never, { target, features })).rejects.toThrow(
      /table must be a Table; received/,
    );
  });
});
