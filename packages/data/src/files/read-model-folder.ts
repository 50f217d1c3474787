import { HephError } from '../errors';
import {
  manifestName,
  maxManifestBytes,
  parseManifest,
  type ModelManifest,
  type StoredFile,
} from './model-manifest';
import { nodeFileSystem, sha256 } from './node-modules';

/** What {@link writeModelFolder} was given. */
export interface ModelFolder {
  manifest: Record<string, unknown>;
  files: Record<string, Uint8Array>;
}

/**
 * Loads what `writeModelFolder` saved. Nothing in the folder is trusted: names cannot lead out of it, every file's
 * size is checked before any is read, and its SHA-256 before it is given out.
 *
 * @throws HephError `invalid-file` if the folder or a file is missing, cut short or changed, or the manifest is
 * garbled or of a version unknown here; `file-system` if a file cannot be read, or not on Node.js
 */
export async function readModelFolder(folder: string): Promise<ModelFolder> {
  const manifest = await readManifest(folder);
  for (const [name, file] of manifest.files) await checkSize(folder, name, file);
  const files: Record<string, Uint8Array> = {};
  for (const [name, file] of manifest.files) files[name] = await readContent(folder, name, file);
  return { manifest: manifest.model, files };
}

async function readManifest(folder: string): Promise<ModelManifest> {
  const path = `${folder}/${manifestName}`;
  const size = await fileSize(path, `no model in ${folder}`);
  if (size > maxManifestBytes)
    throw new HephError('invalid-file', `${path}: expected at most ${maxManifestBytes} bytes; found ${size}`);
  const bytes = await read(path);
  return parseManifest(decoded(bytes, path), path);
}

function decoded(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new HephError('invalid-file', `${path}: expected UTF-8 text; found other bytes`, { cause });
  }
}

async function checkSize(folder: string, name: string, { storedAs, byteLength }: StoredFile): Promise<void> {
  const path = `${folder}/${storedAs}`;
  const size = await fileSize(path, `the model lacks its file "${name}"`);
  if (size !== byteLength)
    throw new HephError('invalid-file', `${path}: expected ${byteLength} bytes; found ${size}`);
}

async function readContent(folder: string, name: string, file: StoredFile): Promise<Uint8Array> {
  const path = `${folder}/${file.storedAs}`;
  const bytes = await read(path);
  if (sha256(bytes) !== file.sha256)
    throw new HephError('invalid-file', `${path}: the content of "${name}" is not what was saved`);
  return bytes;
}

async function fileSize(path: string, whenMissing: string): Promise<number> {
  const { stat } = nodeFileSystem();
  const stats = await stat(path).catch((cause: unknown) => {
    throw unreadable(path, cause, whenMissing);
  });
  if (!stats.isFile()) throw new HephError('invalid-file', `${whenMissing}: ${path} is not a file`);
  return stats.size;
}

async function read(path: string): Promise<Uint8Array> {
  const { readFile } = nodeFileSystem();
  const buffer = await readFile(path).catch((cause: unknown) => {
    throw unreadable(path, cause, 'the file vanished while it was read');
  });
  // A Buffer's slice shares memory where a Uint8Array's copies: callers get the latter.
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

function unreadable(path: string, cause: unknown, whenMissing: string): HephError {
  const code = (cause as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR'
    ? new HephError('invalid-file', `${whenMissing}: there is no ${path}`, { cause })
    : new HephError('file-system', `cannot read ${path}: ${String(cause)}`, { cause });
}
