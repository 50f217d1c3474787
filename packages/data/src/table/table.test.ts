import { describe, expect, it } from '@jest/globals';
import { HephError } from '../errors';
import type { NumericColumn } from './column';
import { Table } from './table';

const table = Table.fromColumns({
  power: [1.5, null, 3],
  site: ['north', 'south', null],
  on: [true, null, false],
});

describe('Table.fromColumns', () => {
  it('keeps numbers in typed arrays and text in a dictionary', () => {
    const power = table.column('power');
    expect(power).toMatchObject({
      kind: 'numeric',
      name: 'power',
      length: 3,
      values: Float64Array.of(1.5, NaN, 3),
    });
    expect([power.get(0), power.get(1)]).toEqual([1.5, null]);
    const site = table.column('site');
    expect(site).toMatchObject({
      kind: 'categorical',
      codes: Int32Array.of(0, 1, -1),
      categories: ['north', 'south'],
    });
    expect([site.get(1), site.get(2)]).toEqual(['south', null]);
  });

  it('reads booleans as the categories that CSV text would give', () => {
    expect(table.column('on')).toMatchObject({ kind: 'categorical', categories: ['true', 'false'] });
    expect(table.toRows().map(row => row['on'])).toEqual(['true', null, 'false']);
  });

  it('keeps the precision of typed arrays and takes any other array of numbers', () => {
    const columns = Table.fromColumns({
      single: Float32Array.of(0.1),
      double: Float64Array.of(0.1),
      integer: Int16Array.of(-7),
      big: BigInt64Array.of(5n) as unknown as number[],
      date: [new Date(86_400_000)] as unknown as number[],
      nothing: [null],
    });
    expect(columns.column('single')).toMatchObject({ values: Float32Array.of(0.1) });
    expect(columns.column('double')).toMatchObject({ values: Float64Array.of(0.1) });
    expect(columns.toRows()[0]).toMatchObject({ integer: -7, big: 5, date: 86_400_000, nothing: null });
    expect(columns.column('nothing').kind).toBe('numeric');
  });

  it('copies, so that later changes of the input do not reach the table', () => {
    const values = Float64Array.of(1, 2);
    const texts = ['a', 'b'];
    const copied = Table.fromColumns({ values, texts });
    values[0] = 9;
    texts[0] = 'z';
    expect(copied.toRows()[0]).toEqual({ values: 1, texts: 'a' });
  });

  it('takes frozen input', () => {
    const frozen = Object.freeze({ x: Object.freeze([1, 2]), y: Object.freeze(['a', 'b']) });
    expect(Table.fromColumns(frozen).numRows).toBe(2);
    expect(Table.fromRows(Object.freeze([Object.freeze({ x: 1 })])).numRows).toBe(1);
  });

  it('takes columns of another table under a name of their own', () => {
    const renamed = Table.fromColumns({ where: table.column('site'), amount: table.column('power') });
    expect(renamed.columnNames).toEqual(['where', 'amount']);
    expect(renamed.toRows()[0]).toEqual({ where: 'north', amount: 1.5 });
  });

  it.each<[string, Record<string, unknown>, string]>([
    [
      'unequal lengths',
      { a: [1, 2], b: [1] },
      'column "b" has 1 rows, but column "a" has 2; all must have as many',
    ],
    [
      'numbers after text',
      { a: ['x', null, 3] },
      'column "a", row 3: found the number 3, but row 1 holds the string "x"; expected values of one kind',
    ],
    [
      'text after numbers',
      { a: [null, 1, 'x'] },
      'column "a", row 3: found the string "x", but row 2 holds the number 1; expected values of one kind',
    ],
    [
      'objects',
      { a: [{}] },
      'column "a", row 1: found an object; expected a number, text, boolean, bigint, Date or null',
    ],
  ])('refuses %s', (_, columns, message) => {
    expect(() => Table.fromColumns(columns as never)).toThrow(new HephError('invalid-data', message));
  });

  it.each(['text', 5, null, { length: -1 }])('refuses %j for a column', values => {
    expect(() => Table.fromColumns({ a: values } as never)).toThrow(TypeError);
  });
});

describe('Table.fromRows', () => {
  it('takes what a row leaves out for missing', () => {
    const rows = Table.fromRows([{ x: 1 }, { y: 'a', x: undefined }, { x: 3n, y: null }]);
    expect(rows.columnNames).toEqual(['x', 'y']);
    expect(rows.toRows()).toEqual([
      { x: 1, y: null },
      { x: null, y: 'a' },
      { x: 3, y: null },
    ]);
  });

  it('treats names of object properties as any others', () => {
    const hostile = JSON.parse('[{"__proto__": 1, "constructor": "a"}, {"toString": 2}]');
    const rows = Table.fromRows(hostile);
    expect(rows.columnNames).toEqual(['__proto__', 'constructor', 'toString']);
    expect(rows.column('constructor').get(1)).toBeNull();
    expect(Object.entries(rows.toRows()[0]!)).toEqual([
      ['__proto__', 1],
      ['constructor', 'a'],
      ['toString', null],
    ]);
    expect(rows.has('valueOf')).toBe(false);
  });

  it('gives an empty table for no rows', () => {
    expect(Table.fromRows([])).toMatchObject({ numRows: 0, columnNames: [] });
  });
});

