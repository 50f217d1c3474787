import { describe, expect, it } from '@jest/globals';
import { HephError } from '../errors';
import { requireColumns, requireNumericColumn, requireRows, requireTarget } from './checks';
import { Table } from './table';

const table = Table.fromColumns({
  y: [1, 2, 3],
  holes: [1, NaN, 3],
  wild: [1, 2, -Infinity],
  site: ['a', 'b', 'c'],
});

describe('requireColumns', () => {
  it('names all that are missing', () => {
    expect(() => requireColumns(table, ['y', 'site'])).not.toThrow();
    expect(() => requireColumns(table, ['u', 'y', 'v'])).toThrow(
      new HephError(
        'missing-column',
        'expected columns [u, y, v]; missing [u, v] from [y, holes, wild, site]',
      ),
    );
  });
});

describe('requireNumericColumn', () => {
  it('lets missing values pass, but neither text nor infinity', () => {
    expect(requireNumericColumn(table, 'holes')).toBe(table.column('holes'));
    expect(() => requireNumericColumn(table, 'site')).toThrow(
      'column "site" must be numeric; it is categorical',
    );
    expect(() => requireNumericColumn(table, 'wild')).toThrow(
      new HephError('invalid-data', 'column "wild", row 3: expected a finite number; found -Infinity'),
    );
  });
});

describe('requireTarget', () => {
  it('names the row of a missing or infinite value', () => {
    expect(requireTarget(table, 'y')).toBe(table.column('y'));
    expect(() => requireTarget(table, 'holes')).toThrow(
      new HephError('invalid-data', 'column "holes", row 2: expected a finite number; found a missing value'),
    );
    expect(() => requireTarget(table, 'wild')).toThrow('column "wild", row 3');
    expect(() => requireTarget(table, 'z')).toThrow('no column "z"');
  });
});

describe('requireRows', () => {
  it('counts', () => {
    expect(() => requireRows(table, 3)).not.toThrow();
    expect(() => requireRows(table, 4)).toThrow(
      new HephError('invalid-data', 'expected at least 4 rows; received 3'),
    );
  });
});
