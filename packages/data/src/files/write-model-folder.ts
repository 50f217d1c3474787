import { HephError } from '../errors';
import { requireText } from '../options/require-text';
import { requireFolderParts } from './folder-parts';
import {
  describeFiles,
  formatManifest,
  isVersionOf,
  manifestName,
  parseManifest,
  type StoredFile,
} from './model-manifest';
import { nodeFileSystem } from './node-modules';
import { isTemporary, replaceFile, syncFolder } from './replace-file';

/**
 * Saves a model as a folder: `manifest.json`, and one file for each of `files` under a name that contains a hash of
 * its content. New files never overwrite old ones, and the manifest, renamed into place last, is the one switch
 * from the old model to the new: a process killed at any moment leaves one of them whole. What belonged to the
 * old model is removed afterwards; other files in the folder stay. One process may save to a folder at a time.
 *
 * @param folder made, with its parents, where it is not there
 * @param manifest what JSON can hold: finite numbers, no typed arrays
 * @param files contents by plain name, such as `weights.safetensors`
 * @throws TypeError if the manifest or a name is of no use
 * @throws HephError `file-system` if the folder cannot be written, or the program does not run on Node.js
 */
export async function writeModelFolder(
  folder: string,
  manifest: object,
  files: Readonly<Record<string, Uint8Array>>,
): Promise<void> {
  requireText('folder', folder);
  requireFolderParts(manifest, files);
  const { mkdir } = nodeFileSystem();
  const stored = await describeFiles(files);
  const text = formatManifest({ model: { ...manifest }, files: stored });
  const oldNames = await namesInUse(folder);
  try {
    await mkdir(folder, { recursive: true });
    for (const [name, { storedAs }] of stored) await replaceFile(`${folder}/${storedAs}`, files[name]!);
    await syncFolder(folder);
    await replaceFile(`${folder}/${manifestName}`, new TextEncoder().encode(text));
    await syncFolder(folder);
  } catch (cause) {
    throw new HephError('file-system', `cannot save the model to ${folder}: ${String(cause)}`, { cause });
  }
  // The model is saved: what cannot be removed now is removed by the next save.
  await removeStale(folder, stored, oldNames).catch(() => undefined);
}

/** The names that the model in the folder uses; none where there is no model, or none that can be read. */
async function namesInUse(folder: string): Promise<string[]> {
  try {
    const path = `${folder}/${manifestName}`;
    return [...parseManifest(await nodeFileSystem().readFile(path, 'utf8'), path).files.keys()];
  } catch {
    return [];
  }
}

/** Removes other versions of the files of both models, also those that a killed process left. */
async function removeStale(
  folder: string,
  stored: ReadonlyMap<string, StoredFile>,
  oldNames: readonly string[],
): Promise<void> {
  const { readdir, rm } = nodeFileSystem();
  const names = [...stored.keys(), ...oldNames];
  const current = new Set([...stored.values()].map(file => file.storedAs));
  for (const onDisk of await readdir(folder)) {
    const isOurs = isTemporary(onDisk) || names.some(name => isVersionOf(name, onDisk));
    if (isOurs && !current.has(onDisk)) await rm(`${folder}/${onDisk}`, { force: true });
  }
}
