import { meanSquaredError, Table } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { plantTable } from '../test/tables';
import { RandomForestRegressor } from './random-forest-regressor';

const train = plantTable(600, 1);
const test = plantTable(200, 2);
const target = { target: 'y' };
const y = test.toRows().map(row => row['y'] as number);

async function predictions(
  options: ConstructorParameters<typeof RandomForestRegressor>[0],
): Promise<Float64Array> {
  return (await new RandomForestRegressor(options).fit(train, target)).predict(test);
}

describe('RandomForestRegressor', () => {
  it('grows trees that differ under the default seed, and are better together', async () => {
    const one = await predictions({ nEstimators: 1 });
    const two = await predictions({ nEstimators: 2 });
    const many = await predictions({ nEstimators: 60 });
    // The first tree of two is the same one: the second is what twice the average has more.
    const second = two.map((value, i) => 2 * value - one[i]!);
    expect(Math.abs(second[0]! - one[0]!) + Math.abs(second[1]! - one[1]!)).toBeGreaterThan(0.01);
    expect(meanSquaredError(y, many)).toBeLessThan(0.7 * meanSquaredError(y, one));
  });

  it('gives another forest for another seed', async () => {
    expect(await predictions({ nEstimators: 3, seed: 1 })).not.toEqual(
      await predictions({ nEstimators: 3, seed: 2 }),
    );
  });

  it('learns training rows by heart without bootstrap', async () => {
    const model = await new RandomForestRegressor({ nEstimators: 2, bootstrap: false }).fit(train, target);
    const found = await model.predict(train);
    train.toRows().forEach((row, i) => expect(found[i]).toBeCloseTo(row['y'] as number, 5));
    expect(model.numNodes).toBe(2 * (2 * 600 - 1));
  });

  it('keeps leaves as large and trees as shallow as asked', async () => {
    const stump = await new RandomForestRegressor({ nEstimators: 5, maxDepth: 1 }).fit(train, target);
    expect(stump.numNodes).toBe(15);
    const whole = await new RandomForestRegressor({ nEstimators: 5, minSamplesLeaf: 301 }).fit(train, target);
    expect(whole.numNodes).toBe(5);
    const coarse = await new RandomForestRegressor({ nEstimators: 5, minSamplesLeaf: 60 }).fit(train, target);
    expect(coarse.numNodes).toBeLessThanOrEqual(5 * (2 * 10 - 1));
    expect(coarse.numNodes).toBeGreaterThan(5);
    const unsplit = await new RandomForestRegressor({ nEstimators: 5, minSamplesSplit: 601 }).fit(
      train,
      target,
    );
    expect(unsplit.numNodes).toBe(5);
  });

  it('tries fewer features at each split when told to', async () => {
    const root = { nEstimators: 40, maxDepth: 1, bootstrap: false };
    const all = await new RandomForestRegressor(root).fit(train, target);
    const some = await new RandomForestRegressor({ ...root, maxFeatures: 1 }).fit(train, target);
    expect(all.featureImportances.filter(({ importance }) => importance > 0)).toHaveLength(1);
    expect(some.featureImportances.filter(({ importance }) => importance > 0)).toHaveLength(4);
  });

  it.each([
    ['sqrt' as const, 2],
    [0.5, 2],
    [7, 4],
  ])('reads maxFeatures %p as %i of 4', async (maxFeatures, count) => {
    const options = { nEstimators: 3, seed: 3 };
    expect(await predictions({ ...options, maxFeatures })).toEqual(
      await predictions({ ...options, maxFeatures: count }),
    );
  });

  it('keeps weights in proportion, however small', async () => {
    const options = { nEstimators: 3 };
    const sampleWeight = new Float64Array(600).fill(2 ** -10);
    const weighted = await new RandomForestRegressor(options).fit(train, { ...target, sampleWeight });
    expect(await weighted.predict(test)).toEqual(await predictions(options));
  });

  it('sends missing values where they belong', async () => {
    const x = Array.from({ length: 200 }, (_, i) => (i % 4 === 0 ? null : i / 100));
    const table = Table.fromColumns({ x, y: x.map(value => (value === null ? 9 : Math.floor(value))) });
    const model = await new RandomForestRegressor({ nEstimators: 10 }).fit(table, target);
    const found = await model.predict(Table.fromColumns({ x: [null, 0.5, 1.5] }));
    [9, 0, 1].forEach((value, i) => expect(found[i]).toBeCloseTo(value, 5));
  });

  it.each([
    [{ maxDepth: 0 }, 'maxDepth must be an integer of at least 1; received 0'],
    [{ minSamplesLeaf: 1.5 }, 'minSamplesLeaf must be an integer of at least 1; received 1.5'],
    [{ minSamplesSplit: 1 }, 'minSamplesSplit must be an integer of at least 2; received 1'],
    [
      { maxFeatures: 0 },
      "maxFeatures must be a positive integer, a share between 0 and 1 or 'sqrt'; received 0",
    ],
    [{ maxBins: 65536 }, 'maxBins must be an integer from 2 to 65535; received 65536'],
    [{ seed: -1 }, 'seed must be an integer of at least 0; received -1'],
  ])('refuses %p', async (options, message) => {
    await expect(new RandomForestRegressor(options).fit(train, target)).rejects.toThrow(message);
  });
});
