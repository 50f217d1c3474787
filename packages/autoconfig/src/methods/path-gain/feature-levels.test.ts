import { Table } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { featureLevels } from './feature-levels';

const columnOf = (values: (number | null)[] | (string | null)[]) =>
  Table.fromColumns({ x: values }).column('x');
const sizesOf = ({ levels, count }: { levels: Uint8Array; count: number }) =>
  Array.from({ length: count }, (_, level) => levels.filter(of => of === level).length);

describe('featureLevels', () => {
  it('cuts a quantity into eighths, in its order', () => {
    const values = Array.from({ length: 800 }, (_, i) => (i * 37) % 800);
    const found = featureLevels(columnOf(values), false);
    expect(sizesOf(found)).toEqual([100, 100, 100, 100, 100, 100, 100, 100, 0]);
    values.forEach((value, row) => expect(found.levels[row]).toBe(Math.floor(value / 100)));
  });

  it('keeps few values apart, and what is missing', () => {
    expect([...featureLevels(columnOf([3, null, 1, 3, 2]), false).levels]).toEqual([2, 3, 0, 2, 1]);
    expect([...featureLevels(columnOf(['b', null, 'a', 'b']), true).levels]).toEqual([0, 2, 1, 0]);
  });

  it('joins the rarest of many categories, also of those that are numbers', () => {
    const values = Array.from({ length: 50 }, (_, i) => Array<number>(50 - i).fill(i)).flat();
    const { levels } = featureLevels(columnOf(values), true);
    values.forEach((value, row) => expect(levels[row]).toBe(Math.min(value, 31)));
  });
});