describe('a table', () => {
  it('says which columns are there when asked for another', () => {
    expect(() => table.column('pwr')).toThrow(
      new HephError('missing-column', 'no column "pwr"; the table has [power, site, on]'),
    );
    expect(table.has('power')).toBe(true);
    expect(table.has('pwr')).toBe(false);
    expect(() => table.select(['power', 'pwr'])).toThrow('no column "pwr"');
    expect(() => table.drop(['pwr'])).toThrow('no column "pwr"');
  });

  it('selects in the order asked for, and drops', () => {
    expect(table.select(['on', 'power']).columnNames).toEqual(['on', 'power']);
    expect(table.drop(['power', 'on']).columnNames).toEqual(['site']);
    expect(() => table.select(['on', 'on'])).toThrow('"on" came twice');
  });

  it('takes rows in any order, more than once, and copies them', () => {
    const taken = table.take([2, 0, 0]);
    expect(taken.toRows().map(row => row['power'])).toEqual([3, 1.5, 1.5]);
    expect(taken.toRows().map(row => row['site'])).toEqual([null, 'north', 'north']);
    expect(
      Table.fromColumns({ x: Float32Array.of(1, 2) })
        .take(Int32Array.of(1))
        .column('x'),
    ).toMatchObject({
      values: Float32Array.of(2),
    });
  });

  it.each([3, -1, 0.5, NaN])('refuses to take row %p', index => {
    expect(() => table.take([0, index])).toThrow(
      new RangeError(`indices must be integers from 0 to 2; received ${index} at 1`),
    );
  });

  it('slices without a copy', () => {
    const slice = table.slice(1, 2);
    expect(slice.toRows()).toEqual([{ power: null, site: 'south', on: null }]);
    expect(table.slice(-1).toRows()[0]).toMatchObject({ power: 3 });
    expect(table.slice(1).numRows).toBe(2);
    const whole = table.column('power') as NumericColumn;
    const part = slice.column('power') as NumericColumn;
    expect(part.values.buffer).toBe(whole.values.buffer);
  });

  it('adds a column or replaces one in its place', () => {
    expect(table.withColumn('x', [1, 2, 3]).columnNames).toEqual(['power', 'site', 'on', 'x']);
    const replaced = table.withColumn('power', ['a', 'b', 'c']);
    expect(replaced.columnNames).toEqual(['power', 'site', 'on']);
    expect(replaced.column('power').get(1)).toBe('b');
    expect(table.column('power').get(0)).toBe(1.5);
    expect(() => table.withColumn('x', [1])).toThrow('column "x" has 1 rows, but column "power" has 3');
  });

  it('has columns that are frozen and refuse rows that are not there', () => {
    const column = table.column('power');
    expect(Object.isFrozen(column)).toBe(true);
    expect(Object.isFrozen((table.column('site') as { categories: readonly string[] }).categories)).toBe(
      true,
    );
    for (const row of [3, -1, 0.5]) expect(() => column.get(row)).toThrow(RangeError);
    expect(() => table.column('site').get(3)).toThrow(
      'row must be an integer from 0 to 2 in column "site"; received 3',
    );
  });
});

describe('concat', () => {
  it('matches columns by name and merges dictionaries', () => {
    const other = Table.fromColumns({ on: [true, null], site: ['west', 'south'], power: [7, 8] });
    const both = table.concat(other);
    expect(both.columnNames).toEqual(table.columnNames);
    expect(both.toRows()).toEqual([...table.toRows(), ...other.toRows()]);
    expect(both.column('site')).toMatchObject({
      categories: ['north', 'south', 'west'],
      codes: Int32Array.of(0, 1, -1, 2, 1),
    });
  });

  it('keeps single precision only where both have it', () => {
    const single = Table.fromColumns({ x: Float32Array.of(1) });
    const double = Table.fromColumns({ x: [0.1] });
    expect(single.concat(single).column('x')).toMatchObject({ values: Float32Array.of(1, 1) });
    expect(single.concat(double).column('x')).toMatchObject({ values: Float64Array.of(1, 0.1) });
  });

  it('refuses other columns or kinds', () => {
    expect(() => table.concat(table.drop(['on']).withColumn('off', [1, 2, 3]))).toThrow(
      new HephError(
        'schema-mismatch',
        'both tables must have the same columns; the second lacks [on] and adds [off]',
      ),
    );
    expect(() => table.concat(table.withColumn('site', [1, 2, 3]))).toThrow(
      new HephError(
        'schema-mismatch',
        'column "site" is categorical in the first table and numeric in the second',
      ),
    );
  });
});
