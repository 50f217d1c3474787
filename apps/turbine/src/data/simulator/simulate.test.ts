import { describe, expect, it } from '@jest/globals';
import { originalFiles } from '../columns';
import { simulateYears } from './simulate';

const years = simulateYears(0);
const sensor = (name: 'AT' | 'AP' | 'AH' | 'AFDP' | 'GTEP' | 'TIT' | 'TAT' | 'TEY' | 'CDP' | 'NOX') =>
  years.flatMap(year => Array.from(year[name]));

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(mean(values.map(value => (value - centre) ** 2)));
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  return mean(a.map((value, i) => (value - meanA) * (b[i]! - meanB))) / (deviation(a) * deviation(b));
}

describe('simulated gas turbine', () => {
  it('has the years and numbers of rows of the real data', () => {
    expect(years.map(year => [year.year, year.NOX.length])).toEqual(
      originalFiles.map(({ year, rows }) => [year, rows]),
    );
  });

  it('repeats with its seed and differs with another', () => {
    expect(simulateYears(0)[4]!.NOX).toEqual(years[4]!.NOX);
    expect(simulateYears(1)[4]!.NOX).not.toEqual(years[4]!.NOX);
  });

  // Mean and standard deviation of the real columns over all years.
  it.each([
    ['AT', 17.7, 7.4],
    ['AP', 1013, 6.5],
    ['AH', 77.9, 14.5],
    ['AFDP', 3.93, 0.77],
    ['GTEP', 25.6, 4.2],
    ['TIT', 1081, 17.5],
    ['TAT', 546, 6.8],
    ['TEY', 133.5, 15.6],
    ['CDP', 12.06, 1.09],
    ['NOX', 65.3, 11.7],
  ] as const)('%s lies and spreads as the real one does', (name, realMean, realDeviation) => {
    const values = sensor(name);
    expect(Math.abs(mean(values) - realMean)).toBeLessThan(0.4 * realDeviation);
    expect(deviation(values) / realDeviation).toBeGreaterThan(0.7);
    expect(deviation(values) / realDeviation).toBeLessThan(1.3);
  });

  it('obeys the controller: neither inlet nor exhaust passes its limit but for the noise of the sensors', () => {
    expect(Math.max(...sensor('TIT'))).toBeLessThan(1104);
    expect(Math.max(...sensor('TAT'))).toBeLessThan(552);
  });

  it('makes more power at more pressure, and more NOx in cold air', () => {
    expect(correlation(sensor('CDP'), sensor('TEY'))).toBeGreaterThan(0.9);
    expect(correlation(sensor('AT'), sensor('NOX'))).toBeLessThan(-0.4);
  });

  it('drifts: the burner of 2014 makes less NOx than that of 2013', () => {
    expect(mean(Array.from(years[3]!.NOX))).toBeLessThan(0.92 * mean(Array.from(years[2]!.NOX)));
  });
});
