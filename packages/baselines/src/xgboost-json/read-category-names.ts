import type { NumericCategories } from '../estimator/feature-schema';
import type { JsonValue } from './json-reader';

/** A feature's categories, in the order of their places. */
export type NamedCategories = readonly string[] | NumericCategories;

/**
 * The names that XGBoost, from 3.1 on, keeps of the categories of a data frame's columns (`cats`): text as Arrow has it,
 * bytes and where each name begins, or integers with the number of their type.
 *
 * @returns one entry a feature, or `undefined` where the file has no names
 * @throws HephError `invalid-file`
 */
export function readCategoryNames(
  model: JsonValue,
  numFeatures: number,
): (NamedCategories | undefined)[] | undefined {
  const names = model.get('cats');
  const columns = names.isPresent ? names.get('enc') : names;
  if (!columns.isPresent || columns.length === 0) return undefined;
  if (columns.length !== numFeatures) columns.fail(`a list of ${numFeatures} features' categories`);
  return columns.items().map(readColumn);
}

function readColumn(column: JsonValue): NamedCategories | undefined {
  const values = column.get('values');
  if (values.length === 0) return undefined;
  const offsets = column.get('offsets');
  return offsets.isPresent ? readTexts(offsets, values) : readNumbers(column.get('type'), values);
}

function readTexts(offsets: JsonValue, values: JsonValue): string[] {
  const bytes = Uint8Array.from(values.integers(values.length, -128, 255));
  const places = offsets.integers(offsets.length, 0, bytes.length);
  const isAscending = places.every((place, i) => i === 0 || place >= places[i - 1]!);
  if (places[0] !== 0 || places.at(-1) !== bytes.length || !isAscending)
    offsets.fail(`ascending from 0 to ${bytes.length}, the bytes that there are`);
  return distinct(
    values,
    places.slice(1).map((end, i) => decode(bytes.subarray(places[i], end), values)),
  );
}

function decode(bytes: Uint8Array, values: JsonValue): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return values.fail('text as UTF-8');
  }
}

function readNumbers(type: JsonValue, values: JsonValue): NumericCategories {
  const { MAX_SAFE_INTEGER: most } = Number;
  return {
    values: distinct(values, values.integers(values.length, -most, most)),
    type: Number.isInteger(type.value) ? (type.value as number) : type.fail("the integers' type, a number"),
  };
}

function distinct<Item>(json: JsonValue, items: Item[]): Item[] {
  return new Set(items).size === items.length ? items : json.fail('distinct categories');
}
