const marker = Symbol.for('heph.error');

/** What went wrong, for programs to tell apart. */
export type HephErrorCode =
  | 'invalid-data'
  | 'invalid-csv'
  | 'missing-column'
  | 'not-fitted'
  | 'schema-mismatch'
  | 'file-not-found'
  | 'invalid-file'
  | 'file-system'
  | 'missing-package'
  | 'diverged'
  | 'aborted'
  | 'busy';

/**
 * A mistake in data, files or use at run time: its message says what was expected and what was received.
 * (A programmer's mistake in an argument is a `TypeError` or `RangeError`.)
 */
export class HephError extends Error {
  override readonly name: string = 'HephError';
  readonly code: HephErrorCode;

  constructor(code: HephErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    Object.defineProperty(this, marker, { value: true });
  }
}

/** Recognises a `HephError` by its marker, so that two copies of this package in one process agree. */
export function isHephError(error: unknown): error is HephError {
  return typeof error === 'object' && error !== null && marker in error;
}
