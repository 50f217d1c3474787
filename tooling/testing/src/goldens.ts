import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Tolerance } from './tensors';

/** Set while goldens are written, by `node tooling/tasks/goldens.mjs`. */
const isWriting = () => process.env['HEPH_WRITE_GOLDENS'] === '1';

/** What JSON holds; numbers that it has none for are texts: 'NaN', 'Infinity', '-Infinity'. */
type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** Values that an earlier version of the code gave, by name. */
export interface Goldens {
  /**
   * Throws unless a value is what it was, and says where the two are furthest apart. Numbers are to be equal to the last
   * bit where no tolerance is given. Arrays and typed arrays of the same numbers are alike; properties that are undefined
   * are not there.
   */
  expect(name: string, value: unknown, tolerance?: Tolerance): void;
}

/** The goldens of a JSON file. While goldens are written, those that it lacks are added. */
export function goldens(file: string): Goldens {
  const read = (): Record<string, Json> =>
    existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, Json>) : {};
  let known: Record<string, Json> | undefined;
  return {
    expect(name, value, tolerance = {}) {
      known ??= read();
      if (!Object.hasOwn(known, name)) {
        if (!isWriting()) throw new Error(`there is no golden "${name}" in ${file}`);
        known[name] = toJson(value);
        write(file, known);
      }
      const worst = furthest(toJson(value), known[name]!, tolerance);
      if (worst !== null) throw new Error(`golden "${name}"${worst}`);
    },
  };
}

/** A folder that an earlier version of the code has saved. While goldens are written, `save` makes those that are not there. */
export async function savedFolder(
  directory: string,
  save: (directory: string) => Promise<unknown>,
): Promise<string> {
  if (!existsSync(directory)) {
    if (!isWriting()) throw new Error(`there is no folder ${directory}`);
    mkdirSync(dirname(directory), { recursive: true });
    await save(directory).catch((cause: unknown) => {
      rmSync(directory, { recursive: true, force: true });
      throw cause;
    });
  }
  return directory;
}

/** One golden a line, so that a change of one is a change of one line. */
function write(file: string, values: Record<string, Json>): void {
  const lines = Object.entries(values).map(
    ([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`,
  );
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `{\n${lines.join(',\n')}\n}\n`);
}

function toJson(value: unknown): Json {
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : String(value);
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(toJson);
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>, toJson);
  if (typeof value === 'object') {
    const given = Object.entries(value).filter(([, item]) => item !== undefined);
    return Object.fromEntries(given.map(([name, item]) => [name, toJson(item)]));
  }
  throw new TypeError(`expected what JSON can hold; received ${typeof value}`);
}

/** Where two values differ most, in words; null where they do not. */
function furthest(found: Json, golden: Json, { rtol = 0, atol = 0 }: Tolerance): string | null {
  let most = 0;
  let where: string | null = null;
  const differ = (place: string, excess: number, expected: string, received: string) => {
    if (excess > most) [most, where] = [excess, `${place}: expected ${expected}; received ${received}`];
  };
  const compare = (place: string, one: Json | undefined, other: Json | undefined): void => {
    if (typeof one === 'number' && typeof other === 'number') {
      const excess = Math.abs(one - other) - (atol + rtol * Math.abs(other));
      if (excess > 0) differ(place, excess, String(other), `${one} (rtol ${rtol}, atol ${atol})`);
    } else if (Array.isArray(one) && Array.isArray(other) && one.length === other.length)
      other.forEach((item, i) => compare(`${place}[${i}]`, one[i], item));
    else if (isRecord(one) && isRecord(other))
      for (const name of new Set([...Object.keys(other), ...Object.keys(one)]))
        compare(`${place}.${name}`, one[name], other[name]);
    else if (one !== other) differ(place, Infinity, brief(other), brief(one));
  };
  compare('', found, golden);
  return where;
}

function isRecord(value: Json | undefined): value is { [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function brief(value: Json | undefined): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 300);
}
