import { describe, expect, it } from '@jest/globals';
import { Table } from '../table/table';
import { categoryPlaces } from './category-places';
import { unseenCategories } from './unseen-categories';
import { onWarning, type Warning } from './warnings';

const training = Table.fromColumns({ town: ['Ulm', 'Bonn', 'Ulm'], code: ['1', '2', '3'], x: [1, 2, 3] });

describe('unseenCategories', () => {
  it('counts what training never had, the most frequent first', () => {
    const next = Table.fromColumns({
      town: ['Köln', 'Ulm', 'Jena', 'Köln', null],
      code: ['1.0', '2', '3', '1', '2'],
      x: [100, 1, 1, 1, 1],
    });
    expect(unseenCategories(next, training)).toEqual([
      {
        column: 'town',
        rows: 3,
        values: [
          { value: 'Köln', rows: 2 },
          { value: 'Jena', rows: 1 },
        ],
      },
    ]);
  });

  it('finds none where all is known, no row uses it, or a column is not there', () => {
    const next = Table.fromColumns({ town: ['Köln', 'Ulm'] });
    expect(unseenCategories(next.slice(1), training)).toEqual([]);
    expect(unseenCategories(Table.fromColumns({ code: [1, 2] }), training)).toEqual([]);
    expect(unseenCategories(next, Table.fromColumns({ other: ['a'] }))).toEqual([]);
  });
});

describe('onWarning', () => {
  const places = () =>
    categoryPlaces(Table.fromColumns({ town: ['Köln', 'Ulm', null, 'Köln'] }).column('town'), [
      'Ulm',
      'Bonn',
    ]);

  it('tells whoever listens, for as long as they do', () => {
    const heard: Warning[] = [];
    const stop = onWarning(warning => heard.push(warning));
    expect(places()).toEqual(Int32Array.of(-2, 0, -1, -2));
    stop();
    places();
    expect(heard).toEqual([
      {
        code: 'unseen-categories',
        message: 'column "town": 2 rows have categories that training never had ("Köln")',
        column: 'town',
        rows: 2,
        values: [{ value: 'Köln', rows: 2 }],
      },
    ]);
  });

  it('tells each listener once, also one that listens twice', () => {
    let heard = 0;
    const listener = () => void heard++;
    const stops = [onWarning(listener), onWarning(listener)];
    places();
    expect(heard).toBe(2);
    stops[0]!();
    places();
    expect(heard).toBe(3);
    stops[1]!();
  });
});

it('numbers are their shortest text, and spellings of one value are one category', () => {
  const known = ['1', '2.5', 'true', '01'];
  const of = (values: never) => [...categoryPlaces(Table.fromColumns({ x: values }).column('x'), known)];
  expect(of([1, 2.5, NaN, 3] as never)).toEqual([0, 1, -1, -2]);
  expect(of(['1.0', '2.50', ' True ', '01', '001', 'TRUE', 'yes'] as never)).toEqual([0, 1, 2, 3, -2, 2, -2]);
});
