import { HephError } from '../errors';
import { requireText } from '../options/require-text';
import {
  manifestName,
  maxManifestBytes,
  parseManifest,
  type ModelManifest,
  type StoredFile,
} from './model-manifest';
import { modelSource, type ModelSource } from './model-source';
import { sha256IfPossible } from './node-modules';

/** What {@link writeModelFolder} was given. */
export interface ModelFolder {
  manifest: Record<string, unknown>;
  files: Record<string, Uint8Array>;
}

/**
 * Loads what `writeModelFolder` saved, from a folder on disk or, of a web host, by its address. Nothing in the folder is
 * trusted: names cannot lead out of it, every file's size is checked, on disk before any is read, and its SHA-256 before
 * it is given out (in a page that came over plain HTTP the browser has none to offer, and sizes have to do).
 *
 * @param folder a path, or an address such as `https://example.org/model`; in a browser relative to the page
 * @throws HephError `invalid-file` if the folder or a file is missing, cut short or changed, or the manifest is
 * garbled or of a version unknown here; `file-system` if a file cannot be read or fetched
 */
export async function readModelFolder(folder: string): Promise<ModelFolder> {
  requireText('folder', folder);
  const source = modelSource(folder);
  const manifest = await readManifest(source, folder);
  for (const [name, file] of manifest.files)
    checkSize(source, file, await source.sizeOf(file.storedAs, lacks(name)));
  const contents = await Promise.all(
    Array.from(
      manifest.files,
      async ([name, file]) => [name, await readContent(source, name, file)] as const,
    ),
  );
  return { manifest: manifest.model, files: Object.fromEntries(contents) };
}

async function readManifest(source: ModelSource, folder: string): Promise<ModelManifest> {
  const path = source.pathOf(manifestName);
  const whenMissing = `no model in ${folder}`;
  const checkLength = (size: number) => {
    if (size > maxManifestBytes)
      throw new HephError(
        'invalid-file',
        `${path}: expected at most ${maxManifestBytes} bytes; found ${size}`,
      );
  };
  checkLength((await source.sizeOf(manifestName, whenMissing)) ?? 0);
  const bytes = await source.read(manifestName, whenMissing);
  checkLength(bytes.byteLength);
  return parseManifest(decoded(bytes, path), path);
}

function decoded(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new HephError('invalid-file', `${path}: expected UTF-8 text; found other bytes`, { cause });
  }
}

function checkSize(source: ModelSource, { storedAs, byteLength }: StoredFile, size: number | null): void {
  if (size !== null && size !== byteLength)
    throw new HephError(
      'invalid-file',
      `${source.pathOf(storedAs)}: expected ${byteLength} bytes; found ${size}`,
    );
}

async function readContent(source: ModelSource, name: string, file: StoredFile): Promise<Uint8Array> {
  const bytes = await source.read(file.storedAs, lacks(name));
  checkSize(source, file, bytes.byteLength);
  const hash = await sha256IfPossible(bytes);
  if (hash !== null && hash !== file.sha256)
    throw new HephError(
      'invalid-file',
      `${source.pathOf(file.storedAs)}: the content of "${name}" is not what was saved`,
    );
  return bytes;
}

const lacks = (name: string) => `the model lacks its file "${name}"`;
