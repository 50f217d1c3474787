import { unzipSync, type UnzipFileFilter } from 'fflate';
import { HephError } from '../errors';
import { manifestName } from './model-manifest';
import type { ModelSource } from './model-source';

const mostEntries = 1000;
/** Deflate makes a file at most so many times smaller. */
const mostDeflated = 1032;
/** All files together may unpack to so many bytes, and to so many times the archive's own size. */
const alwaysAllowed = 64 * 2 ** 20;
const mostInflated = 100;

interface Entry {
  /** As the archive has it. */
  readonly name: string;
  /** Bytes once unpacked. */
  readonly size: number;
}

/**
 * The files of a model in a zip archive: one that `packModel` made, or a model's folder packed by any other tool, the folder
 * itself or what is in it. Sizes are looked at before anything is unpacked, and nothing is that the manifest does not name.
 *
 * @throws HephError `invalid-file` if the bytes are no whole archive, or hold no model, several, or more than they can
 */
export function archiveSource(bytes: Uint8Array): ModelSource {
  const entries = entriesOf(bytes);
  const folder = folderIn([...entries.keys()]);
  const pathOf = (name: string) => `${folder}${name} in the given bytes`;
  const find = (name: string, whenMissing: string): Entry => {
    const entry = entries.get(folder + name);
    if (!entry) throw invalid(`${whenMissing}: there is no ${pathOf(name)}`);
    return entry;
  };
  return {
    name: 'the given bytes',
    pathOf,
    sizeOf: async (name, whenMissing) => find(name, whenMissing).size,
    async read(name, whenMissing) {
      const wanted = find(name, whenMissing).name;
      return unzipped(bytes, entry => entry.name === wanted)[wanted]!;
    },
  };
}

/** The archive's entries by path, with `/` between names. */
function entriesOf(bytes: Uint8Array): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  let total = 0;
  unzipped(bytes, ({ name, size, originalSize, compression }) => {
    const path = name.replaceAll('\\', '/');
    if (entries.has(path)) throw invalid(`expected distinct files; found ${path} twice`);
    if (entries.size === mostEntries) throw invalid(`expected at most ${mostEntries} files; found more`);
    if (path.split('/').includes('..')) throw invalid(`expected files of a folder; found ${path}`);
    const isPossible = compression === 0 ? originalSize === size : originalSize <= mostDeflated * size;
    total += originalSize;
    if (!isPossible || size > bytes.length || total > Math.max(alwaysAllowed, mostInflated * bytes.length))
      throw invalid(`${path}: expected a size that ${bytes.length} bytes can hold; found ${originalSize}`);
    entries.set(path, { name, size: originalSize });
    return false;
  });
  return entries;
}

/** Where in the archive the model is: '' or a path that ends in `/`. */
function folderIn(paths: readonly string[]): string {
  const depth = (path: string) => path.split('/').length;
  const manifests = paths
    .filter(path => path === manifestName || path.endsWith(`/${manifestName}`))
    .sort((a, b) => depth(a) - depth(b));
  const [first, second] = manifests;
  if (first === undefined) throw invalid(`no model: there is no ${manifestName} among the archive's files`);
  if (second !== undefined && depth(first) === depth(second))
    throw invalid(`expected one model; found ${first} and ${second}`);
  return first.slice(0, -manifestName.length);
}

function unzipped(bytes: Uint8Array, filter: UnzipFileFilter): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, { filter });
  } catch (cause) {
    if (cause instanceof HephError) throw cause;
    throw invalid(`expected a whole zip archive, as toBytes gives: ${(cause as Error).message}`, cause);
  }
}

function invalid(problem: string, cause?: unknown): HephError {
  return new HephError('invalid-file', `the given bytes: ${problem}`, { cause });
}
