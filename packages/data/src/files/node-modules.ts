import { HephError } from '../errors';

/** Whether this runs where there is a disk. */
export function onNode(): boolean {
  return globalThis.process?.getBuiltinModule !== undefined;
}

/** Node's promise-based file system, found at run time so that bundles for browsers need not resolve it. */
export function nodeFileSystem() {
  return globalThis.process?.getBuiltinModule?.('node:fs/promises') ?? notOnNode();
}

/** The SHA-256 of bytes in hexadecimal. */
export function sha256(bytes: Uint8Array): string {
  return nodeCrypto().createHash('sha256').update(bytes).digest('hex');
}

/** The same wherever the platform has it: browsers only in pages that came over HTTPS or from this machine. */
export async function sha256IfPossible(bytes: Uint8Array): Promise<string | null> {
  if (onNode()) return sha256(bytes);
  if (globalThis.crypto?.subtle === undefined) return null;
  const digest = await globalThis.crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('');
}

/** Sixteen random hexadecimal digits, for names that nobody else uses. */
export function uniqueSuffix(): string {
  return nodeCrypto().randomBytes(8).toString('hex');
}

function nodeCrypto() {
  return globalThis.process?.getBuiltinModule?.('node:crypto') ?? notOnNode();
}

function notOnNode(): never {
  throw new HephError('file-system', 'saving to a folder needs Node.js 20.16 or later');
}
