import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { HephError } from '../errors';

/** Bytes of CSV text, plain or compressed with gzip. */
export interface CsvBytes {
  /** What messages call them. */
  readonly name: string;
  /** What messages call them where they cannot be had at all. */
  readonly place: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

const pieceSize = 1 << 20;

export function bytesOfFile(path: string, name: string = basename(path)): CsvBytes {
  return { name, place: path, bytes: createReadStream(path, { highWaterMark: pieceSize }) };
}

/**
 * The text of UTF-8 bytes, piece by piece as they arrive; what begins as gzip does is decompressed.
 *
 * @throws HephError `file-not-found`; `file-system` if they cannot be read; `invalid-csv` if they are no UTF-8 or damaged
 */
export async function* csvText(source: CsvBytes): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const bytes of decompressed(source.bytes)) yield decoder.decode(bytes, { stream: true });
    yield decoder.decode();
  } catch (cause) {
    throw unreadable(source, cause);
  }
}

async function* decompressed(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const pieces = bytes[Symbol.asyncIterator]();
  try {
    let head: Uint8Array = new Uint8Array();
    while (head.length < 2) {
      const { done, value } = await pieces.next();
      if (done) break;
      head = head.length === 0 ? value : Buffer.concat([head, value]);
    }
    const whole = { [Symbol.asyncIterator]: () => followedBy(head, pieces) };
    if (!(head[0] === 0x1f && head[1] === 0x8b)) yield* whole;
    else
      yield* pipeline(Readable.from(whole), createGunzip({ chunkSize: pieceSize }), () => {
        // What goes wrong ends the iteration over the stream too.
      }) as AsyncIterable<Uint8Array>;
  } finally {
    await pieces.return?.();
  }
}

async function* followedBy(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head;
  for (;;) {
    const { done, value } = await rest.next();
    if (done) return;
    yield value;
  }
}

function unreadable({ name, place }: CsvBytes, cause: unknown): unknown {
  const { code } = Object(cause) as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new HephError('file-not-found', `there is no file ${place}`, { cause });
  if (code === 'EISDIR')
    return new HephError('file-system', `expected a CSV file; ${place} is a directory`, { cause });
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
    return new HephError('invalid-csv', `${name}: expected UTF-8 text; found other bytes`, { cause });
  if (code?.startsWith('Z_'))
    return new HephError('invalid-csv', `${name}: expected gzip data; it is damaged or cut off`, { cause });
  return new HephError('file-system', `cannot read ${place}: ${String(cause)}`, { cause });
}
