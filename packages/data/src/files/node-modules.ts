import { HephError } from '../errors';

/** Whether this runs where there is a disk. */
export function onNode(): boolean {
  return globalThis.process?.getBuiltinModule !== undefined;
}

/** Node's promise-based file system, found at run time so that bundles for browsers need not resolve it. */
export function nodeFileSystem() {
  return globalThis.process?.getBuiltinModule?.('node:fs/promises') ?? notOnNode();
}

/** Sixteen random hexadecimal digits, for names that nobody else uses. */
export function uniqueSuffix(): string {
  return nodeCrypto().randomBytes(8).toString('hex');
}

function nodeCrypto() {
  return globalThis.process?.getBuiltinModule?.('node:crypto') ?? notOnNode();
}

function notOnNode(): never {
  throw new HephError(
    'file-system',
    'saving to a folder needs Node.js 20.16 or later; elsewhere a model can be kept as bytes (toBytes)',
  );
}
