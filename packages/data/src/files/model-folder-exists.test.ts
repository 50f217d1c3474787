import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { modelFolderExists } from './model-folder-exists';
import { writeModelFolder } from './write-model-folder';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heph-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('modelFolderExists', () => {
  it('tells a folder with a model from one without, and from none', async () => {
    expect(await modelFolderExists(folder)).toBe(false);
    expect(await modelFolderExists(join(folder, 'nothing'))).toBe(false);
    await writeFile(join(folder, 'file'), '');
    expect(await modelFolderExists(join(folder, 'file'))).toBe(false);
    await writeModelFolder(folder, {}, {});
    expect(await modelFolderExists(folder)).toBe(true);
  });

  it('says so where it cannot look', async () => {
    const unreadable = join(folder, 'x'.repeat(300));
    await expect(modelFolderExists(unreadable)).rejects.toMatchObject({
      code: 'file-system',
      message: expect.stringMatching(/cannot read/),
    });
  });
});
