import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFileAtomic } from './write-file-atomic';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heph-atomic-'));
});

afterAll(() => rm(folder, { recursive: true }));

describe('writeFileAtomic', () => {
  it('writes text or bytes over what was there and leaves nothing else behind', async () => {
    const path = join(folder, 'report.json');
    await writeFileAtomic(path, 'grün');
    expect(await readFile(path, 'utf8')).toBe('grün');
    await writeFileAtomic(path, Uint8Array.of(1, 2));
    expect([...(await readFile(path))]).toEqual([1, 2]);
    expect(await readdir(folder)).toEqual(['report.json']);
  });

  it('leaves nothing behind where it cannot write', async () => {
    await expect(writeFileAtomic(join(folder, 'none', 'x'), 'x')).rejects.toMatchObject({
      code: 'file-system',
    });
    await expect(writeFileAtomic(folder, 'x')).rejects.toMatchObject({ code: 'file-system' });
    expect(await readdir(join(folder, '..'))).not.toContainEqual(
      expect.stringMatching(/heph-atomic-.*\.tmp$/),
    );
  });
});
