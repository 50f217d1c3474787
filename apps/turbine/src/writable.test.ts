import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../test/support/world';
import { requireWritableFile } from './writable';

describe('requireWritableFile', () => {
  it('takes a file in folders that are yet to be made, and makes none', async () => {
    const folder = await temporaryFolder();
    await requireWritableFile(join(folder, 'a', 'b', 'report.html'));
    expect(await readdir(folder)).toEqual([]);
  });

  it('takes a file that is there already', async () => {
    const file = join(await temporaryFolder(), 'report.html');
    await writeFile(file, 'old');
    await expect(requireWritableFile(file)).resolves.toBeUndefined();
  });

  it('refuses a path through a file', async () => {
    const file = join(await temporaryFolder(), 'out');
    await writeFile(file, '');
    await expect(requireWritableFile(join(file, 'report.html'))).rejects.toMatchObject({
      code: 'file-system',
      message: expect.stringMatching(/out is not a folder$/),
    });
  });

  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux('refuses a place where even root can create nothing', async () => {
    await expect(requireWritableFile('/proc/heph/report.html')).rejects.toMatchObject({
      code: 'file-system',
      message: expect.stringMatching(/nothing can be created in \/proc$/),
    });
  });

  it('refuses a path that is a folder', async () => {
    const folder = join(await temporaryFolder(), 'results.json');
    await mkdir(folder);
    await expect(requireWritableFile(folder)).rejects.toThrow(/is a folder$/);
  });
});
