import { HephError } from '../errors';
import { sha256 } from './sha256';
import { parseStrictJson } from './strict-json';

/** The file that names all others of a model folder. */
export const manifestName = 'manifest.json';

/** A larger manifest is refused unread. */
export const maxManifestBytes = 64 * 2 ** 20;

const formatVersion = 1;
const plainName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/;

/** What the manifest knows of a file. */
export interface StoredFile {
  /** Its name on disk, which changes with its content. */
  readonly storedAs: string;
  readonly byteLength: number;
  /** Of its content, in hexadecimal. */
  readonly sha256: string;
}

/** What `manifest.json` holds: a model's own data, and the files that belong to it by the names the model uses. */
export interface ModelManifest {
  readonly model: Record<string, unknown>;
  readonly files: ReadonlyMap<string, StoredFile>;
}

/** @throws TypeError if a name is no plain file name */
export async function describeFiles(
  files: Readonly<Record<string, Uint8Array>>,
): Promise<Map<string, StoredFile>> {
  const described = new Map<string, StoredFile>();
  for (const [name, bytes] of Object.entries(files)) {
    if (!plainName.test(name))
      throw new TypeError(
        `a file's name must be letters, digits, ".", "_" and "-"; received ${JSON.stringify(name)}`,
      );
    if (!(bytes instanceof Uint8Array)) throw new TypeError(`file "${name}" must be a Uint8Array`);
    const hash = await sha256(bytes);
    const storedAs = storedName(name, hash.slice(0, 8));
    described.set(name, { storedAs, byteLength: bytes.byteLength, sha256: hash });
  }
  return described;
}

/** Whether a file on disk is some version of the file that a model calls `name`. */
export function isVersionOf(name: string, onDisk: string): boolean {
  const hash = /-([0-9a-f]{8})(?:\.[^.]*)?$/.exec(onDisk)?.[1];
  return hash !== undefined && onDisk === storedName(name, hash);
}

function storedName(name: string, hash: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? `${name}-${hash}` : `${name.slice(0, dot)}-${hash}${name.slice(dot)}`;
}

/** @throws TypeError if the model holds what JSON would silently change, or keys that would not be read back */
export function formatManifest({ model, files }: ModelManifest): string {
  const text = JSON.stringify({ formatVersion, files: Object.fromEntries(files), model }, refuseLoss, 2);
  try {
    parseStrictJson(text);
  } catch (cause) {
    throw new TypeError(`manifest must have plain keys: ${(cause as Error).message}`, { cause });
  }
  return `${text}\n`;
}

function refuseLoss(key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new TypeError(`manifest must hold finite numbers; received ${value} for "${key}"`);
  if (ArrayBuffer.isView(value))
    throw new TypeError(`manifest must hold plain arrays; received a typed array for "${key}"`);
  return value;
}

/** @throws HephError `invalid-file` if the text is no manifest of a version known here */
export function parseManifest(text: string, path: string): ModelManifest {
  const manifest = parsed(text, path);
  if (!isObject(manifest)) throw invalid(path, 'expected an object');
  if (manifest['formatVersion'] !== formatVersion)
    throw invalid(
      path,
      `expected formatVersion ${formatVersion}; found ${JSON.stringify(manifest['formatVersion'])}`,
    );
  const { model, files } = manifest;
  if (!isObject(model) || !isObject(files)) throw invalid(path, 'expected the objects "model" and "files"');
  const entries = Object.entries(files).map(
    ([name, entry]) => [name, storedFile(name, entry, path)] as const,
  );
  return { model, files: new Map(entries) };
}

function parsed(text: string, path: string): unknown {
  try {
    return parseStrictJson(text);
  } catch (cause) {
    throw new HephError('invalid-file', `${path}: expected JSON: ${(cause as Error).message}`, { cause });
  }
}

function storedFile(name: string, entry: unknown, path: string): StoredFile {
  const found = isObject(entry) ? entry : {};
  const { storedAs, byteLength, sha256: hash } = found;
  const isSound =
    plainName.test(name) &&
    typeof storedAs === 'string' &&
    plainName.test(storedAs) &&
    Number.isSafeInteger(byteLength) &&
    (byteLength as number) >= 0 &&
    typeof hash === 'string' &&
    /^[0-9a-f]{64}$/.test(hash);
  if (!isSound)
    throw invalid(
      path,
      `expected plain file names, a byteLength and a sha256 for file ${JSON.stringify(name)}; found ${JSON.stringify(entry)}`,
    );
  return { storedAs, byteLength: byteLength as number, sha256: hash };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(path: string, problem: string): HephError {
  return new HephError('invalid-file', `${path}: ${problem}`);
}
