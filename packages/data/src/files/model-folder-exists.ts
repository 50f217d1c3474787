import { HephError } from '../errors';
import { requireText } from '../options/require-text';
import { manifestName } from './model-manifest';
import { nodeFileSystem } from './node-modules';

/**
 * Whether `writeModelFolder` has finished a save in this folder, for a program that starts anew where it has not.
 * Whether what it saved is still whole, `readModelFolder` finds out.
 *
 * @throws HephError `file-system` if the folder cannot be looked into, or the program does not run on Node.js
 */
export async function modelFolderExists(folder: string): Promise<boolean> {
  requireText('folder', folder);
  const path = `${folder}/${manifestName}`;
  try {
    await nodeFileSystem().stat(path);
    return true;
  } catch (cause) {
    if (cause instanceof HephError) throw cause;
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw new HephError('file-system', `cannot read ${path}: ${String(cause)}`, { cause });
  }
}
