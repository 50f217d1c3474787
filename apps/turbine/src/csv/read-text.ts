import { createReadStream } from 'node:fs';
import { HephError } from '@heph/data';
import type { Input } from '../io';
import { unlessAborted } from '../unless-aborted';

/** Where CSV text comes from. */
export interface TextSource {
  /** What messages call it. */
  readonly name: string;
  readonly pieces: AsyncIterable<string>;
}

/**
 * The text of a file, piece by piece.
 *
 * @throws HephError, once it is read, `file-not-found`; `file-system`; `invalid-csv` if it is not UTF-8
 */
export function textOfFile(path: string, name: string, signal: AbortSignal): TextSource {
  return { name, pieces: decoded(createReadStream(path, { highWaterMark: 1 << 20 }), name, signal) };
}

/** The text of standard input, likewise. */
export function textOfInput(input: Input, signal: AbortSignal): TextSource {
  const name = 'standard input';
  return { name, pieces: decoded(input, name, signal) };
}

async function* decoded(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const iterator = bytes[Symbol.asyncIterator]();
  try {
    for (;;) {
      // Whoever types rows may stop without ever ending the input.
      const { done, value } = await unlessAborted(iterator.next(), signal);
      yield decoder.decode(done ? undefined : value, { stream: !done });
      if (done) return;
    }
  } catch (cause) {
    signal.throwIfAborted();
    throw unreadable(name, cause);
  }
}

function unreadable(name: string, cause: unknown): HephError {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return new HephError('file-not-found', `there is no file ${name}`, { cause });
  if (code === 'EISDIR')
    return new HephError('file-system', `expected a CSV file; ${name} is a directory`, { cause });
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
    return new HephError('invalid-csv', `${name}: expected UTF-8 text; found other bytes`, { cause });
  return new HephError('file-system', `cannot read ${name}: ${String(cause)}`, { cause });
}
