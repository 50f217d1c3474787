import { createHash } from 'node:crypto';
import { HephError } from '@heph/data';
import { originalFiles } from './columns';
import type { YearlyFiles } from './csv-folder';

/** SHA-256 by file name. */
export type Checksums = Readonly<Record<string, string>>;

export const publishedChecksums: Checksums = Object.fromEntries(
  originalFiles.map(({ name, sha256 }) => [name, sha256]),
);

export function checksum(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Whether every file is byte for byte the published one. */
export function areOriginals(files: YearlyFiles, checksums: Checksums): boolean {
  return [...files].every(([name, content]) => checksum(content) === checksums[name]);
}

/** @throws HephError `invalid-file` naming the file whose checksum is wrong, and what to do about it */
export function requireOriginals(
  files: YearlyFiles,
  checksums: Checksums,
  advice: { readonly origin: string; readonly remedy: string },
): void {
  for (const [name, content] of files) {
    const received = checksum(content);
    if (received !== checksums[name])
      throw new HephError(
        'invalid-file',
        `${name} ${advice.origin} has SHA-256 ${received}; expected ${checksums[name]}; ${advice.remedy}`,
      );
  }
}
