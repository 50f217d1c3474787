import { HephError } from '@heph/data';
import { unzipSync } from 'fflate';
import { originalFiles } from './columns';
import type { YearlyFiles } from './csv-folder';

/** The data set in the UCI Machine Learning Repository. */
export const archiveUrl =
  'https://archive.ics.uci.edu/static/public/551/gas+turbine+co+and+nox+emission+data+set.zip';

/** How long to wait for a first answer, and later for each further piece. */
const connectSeconds = 10;
const stallSeconds = 30;

/** The archive has 1 MB; what is far larger is something else. */
const largestArchive = 32 << 20;
const largestFile = 16 << 20;

export interface DownloadOptions {
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
  /** Told of every piece that arrives; `total` is undefined where the server does not say. */
  readonly onProgress?: (received: number, total: number | undefined) => void;
  /** Default 10. */
  readonly connectSeconds?: number;
}

/**
 * Fetches the archive.
 *
 * @returns its bytes, or in words why it could not be had (no network, a server that refuses)
 * @throws whatever reason `signal` was aborted with
 */
export async function downloadArchive(options: DownloadOptions): Promise<Uint8Array | { failure: string }> {
  const patience = new AbortController();
  const seconds = options.connectSeconds ?? connectSeconds;
  let timer = startTimer(seconds, `no answer within ${seconds} s`);
  try {
    const response = await options.fetch(archiveUrl, {
      signal: AbortSignal.any([options.signal, patience.signal]),
    });
    if (!response.ok || !response.body) return { failure: `the server answered ${response.status}` };
    const total = Number(response.headers.get('content-length')) || undefined;
    const pieces: Uint8Array[] = [];
    let received = 0;
    for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
      clearTimeout(timer);
      timer = startTimer(stallSeconds, `nothing more came for ${stallSeconds} s`);
      pieces.push(piece);
      received += piece.length;
      if (received > largestArchive)
        return { failure: `the answer is larger than ${largestArchive >> 20} MB` };
      options.onProgress?.(received, total);
    }
    return new Uint8Array(Buffer.concat(pieces));
  } catch (error) {
    options.signal.throwIfAborted();
    return { failure: reasonOf(patience.signal.aborted ? patience.signal.reason : error) };
  } finally {
    clearTimeout(timer);
  }

  function startTimer(after: number, reason: string): NodeJS.Timeout {
    return setTimeout(() => patience.abort(new Error(reason)), after * 1000);
  }
}

/**
 * Takes the yearly files out of the archive, in whichever folder of it they lie; other files are left in it.
 *
 * @throws HephError `invalid-file` if it is no zip archive, or a year is not in it
 */
export function unpackArchive(archive: Uint8Array): YearlyFiles {
  const wanted = new Set(originalFiles.map(file => file.name));
  const files = new Map<string, Uint8Array>();
  for (const [path, content] of Object.entries(unzipped(archive))) {
    const name = baseName(path);
    if (wanted.delete(name)) files.set(name, content);
  }
  if (wanted.size > 0)
    throw new HephError('invalid-file', `the archive from ${archiveUrl} lacks ${[...wanted].join(', ')}`);
  return files;
}

function unzipped(archive: Uint8Array): Record<string, Uint8Array> {
  try {
    return unzipSync(archive, {
      filter: ({ name, originalSize }) => name.endsWith('.csv') && originalSize <= largestFile,
    });
  } catch (cause) {
    throw new HephError('invalid-file', `what ${archiveUrl} gave is no zip archive: ${reasonOf(cause)}`, {
      cause,
    });
  }
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `fetch` says only "fetch failed" and hides what happened in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? reasonOf(error.cause) : error.message;
}
