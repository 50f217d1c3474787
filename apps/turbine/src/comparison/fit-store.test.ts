import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Table } from '@heph/data';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { resultOf } from '../../test/support/results';
import { temporaryFolder } from '../../test/support/world';
import type { ComparedModel } from '../models/model';
import { fingerprint, openFitStore } from './fit-store';
import type { PlannedFit } from './planned-fit';

const identity = { '--preset': 'quick', '--seeds': '2' };
const fit = (seed: number): PlannedFit => ({
  model: { key: 'linear' } as ComparedModel,
  ...{ protocol: 'fair', labelFraction: 0.05, seed },
});
const run = {
  result: resultOf('Linear Regression', 1 / 3),
  predictions: Float32Array.of(0.1, 1e-20, -7),
  epochs: [{ epoch: 1, training: 0.5, validation: 1 / 7 }],
  interactions: [{ columns: ['AT', 'AP'] as const, strength: 1 / 9 }],
  pairShares: [{ columns: ['TIT', 'TAT'] as const, share: 2 / 3 }],
};

let folder = '';
beforeEach(async () => {
  folder = join(await temporaryFolder(), 'out', 'fits');
});

describe('openFitStore', () => {
  it('keeps fits bit for bit', async () => {
    const store = await openFitStore(folder, identity, false);
    await store.put(fit(1), run);
    const again = await openFitStore(folder, identity, true);
    expect(again.size).toBe(1);
    expect(again.get(fit(0))).toBeUndefined();
    const { predictions, ...rest } = again.get(fit(1))!;
    expect({ ...rest, predictions: Float32Array.from(predictions) }).toEqual(run);
  });

  it('writes nothing before a fit is there, and begins anew unless asked to go on', async () => {
    const store = await openFitStore(folder, identity, true);
    expect(store.size).toBe(0);
    await expect(readdir(folder)).rejects.toThrow(/ENOENT/);
    await store.put(fit(0), run);
    await writeFile(join(folder, 'notes.txt'), 'mine');
    expect((await openFitStore(folder, { ...identity, '--seeds': '3' }, false)).size).toBe(0);
    expect(await readdir(folder)).toEqual(['comparison.json', 'notes.txt']);
  });

  it('refuses to mix comparisons, naming what differs', async () => {
    await (await openFitStore(folder, identity, false)).put(fit(0), run);
    await expect(openFitStore(folder, { '--preset': 'full', '--seeds': '3' }, true)).rejects.toMatchObject({
      code: 'invalid-data',
      message: expect.stringMatching(
        /--preset was quick and is now full and --seeds was 2 and is now 3: use the same options/,
      ),
    });
    expect((await openFitStore(folder, identity, true)).size).toBe(1);
  });

  it('names a file that is not what was written', async () => {
    await (await openFitStore(folder, identity, false)).put(fit(0), run);
    const path = join(folder, 'fit-fair-0.05-linear-0.json');
    await truncate(path, (await readFile(path)).length - 20);
    await expect(openFitStore(folder, identity, true)).rejects.toMatchObject({
      code: 'invalid-file',
      message: expect.stringContaining(`${path} is not what was written; delete it`),
    });
    await writeFile(path, '{"result": {"name": "Linear Regression", "mse": 1}, "predictions": [1, "two"]}');
    await expect(openFitStore(folder, identity, true)).rejects.toThrow(/is not what was written/);
  });
});

it('fingerprint sees every value, name and category', () => {
  const table = Table.fromColumns({ a: [1, 2, null], b: ['x', 'y', 'x'] });
  const changed = [
    Table.fromColumns({ a: [1, 2, 3], b: ['x', 'y', 'x'] }),
    Table.fromColumns({ c: [1, 2, null], b: ['x', 'y', 'x'] }),
    Table.fromColumns({ a: [1, 2, null], b: ['x', 'z', 'x'] }),
    table.take([1, 0, 2]),
  ];
  expect(fingerprint(table.slice(0))).toBe(fingerprint(table));
  expect(new Set([table, ...changed].map(fingerprint)).size).toBe(5);
});
