import { expect, it } from '@jest/globals';
import { quantile } from './quantile';

it('lies between two numbers by their distance', () => {
  expect([0, 0.25, 0.5, 0.75, 1].map(share => quantile([1, 2, 4, 8], share))).toEqual([1, 1.75, 3, 5, 8]);
  expect(quantile([7], 0.3)).toBe(7);
});

it('is finite where the distance of two numbers is not, and of none it is NaN', () => {
  expect(quantile([-1.7e308, 1.7e308], 0.5)).toBe(0);
  expect(quantile([], 0.5)).toBeNaN();
});
