import type { UbjsonValue } from '../ubjson/write-ubjson';
import { floatList } from './float-text';

/**
 * What an XGBoost file consists of, for both formats: numbers on their own are integers, and lists of numbers have the
 * types that XGBoost takes in UBJSON.
 */
export type FileValue = UbjsonValue;

/** As JSON. Floats have an exponent, because `JSON.stringify(1.0)` is `1`, an integer, which XGBoost refuses. */
export function jsonText(value: FileValue): string {
  if (typeof value !== 'object') return JSON.stringify(value);
  if (value instanceof Float32Array) return floatList(value);
  if (isIntegers(value)) return `[${value.join()}]`;
  if (isItems(value)) return `[${value.map(jsonText).join()}]`;
  const members = Object.entries(value).map(
    ([name, member]) => `${JSON.stringify(name)}:${jsonText(member)}`,
  );
  return `{${members.join()}}`;
}

/** Integers that have one type. */
function isIntegers(value: FileValue): value is Int32Array | Uint8Array | BigInt64Array {
  return value instanceof Int32Array || value instanceof Uint8Array || value instanceof BigInt64Array;
}

/** A list of anything. */
function isItems(value: FileValue): value is readonly FileValue[] {
  return Array.isArray(value);
}
