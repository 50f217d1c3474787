import { describe, expect, it } from '@jest/globals';
import { classLabel } from './class-label';

describe('classLabel', () => {
  it.each<[unknown, string]>([
    [1, '1'],
    [1.0, '1'],
    [-0, '0'],
    [1.5, '1.5'],
    [-3, '-3'],
    [12345678901234567890n, '12345678901234567890'],
    [true, 'true'],
    [false, 'false'],
    ['1', '1'],
    ['1.0', '1'],
    ['1.50', '1.5'],
    ['10.0', '10'],
    ['100', '100'],
    ['-1.0', '-1'],
    ['-0.0', '0'],
    ['0.10', '0.1'],
    ['True', 'true'],
    ['TRUE', 'true'],
    ['false', 'false'],
    ['spam', 'spam'],
  ])('%p is named %p', (value, name) => {
    expect(classLabel(value)).toBe(name);
  });

  it.each(['01', '1e0', ' 1', '1.', '.5', '007.0', 'tRUE', 'yes', '', '1,0'])(
    'text %p is a name of its own',
    text => {
      expect(classLabel(text)).toBe(text);
    },
  );

  it.each([NaN, Infinity, null, undefined, {}, []])('%p names no class', value => {
    expect(() => classLabel(value)).toThrow(TypeError);
  });
});
