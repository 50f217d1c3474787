import { Table } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { classIndices, fitClasses, isClasses, mostProbable } from './class-target';

const tableOf = (y: (number | null)[] | (string | null)[]) => Table.fromColumns({ y });

describe('fitClasses', () => {
  it('sorts whole numbers by size and text by its characters', () => {
    expect(fitClasses(tableOf([10, 9, 10, -1]), 'y')).toEqual(['-1', '9', '10']);
    expect(fitClasses(tableOf(['b', 'a', '9', '10']), 'y')).toEqual(['10', '9', 'a', 'b']);
  });

  it('takes spellings of one label for one class, and keeps a spelling that is the only one', () => {
    expect(fitClasses(tableOf(['True', 'False', 'True']), 'y')).toEqual(['False', 'True']);
    expect(fitClasses(tableOf(['True', 'false', 'true']), 'y')).toEqual(['false', 'true']);
    expect(fitClasses(tableOf(['1.0', '2', '1']), 'y')).toEqual(['1', '2']);
  });

  it('leaves out classes of rows that do not count', () => {
    expect(fitClasses(tableOf(['a', 'b', 'c']), 'y', row => row < 2)).toEqual(['a', 'b']);
  });

  it.each<[(number | null)[] | (string | null)[], string]>([
    [[1, 1.5], 'column "y", row 2: expected a class (text, a boolean or an integer); found 1.5'],
    [[1, null], 'column "y", row 2: expected a finite number; found a missing value'],
    [['a', null], 'column "y", row 2: expected a class; found a missing value'],
    [['a', 'a'], 'column "y": expected at least two classes; found only "a"'],
    [['1', '1.0'], 'found only "1"'],
    [[], 'found none'],
  ])('refuses %j', (values, message) => {
    expect(() => fitClasses(tableOf(values), 'y')).toThrow(message);
  });
});

describe('classIndices', () => {
  it('finds a class by its label, however it is spelled', () => {
    const classes = ['False', 'True'];
    expect([...classIndices(tableOf(['TRUE', 'false', 'True']), 'y', classes)]).toEqual([1, 0, 1]);
    expect([...classIndices(tableOf(['1.0', '0']), 'y', ['0', '1'])]).toEqual([1, 0]);
    expect([...classIndices(tableOf([1, 0]), 'y', ['0.0', '1.0'])]).toEqual([1, 0]);
  });

  it('names the row of a class that training did not have', () => {
    expect(() => classIndices(tableOf(['a', 'c']), 'y', ['a', 'b'])).toThrow(
      'column "y", row 2: expected one of the classes [a, b]; found "c"',
    );
    expect([...classIndices(tableOf(['b', 'c']), 'y', ['a', 'b'], row => row < 1)]).toEqual([1, 0]);
  });
});

it('mostProbable takes the first of equals', () => {
  expect(mostProbable([0.2, 0.4, 0.4])).toBe(1);
});

it('isClasses wants distinct texts', () => {
  expect(isClasses(['a', 'b'])).toBe(true);
  for (const wrong of [['a'], ['a', 'a'], [1, 2], 'ab', null]) expect(isClasses(wrong)).toBe(false);
});
