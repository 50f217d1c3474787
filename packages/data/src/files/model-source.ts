import { HephError } from '../errors';
import { nodeFileSystem, onNode } from './node-modules';

/** Where the files of a saved model are read from. */
export interface ModelSource {
  /** What messages call the whole. */
  readonly name: string;
  /** How messages name a file. */
  pathOf(name: string): string;
  /**
   * A file's size in bytes before it is read; null where only reading tells.
   *
   * @param whenMissing what it means if there is no such file
   */
  sizeOf(name: string, whenMissing: string): Promise<number | null>;
  read(name: string, whenMissing: string): Promise<Uint8Array>;
}

/** A folder on disk; an address `http…` on the web; in a browser every path is an address, relative to the page. */
export function modelSource(location: string): ModelSource {
  return /^https?:\/\//i.test(location) || !onNode() ? webFolder(location) : diskFolder(location);
}

function diskFolder(folder: string): ModelSource {
  const pathOf = (name: string) => `${folder}/${name}`;
  return {
    name: folder,
    pathOf,
    async sizeOf(name, whenMissing) {
      const path = pathOf(name);
      const stats = await nodeFileSystem()
        .stat(path)
        .catch((cause: unknown) => {
          throw unreadable(path, cause, whenMissing);
        });
      if (!stats.isFile()) throw new HephError('invalid-file', `${whenMissing}: ${path} is not a file`);
      return stats.size;
    },
    async read(name, whenMissing) {
      const path = pathOf(name);
      const buffer = await nodeFileSystem()
        .readFile(path)
        .catch((cause: unknown) => {
          throw unreadable(path, cause, whenMissing);
        });
      // A Buffer's slice shares memory where a Uint8Array's copies: callers get the latter.
      return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
    },
  };
}

function unreadable(path: string, cause: unknown, whenMissing: string): HephError {
  const code = (cause as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR'
    ? new HephError('invalid-file', `${whenMissing}: there is no ${path}`, { cause })
    : new HephError('file-system', `cannot read ${path}: ${String(cause)}`, { cause });
}

function webFolder(address: string): ModelSource {
  const pathOf = (name: string) => `${address.replace(/\/+$/, '')}/${name}`;
  return {
    name: address,
    pathOf,
    sizeOf: () => Promise.resolve(null),
    async read(name, whenMissing) {
      const path = pathOf(name);
      let response: Response;
      try {
        response = await fetch(path);
      } catch (cause) {
        throw new HephError('file-system', `cannot fetch ${path}: ${String(cause)}`, { cause });
      }
      if (response.status === 404 || response.status === 410)
        throw new HephError('invalid-file', `${whenMissing}: there is no ${path}`);
      if (!response.ok)
        throw new HephError('file-system', `cannot fetch ${path}: ${response.status} ${response.statusText}`);
      return new Uint8Array(await response.arrayBuffer());
    },
  };
}
