import { describe, expect, it } from '@jest/globals';
import * as arrow from 'apache-arrow';
import { requireNumericColumn } from './checks';
import { concatColumns } from './concat-columns';
import { Table } from './table';

const big = [1234567890123456789n, 1234567890123456788n];

describe('whole numbers beyond 2⁵³', () => {
  it('stay text from rows, columns and typed arrays, unless asked for', () => {
    const texts = big.map(String);
    const tables = [
      Table.fromRows(big.map(id => ({ id }))),
      Table.fromRows([{ id: 5 }, { id: null }, ...big.map(id => ({ id }))]).slice(2),
      Table.fromColumns({ id: big as never }),
      Table.fromColumns({ id: BigInt64Array.from(big) as never }),
      Table.fromArrow(new arrow.Table({ id: arrow.makeVector(BigInt64Array.from(big)) })),
      Table.fromArrow(new arrow.Table({ id: arrow.makeVector(BigUint64Array.from(big)) })),
    ];
    for (const table of tables) expect(table.toRows().map(({ id }) => id)).toEqual(texts);
  });

  it('are numbers where asked for, or among fractions', () => {
    const columns = { id: 'numeric' as const };
    const rows = big.map(id => ({ id }));
    const vector = arrow.makeVector(BigInt64Array.from(big));
    for (const table of [
      Table.fromRows(rows, { columns }),
      Table.fromRows(rows, { like: Table.fromColumns({ id: [1] }) }),
      Table.fromColumns({ id: big as never }, { columns }),
      Table.fromArrow(new arrow.Table({ id: vector }), { columns }),
      Table.fromRows([...rows, { id: 0.5 }]).slice(0, 2),
    ])
      expect(table.toRows().map(({ id }) => id)).toEqual(big.map(Number));
  });

  it('and small ones are numbers', () => {
    expect(Table.fromColumns({ id: [5n, 2n ** 53n - 1n] as never }).column('id').kind).toBe('numeric');
  });

  it('the error where they shall be numbers says how they become that', () => {
    const table = Table.fromRows(big.map(y => ({ y })));
    expect(() => requireNumericColumn(table, 'y')).toThrow(
      `column "y" must be numeric; it is categorical: digits that a number might not tell apart stay text, unless read with { columns: { "y": 'numeric' } }`,
    );
  });
});

describe('a column without any value', () => {
  const numeric = Table.fromColumns({ x: [null, null] });
  const text = Table.fromArrow(new arrow.Table({ x: arrow.vectorFromArray([null, null], new arrow.Utf8()) }));

  it.each<[string, arrow.Vector, string]>([
    ['utf8', arrow.vectorFromArray([null], new arrow.Utf8()), 'categorical'],
    ['large utf8', arrow.vectorFromArray([null], new arrow.LargeUtf8()), 'categorical'],
    ['bool', arrow.vectorFromArray([null], new arrow.Bool()), 'categorical'],
    [
      'a dictionary of utf8',
      arrow.vectorFromArray([null], new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32())),
      'categorical',
    ],
    ['utf8 without rows', arrow.vectorFromArray([], new arrow.Utf8()), 'categorical'],
    ['float64', arrow.vectorFromArray([null], new arrow.Float64()), 'numeric'],
    ['int64', arrow.vectorFromArray([null], new arrow.Int64()), 'numeric'],
    ['timestamp', arrow.vectorFromArray([null], new arrow.TimestampMillisecond()), 'numeric'],
    ['null', arrow.vectorFromArray([null], new arrow.Null()), 'numeric'],
  ])('has the kind that Arrow says: %s', (_, vector, kind) => {
    expect(Table.fromArrow(new arrow.Table({ x: vector })).column('x').kind).toBe(kind);
  });

  it('is believed where Arrow is described by words alone', () => {
    const tableOf = (type: unknown) => ({
      numRows: 1,
      schema: { fields: [{ name: 'x', type }] },
      getChild: () => ({ length: 1, get: () => null }),
    });
    expect(Table.fromArrow(tableOf({ toString: () => 'LargeUtf8' })).column('x').kind).toBe('categorical');
    expect(Table.fromArrow(tableOf(undefined)).column('x').kind).toBe('numeric');
  });

  it('is numeric where a number is needed', () => {
    expect(requireNumericColumn(text, 'x').values).toEqual(Float64Array.of(NaN, NaN));
    expect(requireNumericColumn(text.slice(0, 0), 'x').values).toHaveLength(0);
  });

  it('joins columns of either kind', () => {
    const texts = Table.fromColumns({ x: ['a', 'b'] });
    const numbers = Table.fromColumns({ x: [1, 2] });
    const joined = (a: Table, b: Table) => {
      const column = concatColumns(a.column('x'), b.column('x'));
      return Array.from({ length: column.length }, (_, row) => column.get(row));
    };
    expect(joined(numeric, texts)).toEqual([null, null, 'a', 'b']);
    expect(joined(texts, numeric)).toEqual(['a', 'b', null, null]);
    expect(joined(text, numbers)).toEqual([null, null, 1, 2]);
    expect(joined(numbers, text)).toEqual([1, 2, null, null]);
    expect(() => joined(numbers, texts)).toThrow(/numeric in the first table and categorical in the second/);
  });
});

describe('rows read like training', () => {
  const training = Table.fromColumns({ town: ['Ulm', 'Bonn'], year: ['2011', '2012'], on: [true, false] });

  it('have its kinds and its spelling', () => {
    const next = Table.fromRows(
      [
        { town: null, year: 2011, on: 'True' },
        { town: null, year: 2013, on: false },
      ],
      { like: training },
    );
    expect(next.schema).toEqual([
      { name: 'town', kind: 'categorical', categories: [] },
      { name: 'year', kind: 'categorical', categories: ['2011', '2013'] },
      { name: 'on', kind: 'categorical', categories: ['true', 'false'] },
    ]);
  });

  it('and an Arrow table too', () => {
    const table = new arrow.Table({ year: arrow.makeVector(Float64Array.of(2012, 2011)) });
    expect(Table.fromArrow(table, { like: training }).toRows()).toEqual([{ year: '2012' }, { year: '2011' }]);
  });

  it('an option that does not exist is named', () => {
    expect(() => Table.fromRows([{ x: 1 }], { column: {} } as object)).toThrow(
      'Table.fromRows has no option "column": did you mean "columns"?',
    );
    expect(() => Table.fromRows([{ x: 1 }], { columns: { y: 'numeric' } })).toThrow('no column "y"');
  });
});
