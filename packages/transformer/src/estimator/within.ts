import { HephError, isHephError } from '@heph/data';

/** Reads data; what is wrong with it is said to be wrong there: rows are counted from there, too. */
export function within<T>(where: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!isHephError(cause)) throw cause;
    throw new HephError(cause.code, `${where}: ${cause.message}`, { cause });
  }
}
