import { describe, expect, it } from '@jest/globals';
import { columnMeanings, isGasTurbine } from './column-meanings';
import { sensors } from './columns';

describe('isGasTurbine', () => {
  it.each([
    [[...sensors, 'year'], 'NOX', true],
    [['AT', 'TIT'], 'NOX', true],
    [[...sensors], 'CO', false],
    [[...sensors, 'soot'], 'NOX', false],
    [['year'], 'NOX', false],
  ])('%j → %s: %p', (columns, target, expected) => {
    expect(isGasTurbine(columns, target)).toBe(expected);
    expect(columnMeanings(columns, target)['AT'] !== undefined).toBe(expected);
  });
});
