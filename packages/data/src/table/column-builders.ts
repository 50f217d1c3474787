import { CategoricalColumn, NumericColumn } from './column';

const initialCapacity = 1024;

/** Collects numbers row by row into a typed array that grows as needed. */
export class NumericBuilder {
  private values: Float64Array;
  length = 0;

  constructor(capacity = initialCapacity) {
    this.values = new Float64Array(capacity);
  }

  /** Adds one row; `NaN` = missing. */
  add(value: number): void {
    if (this.length === this.values.length) this.values = grown(this.values, Float64Array);
    this.values[this.length++] = value;
  }

  finish(name: string): NumericColumn {
    return new NumericColumn(name, fitted(this.values, this.length));
  }
}

/** Collects texts row by row, dictionary-encoded in order of first appearance. */
export class CategoricalBuilder {
  private codes: Int32Array;
  private readonly codeOf = new Map<string, number>();
  length = 0;

  constructor(capacity = initialCapacity) {
    this.codes = new Int32Array(capacity);
  }

  /** Adds one row; `null` = missing. */
  add(text: string | null): void {
    if (this.length === this.codes.length) this.codes = grown(this.codes, Int32Array);
    this.codes[this.length++] = text === null ? -1 : this.codeFor(text);
  }

  /** The code of a text, which joins the dictionary if it is new. */
  codeFor(text: string): number {
    const known = this.codeOf.get(text);
    if (known !== undefined) return known;
    const code = this.codeOf.size;
    this.codeOf.set(detached(text), code);
    return code;
  }

  finish(name: string): CategoricalColumn {
    const categories = Object.freeze([...this.codeOf.keys()]);
    return new CategoricalColumn(name, fitted(this.codes, this.length), categories);
  }
}

function grown<T extends Float64Array | Int32Array>(array: T, Type: new (length: number) => T): T {
  const larger = new Type(Math.max(initialCapacity, array.length * 2));
  larger.set(array);
  return larger;
}

function fitted<T extends Float64Array | Int32Array>(array: T, length: number): T {
  return array.length === length ? array : (array.slice(0, length) as T);
}

/** Engines cut long substrings as views that keep the whole text alive: a category must not hold a whole file. */
function detached(text: string): string {
  return text.length < 13 ? text : text.split('').join('');
}
