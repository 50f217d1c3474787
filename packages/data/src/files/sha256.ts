import { sha256 as inScript } from '@noble/hashes/sha2';
import { describeValue } from '../options/describe-value';

/**
 * The SHA-256 of bytes in hexadecimal: by Node's cryptography, by the browser's where the page has any (it came over
 * HTTPS or from this machine), and in script, several times as slow, elsewhere.
 */
export async function sha256(bytes: Uint8Array): Promise<string> {
  if (!(bytes instanceof Uint8Array))
    throw new TypeError(`bytes must be a Uint8Array; received ${describeValue(bytes)}`);
  const node = globalThis.process?.getBuiltinModule?.('node:crypto');
  if (node) return node.createHash('sha256').update(bytes).digest('hex');
  const subtle = globalThis.crypto?.subtle;
  const digest = subtle
    ? new Uint8Array(await subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>))
    : inScript(bytes);
  return Array.from(digest, byte => byte.toString(16).padStart(2, '0')).join('');
}
