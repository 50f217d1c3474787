import { HephError, parseStrictJson } from '@heph/data';
import { parseUbjson } from '../ubjson/read-ubjson';
import { withoutNaN } from './without-nan';

/** A value within a file, and the way to it, for messages. */
export class JsonValue {
  private constructor(
    readonly value: unknown,
    private readonly path: string,
  ) {}

  /**
   * @param source JSON as text, in which XGBoost may have written `NaN`, or what it has been parsed to; NaN becomes `null`.
   *   Bytes are either format's
   * @throws HephError `invalid-file` where it is neither, a key comes twice, or one is `__proto__`
   */
  static parse(source: string | object): JsonValue {
    if (ArrayBuffer.isView(source)) {
      const bytes = new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
      return isJson(bytes)
        ? JsonValue.parse(new TextDecoder().decode(bytes))
        : new JsonValue(parseUbjson(bytes), 'model');
    }
    try {
      // What was parsed elsewhere is written out again, so that nothing but plain JSON is left of it.
      const text = typeof source === 'string' ? withoutNaN(source) : JSON.stringify(source);
      return new JsonValue(parseStrictJson(text), 'model');
    } catch (cause) {
      throw new HephError(
        'invalid-file',
        `expected an XGBoost model as JSON; ${cause instanceof Error ? cause.message : String(cause)}`,
        { cause },
      );
    }
  }

  fail(expected: string): never {
    throw new HephError(
      'invalid-file',
      `XGBoost ${this.path} must be ${expected}; found ${describe(this.value)}`,
    );
  }

  /** An object's member. */
  get(name: string): JsonValue {
    const { value } = this;
    if (typeof value !== 'object' || value === null || isList(value)) return this.fail('an object');
    const member: unknown = Object.hasOwn(value, name) ? value[name as keyof typeof value] : undefined;
    return new JsonValue(member, `${this.path}.${name}`);
  }

  get isPresent(): boolean {
    return this.value !== undefined;
  }

  text(): string {
    return typeof this.value === 'string' ? this.value : this.fail('text');
  }

  /** A non-negative integer, which XGBoost writes as text. */
  count(): number {
    const text = this.text();
    const number = Number(text);
    return /^\d{1,15}$/.test(text) ? number : this.fail('a count');
  }

  /** Every member of an object, in the file's order. */
  members(): [name: string, member: JsonValue][] {
    const { value } = this;
    if (typeof value !== 'object' || value === null || isList(value)) return this.fail('an object');
    return Object.keys(value).map(name => [name, this.get(name)]);
  }

  /** How many elements a list has. */
  get length(): number {
    return isList(this.value) ? this.value.length : this.fail('a list');
  }

  /** A list's element. */
  at(place: number): JsonValue {
    return new JsonValue(isList(this.value) ? this.value[place] : undefined, `${this.path}[${place}]`);
  }

  /** A list's elements. */
  items(): JsonValue[] {
    return Array.from({ length: this.length }, (_, i) => this.at(i));
  }

  texts(length: number): string[] {
    const kind = 'texts';
    return Array.from(this.list(length, kind), (value, place) =>
      typeof value === 'string' ? value : this.failAt(place, length, kind),
    );
  }

  /**
   * Numbers that are finite as float32.
   * @param otherwise what counts in place of anything else; `undefined` where there must be a number
   */
  floats(length: number, otherwise: Replacement = () => undefined): Float32Array {
    const kind = 'finite numbers';
    const values = this.list(length, kind);
    const floats = new Float32Array(length);
    for (let place = 0; place < length; place++) {
      const value = values[place];
      floats[place] =
        typeof value === 'number' && Number.isFinite(Math.fround(value))
          ? value
          : (otherwise(place) ?? this.failAt(place, length, kind));
    }
    return floats;
  }

  /**
   * Integers from `minimum` to `maximum`; `true` and `false`, which old files hold, count as 1 and 0.
   * @param otherwise what counts in place of anything else; `undefined` where there must be such an integer
   */
  integers(
    length: number,
    minimum: number,
    maximum: number,
    otherwise: Replacement = () => undefined,
  ): number[] {
    const kind = integersBetween(minimum, maximum);
    const values = this.list(length, kind);
    const integers = new Array<number>(length);
    for (let place = 0; place < length; place++) {
      const value = values[place];
      const number = typeof value === 'boolean' ? Number(value) : value;
      const isInRange =
        typeof number === 'number' && Number.isInteger(number) && number >= minimum && number <= maximum;
      integers[place] = isInRange ? number : (otherwise(place) ?? this.failAt(place, length, kind));
    }
    return integers;
  }

  /** Nothing is to be made of a list before it is known to be as long as expected. */
  private list(length: number, kind: string): ArrayLike<unknown> {
    const { value, path } = this;
    if (!isList(value)) return this.fail(`a list of ${length} ${kind}`);
    if (value.length !== length)
      throw new HephError(
        'invalid-file',
        `XGBoost ${path} must be a list of ${length} ${kind}; found ${value.length} elements`,
      );
    return value;
  }

  private failAt(place: number, length: number, kind: string): never {
    return this.at(place).fail(`one of ${length} ${kind}`);
  }
}

/** In UBJSON, a brace is followed by a length, a count or another brace; JSON begins with a brace and a quotation mark. */
function isJson(bytes: Uint8Array): boolean {
  return /^\uFEFF?\s*\{\s*"/.test(new TextDecoder().decode(bytes.subarray(0, 100)));
}

type Replacement = (place: number) => number | undefined;

/** As messages have it. */
export const integersBetween = (minimum: number, maximum: number) => `integers from ${minimum} to ${maximum}`;

/** An array, or what stands for one of numbers in UBJSON. */
function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(ArrayBuffer.isView(value) ? Array.from(value as Uint8Array) : value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
