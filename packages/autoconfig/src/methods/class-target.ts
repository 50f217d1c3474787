import type { Table } from '@heph/data';
import { classIndices } from '@heph/estimator';

/** A target of classes, as methods score pairs by it. */
export interface ClassTarget {
  /** Each row's class, 0 to `count - 1`; each has a row at least. */
  readonly indices: Int32Array;
  readonly count: number;
}

/** The most frequent classes are told apart; all others count as one. */
const mostClasses = 16;

/** @throws HephError naming the row of what is none of the classes */
export function classTarget(table: Table, target: string, classes: readonly string[]): ClassTarget {
  const indices = classIndices(table, target, classes);
  if (classes.length <= mostClasses) return { indices, count: classes.length };
  const sizes = new Float64Array(classes.length);
  for (const index of indices) sizes[index]!++;
  const byFrequency = [...sizes.keys()].sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  const groups = new Int32Array(classes.length);
  byFrequency.forEach((index, place) => (groups[index] = Math.min(place, mostClasses - 1)));
  return { indices: indices.map(index => groups[index]!), count: mostClasses };
}

/** A table of some columns and classes, to fit a model on. */
export function withClasses(
  table: Table,
  features: readonly string[],
  { indices }: ClassTarget,
): { rows: Table; target: string } {
  let target = 'class';
  while (features.includes(target)) target += '_';
  return { rows: table.select(features).withColumn(target, Float64Array.from(indices)), target };
}
