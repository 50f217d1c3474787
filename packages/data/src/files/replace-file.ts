import { nodeFileSystem, uniqueSuffix } from './node-modules';

const temporaryName = /\.[0-9a-f]{16}\.tmp$/;

/** Whether a file is one that {@link replaceFile} was writing when its process was killed. */
export function isTemporary(name: string): boolean {
  return temporaryName.test(name);
}

/**
 * Writes a file so that at any moment the path holds the old contents or the new, never a part: into a temporary
 * file beside it, to the disk, then renamed into place.
 */
export async function replaceFile(path: string, contents: Uint8Array): Promise<void> {
  const { open, rename, rm } = nodeFileSystem();
  const temporary = `${path}.${uniqueSuffix()}.tmp`;
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(contents);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Brings renames within a folder to the disk, on systems where a folder can be opened for that. */
export async function syncFolder(folder: string): Promise<void> {
  const { open } = nodeFileSystem();
  const handle = await open(folder, 'r').catch(() => undefined);
  try {
    await handle?.sync().catch(() => undefined);
  } finally {
    await handle?.close();
  }
}
