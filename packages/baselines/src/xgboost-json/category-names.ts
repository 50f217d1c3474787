import type { FeatureSpec } from '../estimator/feature-schema';
import type { FileValue } from './file-value';

/**
 * The names of features' categories as XGBoost keeps them from 3.1 on: text as Arrow has it, one column after another, and
 * each column's places in ascending order of its names, by which it looks them up.
 */
export function categoryNames(features: readonly FeatureSpec[]): FileValue {
  const segments = [0];
  const sorted: number[] = [];
  const columns = features.map((feature): FileValue => {
    const isText = feature.kind === 'categorical';
    const names = isText ? feature.categories.map(encode) : (feature.codes?.values ?? []);
    segments.push(segments.at(-1)! + names.length);
    sorted.push(...sortedPlaces<Int8Array | number>(names));
    if (!isText && feature.codes) return { type: feature.codes.type, values: feature.codes.values };
    return textColumn(names as Int8Array[]);
  });
  return { enc: columns, feature_segments: segments, sorted_idx: sorted };
}

const encode = (text: string) => Int8Array.from(new TextEncoder().encode(text));

function textColumn(names: readonly Int8Array[]): FileValue {
  const offsets = [0];
  for (const name of names) offsets.push(offsets.at(-1)! + name.length);
  return { offsets: names.length > 0 ? offsets : [], values: names.flatMap(name => [...name]) };
}

/** XGBoost compares names as lists of signed bytes. */
function sortedPlaces<Name extends number | Int8Array>(names: readonly Name[]): number[] {
  return [...names.keys()].sort((a, b) => compare(names[a]!, names[b]!));
}

function compare(a: number | Int8Array, b: number | Int8Array): number {
  if (typeof a === 'number' || typeof b === 'number') return Number(a) - Number(b);
  const place = a.findIndex((byte, i) => byte !== b[i]);
  if (place < 0) return a.length - b.length;
  return place < b.length ? a[place]! - b[place]! : 1;
}
