import { describe, expect, it } from '@jest/globals';
import { sliderScale } from './slider-scale';

function scaleOf(min: number, median: number, max: number) {
  const quantiles = [min, min, min, median, max, max, max];
  return sliderScale({ name: 'x', kind: 'numeric', missing: 0, min, max, mean: median, quantiles });
}

describe('sliderScale', () => {
  it.each([
    ['degrees', [-6.2348, 17.801, 37.103], { min: -6.2, max: 37, step: 0.2, start: 17.8, digits: 1 }],
    ['pressures', [985.85, 1012.6, 1036.6], { min: 986, max: 1036.6, step: 0.2, start: 1012.6, digits: 1 }],
    ['small numbers', [0.00012, 0.0005, 0.0012], { step: 0.000005, digits: 6, start: 0.0005 }],
    ['few whole numbers', [1, 3, 9], { min: 1, max: 9, step: 1, start: 3, digits: 0 }],
    ['many whole numbers', [3, 4000, 18823], { min: 50, max: 18800, step: 50, start: 4000, digits: 0 }],
    ['one number only', [4.5, 4.5, 4.5], { min: 4.5, max: 4.5, start: 4.5 }],
  ])('takes round steps within the range: %s', (_, [min, median, max], expected) => {
    expect(scaleOf(min!, median!, max!)).toMatchObject(expected);
  });

  it('starts within the slider where the median is at an end', () => {
    const { min, start } = scaleOf(0.0349, 0.0349, 20.1);
    expect(start).toBe(min);
    expect(min).toBeGreaterThanOrEqual(0.0349);
  });
});
