import { describe, expect, it } from '@jest/globals';
import { parseUbjson } from './read-ubjson';
import { ubjsonBytes, type UbjsonValue } from './write-ubjson';

/** Characters are bytes, numbers are, too. */
const bytes = (...parts: (string | number)[]) =>
  Uint8Array.from(
    parts.flatMap(part => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : [part])),
  );

describe('ubjsonBytes', () => {
  it('writes what parseUbjson reads', () => {
    const value = {
      text: 'grüße, 東京',
      empty: '',
      integers: [0, 127, -128, 128, -129, 2 ** 31 - 1, -(2 ** 31), 2 ** 31, 2 ** 53 - 1],
      floats: Float32Array.of(0, -1.5, 1e-45, NaN, 3.4e38),
      places: Int32Array.of(-1, 2 ** 31 - 1),
      small: Uint8Array.of(0, 255),
      nested: [{ a: [] }, [[]], {}],
    } satisfies UbjsonValue;
    expect(parseUbjson(ubjsonBytes(value))).toEqual(value);
    expect(parseUbjson(ubjsonBytes(BigInt64Array.of(5n, -7n)))).toEqual(Float64Array.of(5, -7));
    const long = 'x'.repeat(200_000);
    expect(parseUbjson(ubjsonBytes([long, long]))).toEqual([long, long]);
  });
});

describe('parseUbjson', () => {
  it.each<[string, Uint8Array, unknown]>([
    ['null, true, false', bytes('[ZTF]'), [null, true, false]],
    ['what says nothing', bytes('N[NZNN]'), [null]],
    ['a character', bytes('CA'), 'A'],
    ['small lengths', bytes('{i', 1, 'aSU', 2, 'bc}'), { a: 'bc' }],
    ['a counted object', bytes('{#i', 1, 'i', 1, 'aT'), { a: true }],
    ['a counted array', bytes('[#i', 2, 'TF'), [true, false]],
    ['16 bits', bytes('I', 255, 254), -2],
    ['16 bits without sign', bytes('u', 255, 254), 65534],
    ['32 bits without sign', bytes('m', 255, 255, 255, 254), 2 ** 32 - 2],
    ['64 bits', bytes('L', 255, 255, 255, 255, 255, 255, 255, 254), -2],
    ['a double', bytes('D', 0x3f, 0xf8, 0, 0, 0, 0, 0, 0), 1.5],
    ['doubles', bytes('[$D#i', 1, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0), Float64Array.of(1.5)],
  ])('reads %s', (_name, file, value) => expect(parseUbjson(file)).toEqual(value));

  it.each<[string, Uint8Array, RegExp]>([
    ['nothing', bytes(), /a marker of 1 bytes; the file ends/],
    ['a value that is none', bytes('x'), /byte 1: expected a value; found "x"/],
    ['more than a value', bytes('TT'), /the end of the file; found 1 more bytes/],
    ['a key that comes twice', bytes('{i', 1, 'aTi', 1, 'aT}'), /"a" twice/],
    ['__proto__', bytes('{i', 9, '__proto__T}'), /ordinary keys/],
    ['text that is no UTF-8', bytes('Si', 1, 255), /text as UTF-8/],
    [
      'text longer than the file',
      bytes('Sl', 127, 255, 255, 255),
      /2147483647 times 1 bytes or more; found 0/,
    ],
    ['a list longer than the file', bytes('[$d#l', 127, 255, 255, 255), /2147483647 times 4 bytes/],
    ['a list of nothing that is long', bytes('[$Z#l', 127, 255, 255, 255), /a type of numbers/],
    ['items that are more than the bytes', bytes('[#l', 127, 255, 255, 255, 'Z'), /2147483647 times 1/],
    ['members that are more than the bytes', bytes('{#l', 127, 255, 255, 255), /2147483647 times 2/],
    ['a count below 0', bytes('[#i', 255), /a count; found -1/],
    ['a count beyond 2^53', bytes('[#L', 127, 255, 255, 255, 255, 255, 255, 255), /a count; found/],
    ['a count that is a fraction', bytes('[#d', 0x3f, 0, 0, 0), /a count; found 0.5/],
    ['a count that is text', bytes('[#Si', 1, 'a'), /a count; found "S"/],
    ['a type without a count', bytes('[$dx'), /a count after a type/],
    ['a thousand levels', bytes('['.repeat(1000)), /at most 64 levels/],
    ['half a number', bytes('l', 0, 0), /a number of 4 bytes; the file ends after 2/],
  ])('refuses %s', (_name, file, message) => {
    const invalid = { code: 'invalid-file', message: expect.stringMatching(message) };
    expect(() => parseUbjson(file)).toThrow(expect.objectContaining(invalid));
  });

  it('refuses a file that is cut off anywhere', () => {
    const whole = ubjsonBytes({ a: ['text', 1, Float32Array.of(1, 2)], b: { c: Int32Array.of(3) } });
    for (let end = 0; end < whole.length; end++)
      expect(() => parseUbjson(whole.slice(0, end))).toThrow(
        expect.objectContaining({ code: 'invalid-file' }),
      );
  });
});
