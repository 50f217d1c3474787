import { describe, expect, it } from '@jest/globals';
import { HephError, isHephError } from './errors';

describe('HephError', () => {
  it('carries a code and a cause', () => {
    const cause = new Error('disk');
    const error = new HephError('file-system', 'cannot write', { cause });
    expect(error).toMatchObject({ name: 'HephError', code: 'file-system', message: 'cannot write', cause });
    expect(error).toBeInstanceOf(Error);
  });

  it('is recognised by its marker, also from another copy of the package', () => {
    const foreign = Object.assign(new Error('other copy'), {
      code: 'invalid-csv',
      [Symbol.for('heph.error')]: true,
    });
    expect(isHephError(new HephError('aborted', 'stopped'))).toBe(true);
    expect(isHephError(foreign)).toBe(true);
    for (const other of [new Error('x'), { code: 'invalid-csv' }, null, undefined, 'x'])
      expect(isHephError(other)).toBe(false);
  });
});
