import { onWarning, parseCsv, Table, unseenCategories, type ArrowLike } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { SingleRowConfig, TabularClassifier, TabularRegressor } from '../src/index';

const rows = Array.from({ length: 40 }, (_, i) => ({
  code: String(1 + (i % 3)),
  flag: i % 2 === 0,
  town: ['Ulm', 'Bonn', 'Jena', 'Kiel'][i % 4]!,
  size: i,
  price: i + 10 * (i % 3),
  dear: i % 3 === 2 ? '1' : '0',
}));
const train = Table.fromRows(rows);
const sizes = { dModel: 4, nHeads: 1, numLayers: 1 };
const fitOptions = { epochs: 1, engine: 'eager' as const };

async function fitted(target: 'price' | 'dear') {
  const table = train.drop([target === 'price' ? 'dear' : 'price']);
  const modelConfig = SingleRowConfig.generate(table, { target });
  const model =
    target === 'price'
      ? new TabularRegressor({ modelConfig, ...sizes })
      : new TabularClassifier({ modelConfig, ...sizes });
  const known = model.schema;
  await model.fit(table, fitOptions);
  return { model, known };
}

/** What an Arrow table of such columns is to whoever reads it. */
function nullsOfUtf8(names: readonly string[], numRows: number): ArrowLike {
  return {
    numRows,
    schema: { fields: names.map(name => ({ name, type: { typeId: 5 } })) },
    getChild: () => ({ length: numRows, get: () => null }),
  };
}

describe.each(['price', 'dear'] as const)('a network that predicts %s', target => {
  it('meets the next table by the rules of all models', async () => {
    const { model, known } = await fitted(target);
    const ofFeatures = [
      { name: 'size', kind: 'numeric' },
      { name: 'code', kind: 'categorical', categories: ['1', '2', '3'] },
      { name: 'flag', kind: 'categorical', categories: ['false', 'true'] },
      { name: 'town', kind: 'categorical', categories: ['Bonn', 'Jena', 'Kiel', 'Ulm'] },
    ];
    expect(known.slice(0, 4)).toEqual(ofFeatures);
    expect(model.schema).toEqual([
      ...ofFeatures,
      target === 'price'
        ? { name: 'price', kind: 'numeric' }
        : { name: 'dear', kind: 'categorical', categories: ['0', '1'] },
    ]);

    // As pandas spells the next file.
    const text = `code,flag,town,size\n${rows
      .map(({ code, flag, town, size }) => `${code}.0,${flag ? 'True' : 'False'},${town},${size}.0\n`)
      .join('')}`;
    const expected = await model.predict(train);
    expect(await model.predict(parseCsv(text, { like: model }))).toEqual(expected);
    expect(await model.predict(parseCsv(text, { like: model.modelConfig }))).toEqual(expected);
    expect(await model.predict(parseCsv(text))).toEqual(expected);

    // No value, or no row.
    const empty = 'code,flag,town,size\n,,,\n';
    const ofNothing = await model.predict(parseCsv(empty, { like: model }));
    expect(ofNothing).toHaveLength(1);
    expect(await model.predict(parseCsv(empty))).toEqual(ofNothing);
    const typed = nullsOfUtf8(['code', 'flag', 'town', 'size'], 1);
    expect(await model.predict(Table.fromArrow(typed))).toEqual(ofNothing);

    // What training never had.
    const next = Table.fromRows(
      [
        { code: '1.0', flag: 'True', town: 'Köln', size: 1 },
        { code: 9, flag: null, town: 'Ulm', size: 2 },
      ],
      { columns: { code: 'categorical' } },
    );
    const heard: string[] = [];
    const stop = onWarning(({ column, rows: count }) => heard.push(`${column} ${count}`));
    await model.predict(next);
    stop();
    expect(heard).toEqual(['code 1', 'town 1']);
    expect(unseenCategories(next, model).map(({ column }) => column)).toEqual(['code', 'town']);

    await expect(model.predict([{ size: 1 }] as never)).rejects.toThrow(
      'table must be a Table; received an array: Table.fromRows takes one object a row',
    );
    model.dispose();
  });
});

it('a category of the configuration that no training row had is one that training never had', async () => {
  const modelConfig = SingleRowConfig.generate(train.drop(['dear']), { target: 'price' });
  const model = new TabularRegressor({ modelConfig, ...sizes });
  await model.fit(train.take([0, 1, 2, 4, 5, 6]), fitOptions);
  expect(unseenCategories(train, modelConfig)).toEqual([]);
  expect(unseenCategories(train, model)).toEqual([
    { column: 'town', rows: 10, values: [{ value: 'Kiel', rows: 10 }] },
  ]);
  model.dispose();
});
