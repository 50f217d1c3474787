import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readModelFolder, writeModelFolder } from '@heph/data';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { plantTable } from '../../test/tables';
import { LinearRegression } from '../linear-regression';
import { RandomForestRegressor } from '../random-forest-regressor';
import { XGBoostRegressor } from '../xgboost-regressor';

const train = plantTable(50, 1);
const target = { target: 'y' };
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'heph-baselines-'));
  await (await new LinearRegression().fit(train, target)).save(join(directory, 'linear'));
  await (
    await new RandomForestRegressor({ nEstimators: 2 }).fit(train, target)
  ).save(join(directory, 'forest'));
  await (await new XGBoostRegressor({ nEstimators: 2 }).fit(train, target)).save(join(directory, 'boosting'));
});
afterAll(() => rm(directory, { recursive: true }));

/** Writes a model again with another manifest: well-formed, but not what `save` would have written. */
async function changed(model: string, change: Record<string, unknown>): Promise<string> {
  const { manifest, files } = await readModelFolder(join(directory, model));
  const folder = join(directory, `${model}-changed`);
  await writeModelFolder(folder, { ...manifest, ...change }, files);
  return folder;
}

const invalid = (message: RegExp) => ({ code: 'invalid-file', message: expect.stringMatching(message) });

it('a forest whose every tree has seen every row is saved, and has still no out-of-bag score', async () => {
  const one = train.slice(0, 2);
  for (let seed = 0; ; seed++) {
    const forest = new RandomForestRegressor({ nEstimators: 1, oobScore: true, seed });
    await forest.fit(one, target);
    if (!Number.isNaN(forest.oobScore)) continue;
    expect((await RandomForestRegressor.fromBytes(await forest.toBytes())).oobScore).toBeNaN();
    break;
  }
});

describe('a saved baseline', () => {
  it.each([
    [{ options: null }, /expected "options", "target" and "features"/],
    [{ target: 3 }, /expected "options", "target" and "features"/],
    [{ features: [] }, /expected "options", "target" and "features"/],
    [{ features: [{ name: 'power', kind: 'text' }] }, /expected "options", "target" and "features"/],
    [{ features: [{ name: 'site', kind: 'categorical' }] }, /expected "options", "target" and "features"/],
    [{ format: 'other' }, /expected a heph-baseline of kind RandomForestRegressor; found other/],
    [
      { options: { nEstimatos: 3 } },
      /: manifest\.json: RandomForestRegressor has no option "nEstimatos": did you mean "nEstimators"/,
    ],
    [
      { options: { nEstimators: -1 } },
      /: manifest\.json: nEstimators must be an integer of at least 1; received -1/,
    ],
    [{ mean: 'x' }, /mean must be a finite number; found "x"/],
    [{ features: [{ name: 'power', kind: 'numeric' }] }, /tree 0, node \d+ is neither a leaf nor a split/],
  ])('of a forest is refused with %j', async (change, message) => {
    await expect(RandomForestRegressor.load(await changed('forest', change))).rejects.toMatchObject(
      invalid(message),
    );
  });

  it.each([
    [{ baseScore: null }, /baseScore must be a finite number/],
    [{ validationErrors: ['1'] }, /validationErrors must be a list of finite numbers/],
    [{ options: { maxDepth: 'six' } }, /maxDepth must be an integer of at least 1; received six/],
  ])('of boosted trees is refused with %j', async (change, message) => {
    await expect(XGBoostRegressor.load(await changed('boosting', change))).rejects.toMatchObject(
      invalid(message),
    );
  });

  it.each([
    [{ coefficients: [1] }, /coefficients must have 5 numbers; it has 1/],
    [{ spreads: [1] }, /spreads must have 4 numbers; it has 1/],
    [{ options: { fitIntercept: 'no' } }, /fitIntercept must be true or false; received no/],
  ])('of a linear model is refused with %j', async (change, message) => {
    await expect(LinearRegression.load(await changed('linear', change))).rejects.toMatchObject(
      invalid(message),
    );
  });

  it('keeps the options', async () => {
    const { options } = await RandomForestRegressor.load(join(directory, 'forest'));
    expect(options).toEqual({ nEstimators: 2 });
  });
});
