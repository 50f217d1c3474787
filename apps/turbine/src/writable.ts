import { mkdtemp, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HephError } from '@heph/data';

/**
 * Makes sure that a file can be written, before hours go into what it shall hold. Nothing stays behind: folders that
 * are not there yet must be such that they can be made.
 *
 * @throws HephError `file-system`
 */
export async function requireWritableFile(file: string): Promise<void> {
  const existing = await nearestExisting(file);
  const isFolder = (await stat(existing)).isDirectory();
  if (existing === file ? isFolder : !isFolder)
    throw new HephError(
      'file-system',
      `cannot write ${file}: ${existing} is ${isFolder ? 'a folder' : 'not a folder'}`,
    );
  const folder = isFolder ? existing : dirname(existing);
  try {
    // Permissions do not tell the whole truth (a read-only disk, /proc): only trying does.
    await rmdir(await mkdtemp(join(folder, '.writable-')));
  } catch (cause) {
    throw new HephError('file-system', `cannot write ${file}: nothing can be created in ${folder}`, {
      cause,
    });
  }
}

async function nearestExisting(path: string): Promise<string> {
  try {
    await stat(path);
    return path;
  } catch {
    return nearestExisting(dirname(path));
  }
}
