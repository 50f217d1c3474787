import { HephError } from '../errors';
import { describeValue } from '../options/describe-value';
import { archiveSource } from './archive-source';
import {
  manifestName,
  maxManifestBytes,
  parseManifest,
  type ModelManifest,
  type StoredFile,
} from './model-manifest';
import { modelSource, type ModelSource } from './model-source';
import { sha256 } from './sha256';

/** What {@link writeModelFolder} was given. */
export interface ModelFolder {
  manifest: Record<string, unknown>;
  files: Record<string, Uint8Array>;
}

/**
 * Loads what `writeModelFolder` saved, from a folder on disk or, of a web host, by its address, or what `packModel` made
 * bytes of. Nothing there is trusted: names cannot lead out of a folder, every file's size is checked, on disk and in bytes
 * before any is read, and its SHA-256 before it is given out.
 *
 * @param folder a path, or an address such as `https://example.org/model`, in a browser relative to the page; or the bytes
 *   of a zip archive that holds a model's folder, whatever tool packed it
 * @throws HephError `invalid-file` if the folder or a file is missing, cut short or changed, or the manifest is
 * garbled or of a version unknown here; `file-system` if a file cannot be read or fetched
 */
export async function readModelFolder(folder: string | Uint8Array): Promise<ModelFolder> {
  if (typeof folder !== 'string' && !(folder instanceof Uint8Array))
    throw new TypeError(`folder must be text or bytes; received ${describeValue(folder)}`);
  const source = typeof folder === 'string' ? modelSource(folder) : archiveSource(folder);
  const manifest = await readManifest(source);
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

async function readManifest(source: ModelSource): Promise<ModelManifest> {
  const path = source.pathOf(manifestName);
  const whenMissing = `no model in ${source.name}`;
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
  if ((await sha256(bytes)) !== file.sha256)
    throw new HephError(
      'invalid-file',
      `${source.pathOf(file.storedAs)}: the content of "${name}" is not what was saved`,
    );
  return bytes;
}

const lacks = (name: string) => `the model lacks its file "${name}"`;
