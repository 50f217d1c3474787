import { requireNumericColumn, type Table } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { tableOf } from '../../test/support/table';
import { splitDataset } from '../data/split';
import type { ComparedModel } from '../models/model';
import { describeFit, type FitPlan, labelledSubset, planFits, rowsFor } from './planned-fit';

const split = splitDataset(tableOf(400), 'random');
const [network, trees] = [true, false].map(
  isNetwork => ({ key: 'base', name: 'A', description: '', isNetwork }) as unknown as ComparedModel,
) as [ComparedModel, ComparedModel];
const valuesOf = (table: Table) => Array.from(requireNumericColumn(table, 'AT').values);

describe('labelledSubset', () => {
  it('is nested by seed, keeps the order of the rows, and is all of them at 1', () => {
    const all = valuesOf(split.train);
    let smaller: number[] = [];
    for (const fraction of [0.05, 0.1, 0.5, 1]) {
      const subset = valuesOf(labelledSubset(split.train, fraction, 3));
      expect(subset).toHaveLength(Math.round(fraction * all.length));
      expect(subset).toEqual(all.filter(value => subset.includes(value)));
      expect(subset).toEqual(expect.arrayContaining(smaller));
      smaller = subset;
    }
    expect(smaller).toEqual(all);
  });

  it('differs from seed to seed', () => {
    expect(valuesOf(labelledSubset(split.train, 0.1, 0))).not.toEqual(
      valuesOf(labelledSubset(split.train, 0.1, 1)),
    );
  });
});

describe('rowsFor', () => {
  const fit = { labelFraction: 1, seed: 0 };

  it('gives everyone the same rows and columns by the fair protocol', () => {
    for (const model of [network, trees]) {
      const { train, validation } = rowsFor({ ...fit, model, protocol: 'fair' }, split);
      expect(train).toBe(split.train);
      expect(validation).toBe(split.validation);
    }
  });

  it('by the original one, shows networks the test rows to stop by', () => {
    const { train, validation } = rowsFor({ ...fit, model: network, protocol: 'original' }, split);
    expect(validation).toBe(split.test);
    expect(valuesOf(train)).toEqual([...valuesOf(split.train), ...valuesOf(split.validation)]);
    expect(train.has('year')).toBe(true);
  });

  it('and others no year, nor any test row', () => {
    const { train, validation } = rowsFor({ ...fit, model: trees, protocol: 'original' }, split);
    expect(train.has('year')).toBe(false);
    expect(validation.has('year')).toBe(false);
    expect(valuesOf(train)).toEqual(valuesOf(split.train));
  });
});

describe('a plan', () => {
  const plan: FitPlan = { protocols: ['fair', 'original'], labelFractions: [0.05, 1], seeds: [0, 1] };

  it('goes from few labels to all, model after model, seed after seed', () => {
    const fits = planFits([network, trees], plan);
    expect(fits).toHaveLength(16);
    expect(fits.slice(0, 5).map(({ labelFraction, seed }) => [labelFraction, seed])).toEqual([
      [0.05, 0],
      [0.05, 1],
      [0.05, 0],
      [0.05, 1],
      [1, 0],
    ]);
  });

  it('names of a fit only what sets it apart', () => {
    const [fit] = planFits([network], plan);
    expect(describeFit(fit!, plan)).toBe('A, fair protocol, 5% of the labels, seed 0');
    expect(describeFit(fit!, { protocols: ['fair'], labelFractions: [1], seeds: [0] })).toBe('A');
  });
});
