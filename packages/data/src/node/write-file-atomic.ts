import { HephError } from '../errors';
import { replaceFile } from '../files/replace-file';
import { describeValue } from '../options/describe-value';
import { requireText } from '../options/require-text';

/**
 * Writes a file so that at any moment the path holds the old contents or the new, never a part.
 *
 * @param contents bytes, or text that is written as UTF-8
 * @throws HephError `file-system` if it cannot be written
 */
export async function writeFileAtomic(path: string, contents: string | Uint8Array): Promise<void> {
  requireText('path', path);
  if (typeof contents !== 'string' && !ArrayBuffer.isView(contents))
    throw new TypeError(`contents must be text or bytes; received ${describeValue(contents)}`);
  const bytes = typeof contents === 'string' ? new TextEncoder().encode(contents) : contents;
  try {
    await replaceFile(path, bytes);
  } catch (cause) {
    throw new HephError('file-system', `cannot write ${path}: ${String(cause)}`, { cause });
  }
}
