import { describe, expect, it } from '@jest/globals';
import * as arrow from 'apache-arrow';
import type { NumericColumn } from './column';
import { Table } from './table';

const one = (vector: arrow.Vector): Table => Table.fromArrow(new arrow.Table({ x: vector }));
const cells = (vector: arrow.Vector): unknown[] =>
  one(vector)
    .toRows()
    .map(row => row['x']);

describe('Table.fromArrow', () => {
  it.each([Float64Array.of(1, 2, 3), Float32Array.of(1, 2, 3)])('uses float columns in place', values => {
    const column = one(arrow.makeVector(values)).column('x') as NumericColumn;
    expect(column.values.buffer).toBe(values.buffer);
    expect(column.values).toEqual(values);
  });

  it('sees only the rows of a slice', () => {
    const table = new arrow.Table({ x: arrow.makeVector(Float64Array.of(1, 2, 3, 4)) }).slice(1, 3);
    expect(Table.fromArrow(table).column('x')).toMatchObject({ values: Float64Array.of(2, 3) });
  });

  it('joins chunks', () => {
    const chunk = (value: number) => new arrow.Table({ x: arrow.makeVector(Float64Array.of(value)) });
    expect(Table.fromArrow(chunk(1).concat(chunk(2))).column('x')).toMatchObject({
      values: Float64Array.of(1, 2),
    });
  });

  it('needs no more of Arrow than names, chunks and values, and sees no padding', () => {
    const padded = { length: 1, values: Float64Array.of(1, -1, -1) };
    const tableOf = (...data: { length: number; values: Float64Array }[]) => ({
      numRows: data.length,
      schema: { fields: [{ name: 'x' }] },
      getChild: () => ({
        length: data.length,
        nullCount: 0,
        data,
        get: (row: number) => data[row]!.values[0],
      }),
    });
    expect(Table.fromArrow(tableOf(padded)).column('x')).toMatchObject({ values: Float64Array.of(1) });
    const next = { length: 1, values: Float64Array.of(2) };
    expect(Table.fromArrow(tableOf(padded, next)).column('x')).toMatchObject({
      values: Float64Array.of(1, 2),
    });
  });

  it('takes nulls for missing', () => {
    expect(cells(arrow.vectorFromArray([1.5, null, 3], new arrow.Float64()))).toEqual([1.5, null, 3]);
    expect(cells(arrow.vectorFromArray([null, 'a'], new arrow.Utf8()))).toEqual([null, 'a']);
    expect(cells(arrow.vectorFromArray([null, null], new arrow.Null()))).toEqual([null, null]);
  });

  it.each<[string, arrow.Vector, unknown[], string]>([
    ['int8', arrow.makeVector(Int8Array.of(-1, 2)), [-1, 2], 'numeric'],
    ['uint32', arrow.makeVector(Uint32Array.of(1, 2 ** 32 - 1)), [1, 2 ** 32 - 1], 'numeric'],
    ['int64', arrow.makeVector(BigInt64Array.of(-1n, 2n ** 40n)), [-1, 2 ** 40], 'numeric'],
    ['float16', arrow.vectorFromArray([0.5, -2], new arrow.Float16()), [0.5, -2], 'numeric'],
    [
      'bool',
      arrow.vectorFromArray([true, null, false], new arrow.Bool()),
      ['true', null, 'false'],
      'categorical',
    ],
    ['utf8', arrow.vectorFromArray(['a', 'b', 'a'], new arrow.Utf8()), ['a', 'b', 'a'], 'categorical'],
    [
      'timestamp[ms]',
      arrow.vectorFromArray([new Date(1000), null], new arrow.TimestampMillisecond()),
      [1000, null],
      'numeric',
    ],
    [
      'timestamp[ns]',
      arrow.vectorFromArray([new Date(1000), null], new arrow.TimestampNanosecond()),
      [1000, null],
      'numeric',
    ],
    ['date32', arrow.vectorFromArray([new Date(86_400_000)], new arrow.DateDay()), [86_400_000], 'numeric'],
  ])('converts %s', (_, vector, expected, kind) => {
    expect(one(vector).column('x').kind).toBe(kind);
    expect(cells(vector)).toEqual(expected);
  });

  it('converts dictionaries, also over chunks with dictionaries of their own', () => {
    const dictionary = (values: (string | null)[]) =>
      new arrow.Table({
        x: arrow.vectorFromArray(values, new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32())),
      });
    const table = Table.fromArrow(dictionary(['b', 'a', null, 'b']).concat(dictionary(['c', 'b'])));
    expect(table.toRows().map(row => row['x'])).toEqual(['b', 'a', null, 'b', 'c', 'b']);
    expect(table.column('x')).toMatchObject({ categories: ['b', 'a', 'c'] });
  });

  it('reads what came over the wire', () => {
    const sent = new arrow.Table({
      x: arrow.makeVector(Float64Array.of(1, 2, 3)),
      site: arrow.vectorFromArray(['n', 's', 'n']),
    });
    const table = Table.fromArrow(arrow.tableFromIPC(arrow.tableToIPC(sent, 'stream')));
    expect(table.toRows()).toEqual([
      { x: 1, site: 'n' },
      { x: 2, site: 's' },
      { x: 3, site: 'n' },
    ]);
  });

  it('names a column whose type it cannot use', () => {
    const list = arrow.vectorFromArray([[1, 2]], new arrow.List(new arrow.Field('item', new arrow.Int32())));
    expect(() => one(list)).toThrow(/column "x" of Arrow type List<Int32> is neither numbers nor text/);
    const decimal = arrow.vectorFromArray([Uint32Array.of(1, 0, 0, 0)], new arrow.Decimal(2, 10));
    expect(() => one(decimal)).toThrow(/column "x" of Arrow type Decimal/);
  });
});
