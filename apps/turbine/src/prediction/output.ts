import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { HephError } from '@heph/data';
import type { Output } from '../io';

/** Writes pieces of text to an output as fast as its reader takes them. */
export async function writeTo(output: Output, pieces: AsyncIterable<string>): Promise<void> {
  for await (const piece of pieces)
    if (output.write(piece) === false && output.once)
      await new Promise<void>(resolve => output.once!('drain', resolve));
}

/**
 * Writes pieces of text to a file, which appears, or is replaced, only when all of them are written.
 *
 * @throws HephError `file-system`; whatever the pieces throw, and then the file is as it was before
 */
export async function writeToFile(path: string, pieces: AsyncIterable<string>): Promise<void> {
  const temporary = `${path}.${randomBytes(8).toString('hex')}.tmp`;
  const onDisk = <T>(work: Promise<T>) =>
    work.catch((cause: unknown) => {
      throw new HephError('file-system', `cannot write ${path}: ${String(cause)}`, { cause });
    });
  await onDisk(mkdir(dirname(path), { recursive: true }));
  const file = await onDisk(open(temporary, 'wx'));
  try {
    try {
      for await (const piece of pieces) await onDisk(file.writeFile(piece));
      await onDisk(file.sync());
    } finally {
      await file.close();
    }
    await onDisk(rename(temporary, path));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
