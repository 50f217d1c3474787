import { HephError } from '../errors';

/** Node's promise-based file system, found at run time so that bundles for browsers need not resolve it. */
export function nodeFileSystem() {
  return globalThis.process?.getBuiltinModule?.('node:fs/promises') ?? notOnNode();
}

/** The SHA-256 of bytes in hexadecimal. */
export function sha256(bytes: Uint8Array): string {
  return nodeCrypto().createHash('sha256').update(bytes).digest('hex');
}

/** Sixteen random hexadecimal digits, for names that nobody else uses. */
export function uniqueSuffix(): string {
  return nodeCrypto().randomBytes(8).toString('hex');
}

function nodeCrypto() {
  return globalThis.process?.getBuiltinModule?.('node:crypto') ?? notOnNode();
}

function notOnNode(): never {
  throw new HephError('file-system', 'saving to a folder and loading from one need Node.js 20.16 or later');
}
