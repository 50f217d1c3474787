import { HephError } from '@heph/data';
import { ByteReader } from './byte-reader';
import { numberTypes, typeOf, type NumberType } from './number-types';

/** Deeper files are refused: an XGBoost model is nine levels deep. */
const mostLevels = 64;

/**
 * What a file in Universal Binary JSON (ubjson.org, draft 12) holds: objects, arrays, strings, numbers, booleans and null,
 * as `JSON.parse` would give them. Typed arrays come as typed arrays, 64-bit integers as doubles. Nothing is allocated that
 * the file's remaining bytes would not fill.
 *
 * @throws HephError `invalid-file` saying at which byte something else was expected: where it is cut off, nested too
 *   deeply, a key comes twice or is `__proto__`, text is no UTF-8, or something follows
 */
export function parseUbjson(bytes: Uint8Array): unknown {
  const reader = new UbjsonReader(new ByteReader(bytes));
  return reader.readAll();
}

class UbjsonReader {
  private level = 0;

  constructor(private readonly bytes: ByteReader) {}

  readAll(): unknown {
    const value = this.value(this.marker());
    if (this.bytes.remaining > 0) this.fail('the end of the file', `${this.bytes.remaining} more bytes`);
    return value;
  }

  private fail(expected: string, found: string): never {
    throw new HephError(
      'invalid-file',
      `UBJSON, byte ${this.bytes.offset}: expected ${expected}; found ${found}`,
    );
  }

  /** The next marker; `N` says nothing. */
  private marker(): string {
    let marker = this.bytes.character();
    while (marker === 'N') marker = this.bytes.character();
    return marker;
  }

  /** Whether a list or an object ends here. */
  private ends(marker: string): boolean {
    while (this.bytes.skip('N'));
    return this.bytes.skip(marker);
  }

  private value(marker: string): unknown {
    const type = typeOf(marker);
    if (type) return this.number(type);
    switch (marker) {
      case '{':
        return this.nested(() => this.object());
      case '[':
        return this.nested(() => this.array());
      case 'S':
        return this.text();
      case 'C':
        return this.bytes.character();
      case 'Z':
        return null;
      case 'T':
        return true;
      case 'F':
        return false;
      default:
        return this.fail('a value', JSON.stringify(marker));
    }
  }

  private nested<Value>(read: () => Value): Value {
    if (++this.level > mostLevels) this.fail(`at most ${mostLevels} levels`, 'another');
    const value = read();
    this.level--;
    return value;
  }

  private number(type: NumberType): number {
    return type.read(this.bytes.take(type.size, 'a number'), 0);
  }

  /** A length or a count, of elements that take so many bytes at least. */
  private count(bytesEach: number): number {
    const marker = this.bytes.character();
    const type = typeOf(marker);
    if (!type) return this.fail('a count', JSON.stringify(marker));
    const count = this.number(type);
    if (!Number.isSafeInteger(count) || count < 0) this.fail('a count', String(count));
    if (count * bytesEach > this.bytes.remaining)
      this.fail(`${count} times ${bytesEach} bytes or more`, `${this.bytes.remaining} bytes left`);
    return count;
  }

  private text(): string {
    const length = this.count(1);
    const { buffer, byteOffset } = this.bytes.take(length, 'text');
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
        new Uint8Array(buffer, byteOffset, length),
      );
    } catch {
      return this.fail('text as UTF-8', 'other bytes');
    }
  }

  private object(): object {
    const object: Record<string, unknown> = {};
    const isCounted = this.bytes.skip('#');
    // Each member has a key's length and a value's marker.
    let left = isCounted ? this.count(2) : Infinity;
    while (isCounted ? left-- > 0 : !this.ends('}')) {
      const key = this.text();
      if (key === '__proto__') this.fail('ordinary keys', '"__proto__"');
      if (Object.hasOwn(object, key)) this.fail('distinct keys', `${JSON.stringify(key)} twice`);
      object[key] = this.value(this.marker());
    }
    return object;
  }

  private array(): ArrayLike<unknown> {
    if (this.bytes.skip('$')) return this.typedArray();
    const items: unknown[] = [];
    if (this.bytes.skip('#')) {
      for (let left = this.count(1); left > 0; left--) items.push(this.value(this.marker()));
      return items;
    }
    while (!this.ends(']')) items.push(this.value(this.marker()));
    return items;
  }

  private typedArray(): ArrayLike<number> {
    const marker = this.bytes.character();
    const type = typeOf(marker);
    if (!type)
      return this.fail(
        `a type of numbers, one of ${Object.keys(numberTypes).join()}`,
        JSON.stringify(marker),
      );
    if (!this.bytes.skip('#')) this.fail('a count after a type', 'none');
    const count = this.count(type.size);
    const view = this.bytes.take(count * type.size, 'numbers');
    const numbers = new type.List(count);
    for (let i = 0; i < count; i++) numbers[i] = type.read(view, i * type.size);
    return numbers;
  }
}
