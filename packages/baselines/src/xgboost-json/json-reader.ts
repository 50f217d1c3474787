import { HephError, parseStrictJson } from '@heph/data';
import { withoutNaN } from './without-nan';

/** A value within a file, and the way to it, for messages. */
export class JsonValue {
  private constructor(
    readonly value: unknown,
    private readonly path: string,
  ) {}

  /**
   * @param source JSON as text, in which XGBoost may have written `NaN`, or what it has been parsed to; NaN becomes `null`
   * @throws HephError `invalid-file` where it is not JSON, a key comes twice, or one is `__proto__`
   */
  static parse(source: string | object): JsonValue {
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
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return this.fail('an object');
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

  /** An array's elements. */
  items(): JsonValue[] {
    const { value, path } = this;
    if (!Array.isArray(value)) return this.fail('a list');
    return value.map((item, i) => new JsonValue(item, `${path}[${i}]`));
  }

  texts(length: number): string[] {
    return this.list(length, 'texts', value => (typeof value === 'string' ? value : undefined));
  }

  /**
   * Numbers that are finite as float32.
   * @param mayBeMissing where there may be `null` instead, which becomes NaN
   */
  floats(length: number, mayBeMissing: (place: number) => boolean = () => false): Float32Array {
    return Float32Array.from(
      this.list(length, 'finite numbers', (value, place) => {
        if (value === null && mayBeMissing(place)) return NaN;
        return typeof value === 'number' && Number.isFinite(Math.fround(value)) ? value : undefined;
      }),
    );
  }

  /** Integers from `minimum` to `maximum`; `true` and `false`, which old files hold, count as 1 and 0. */
  integers(length: number, minimum: number, maximum: number): number[] {
    return this.list(length, `integers from ${minimum} to ${maximum}`, value => {
      const number = typeof value === 'boolean' ? Number(value) : value;
      return Number.isInteger(number) && (number as number) >= minimum && (number as number) <= maximum
        ? (number as number)
        : undefined;
    });
  }

  private list<Item>(
    length: number,
    kind: string,
    read: (value: unknown, place: number) => Item | undefined,
  ): Item[] {
    const { value, path } = this;
    if (!Array.isArray(value)) return this.fail(`a list of ${length} ${kind}`);
    if (value.length !== length)
      throw new HephError(
        'invalid-file',
        `XGBoost ${path} must be a list of ${length} ${kind}; found ${value.length} elements`,
      );
    return value.map((item: unknown, i) => {
      const element = read(item, i);
      return element === undefined
        ? new JsonValue(item, `${path}[${i}]`).fail(`one of ${length} ${kind}`)
        : element;
    });
  }
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
