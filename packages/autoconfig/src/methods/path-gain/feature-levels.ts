import type { Column } from '@heph/data';

/** A feature's values in a few groups: those of a tree that splits on nothing else. */
export interface FeatureLevels {
  /** Each row's group, 0 to `count - 1`. */
  readonly levels: Uint8Array;
  readonly count: number;
}

/** Quantities fall into so many groups of about as many rows each. */
const numericLevels = 8;
/** The most frequent categories have a group each; all others share one. */
const categoricalLevels = 32;

/**
 * Groups a column's rows: a quantity's by eighths (or by value, where there are no more than eight), categories by
 * themselves. Missing values are a group of their own.
 */
export function featureLevels(column: Column, isCategorical: boolean): FeatureLevels {
  const values = column.kind === 'numeric' ? column.values : column.codes;
  const isMissing = (value: number) => (column.kind === 'numeric' ? Number.isNaN(value) : value < 0);
  const counts = new Map<number, number>();
  for (const value of values) if (!isMissing(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
  const levelOf = isCategorical ? categoryLevels(counts) : quantileLevels(counts);
  const missing = Math.max(-1, ...levelOf.values()) + 1;
  const levels = Uint8Array.from(values, value => (isMissing(value) ? missing : levelOf.get(value)!));
  return { levels, count: missing + 1 };
}

function categoryLevels(counts: ReadonlyMap<number, number>): Map<number, number> {
  const byFrequency = [...counts].sort(([a, many], [b, more]) => more - many || a - b);
  return new Map(byFrequency.map(([value], place) => [value, Math.min(place, categoricalLevels - 1)]));
}

function quantileLevels(counts: ReadonlyMap<number, number>): Map<number, number> {
  const ascending = [...counts].sort(([a], [b]) => a - b);
  if (ascending.length <= numericLevels) return new Map(ascending.map(([value], level) => [value, level]));
  const total = ascending.reduce((sum, [, count]) => sum + count, 0);
  let before = 0;
  return new Map(
    ascending.map(([value, count]) => {
      const middle = (before + count / 2) / total;
      before += count;
      return [value, Math.min(numericLevels - 1, Math.floor(middle * numericLevels))];
    }),
  );
}
