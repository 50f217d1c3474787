import type { FeatureImportance, RandomForestClassifier, RandomForestRegressor } from '@heph/baselines';
import type { Table } from '@heph/data';
import type { ClassTarget } from './class-target';

/** What a method may look at. */
export interface PairContext {
  /** The rows to learn from. */
  readonly table: Table;
  readonly target: string;
  /** The target's classes; null where it is numbers. */
  readonly classes: ClassTarget | null;
  /** A forest that has learned from these rows. */
  readonly forest: RandomForestRegressor | RandomForestClassifier;
  /** The forest's importances of the features to pair, the largest first. */
  readonly importances: readonly FeatureImportance[];
  /** Whether a feature's values are names, whatever the column's kind. */
  readonly isCategorical: (feature: string) => boolean;
  /** How many pairs are wanted. */
  readonly topPairs: number;
  readonly seed: number;
  readonly signal: AbortSignal | undefined;
}

/** What a method makes of a pair. */
export interface ScoredPair {
  readonly features: [string, string];
  readonly score: number;
}

/** Scores pairs of features, in any order; pairs that it leaves out have a score of 0. */
export type PairMethod = (context: PairContext) => Promise<ScoredPair[]>;

/** Every pair of names once. */
export function allPairs<Item>(items: readonly Item[]): [Item, Item][] {
  return items.flatMap((a, i) => items.slice(i + 1).map((b): [Item, Item] => [a, b]));
}
