import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HephError, packModel, writeModelFolder, type ModelFolder } from '@heph/data';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadAs, modelLoader, readingFile, saveToBytes, saveToFolder } from './stored-model';

class Mean {
  constructor(readonly mean: number) {
    if (typeof mean !== 'number') throw new TypeError(`mean must be a number; received ${String(mean)}`);
  }

  toFiles(): ModelFolder {
    return { manifest: { kind: 'Mean', mean: this.mean }, files: {} };
  }

  static fromFiles({ manifest }: ModelFolder): Mean {
    return readingFile('manifest.json', () => new Mean(manifest['mean'] as number));
  }
}

class Broken extends Mean {
  static override fromFiles(): Broken {
    throw new HephError('missing-package', 'expected @tensorflow/tfjs-core to be installed');
  }
}

const load = modelLoader({ Mean, Broken });
let directory: string;

beforeAll(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'heph-stored-')), 'model');
});
afterAll(() => rm(join(directory, '..'), { recursive: true }));

describe('a class of your own that knows its files', () => {
  it('is saved to a folder and to bytes, and loaded from both by whoever knows the class', async () => {
    const model = new Mean(2.5);
    await saveToFolder(model, directory);
    const bytes = await saveToBytes(model);
    for (const source of [directory, bytes]) {
      expect(await loadAs(Mean, source)).toEqual(model);
      expect(await load(source)).toEqual(model);
    }
  });

  it('has its TypeErrors told as mistakes in the file, by name', async () => {
    await writeModelFolder(directory, { kind: 'Mean', mean: 'x' }, {});
    await expect(loadAs(Mean, directory)).rejects.toMatchObject({
      code: 'invalid-file',
      message: `${directory}: manifest.json: mean must be a number; received x`,
    });
    await expect(load(await packModel({ kind: 'Mean' }, {}))).rejects.toMatchObject({
      code: 'invalid-file',
      message: 'the given bytes: manifest.json: mean must be a number; received undefined',
    });
  });

  it('has what is not the file’s mistake told as it is', async () => {
    await expect(load(await packModel({ kind: 'Broken' }, {}))).rejects.toMatchObject({
      code: 'missing-package',
    });
  });
});

it.each([
  [{ kind: 'Median' }, 'expected a saved model, one of Mean, Broken; found the kind "Median"'],
  [{ kind: 'toString' }, 'found the kind "toString"'],
  [{ format: 'heph-training-checkpoint' }, 'without a kind, of the format "heph-training-checkpoint"'],
])('a loader refuses what is of none of its classes: %j', async (manifest, message) => {
  await expect(load(await packModel(manifest, {}))).rejects.toMatchObject({
    code: 'invalid-file',
    message: expect.stringContaining(message),
  });
});
