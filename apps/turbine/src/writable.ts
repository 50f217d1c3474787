import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { HephError } from '@heph/data';

/**
 * Makes sure that a file can be written, before hours go into what it shall hold. Nothing is created: folders that are
 * not there yet must be such that they can be made.
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
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new HephError('file-system', `cannot write ${file}: no permission to write to ${folder}`, {
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
