/** Something that is no error, but that whoever uses a model may want to know. */
export interface Warning {
  /** `'unseen-categories'`: rows have categories that training never had. */
  readonly code: 'unseen-categories';
  /** A sentence with column and counts. */
  readonly message: string;
  readonly column: string;
  /** How many rows it is about. */
  readonly rows: number;
  /** The categories, each with how many rows have it, the most frequent first. */
  readonly values: readonly UnseenValue[];
}

/** A category that training never had. */
export interface UnseenValue {
  readonly value: string;
  readonly rows: number;
}

export type WarningListener = (warning: Warning) => void;

/** One set of listeners a process, also where two copies of this package are loaded. */
const key = Symbol.for('heph.warning-listeners');
const shared = globalThis as { [key]?: Set<WarningListener> };

function listeners(): Set<WarningListener> {
  return (shared[key] ??= new Set());
}

/**
 * Listens to warnings of all models: `predict`, `evaluate` and whatever else reads a table tells of each column in which
 * rows have categories that training never had. Nobody is told without a listener, and then nothing is counted.
 *
 * @returns ends it
 *
 * @example
 * const stop = onWarning(({ message }) => console.warn(message));
 */
export function onWarning(listener: WarningListener): () => void {
  if (typeof listener !== 'function')
    throw new TypeError(`listener must be a function; received ${String(listener)}`);
  const own: WarningListener = warning => listener(warning);
  listeners().add(own);
  return () => void listeners().delete(own);
}

/** Tells everyone who listens. */
export function warn(warning: Warning): void {
  for (const listener of listeners()) listener(warning);
}

/** Whether anyone does. */
export function isListenedTo(): boolean {
  return listeners().size > 0;
}
