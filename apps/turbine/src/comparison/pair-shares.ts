import type { Table } from '@heph/data';
import type { ReadyModel } from '../models/model';

/** How much the pair layer of a network makes of two columns. */
export interface PairShare {
  readonly columns: readonly [string, string];
  /** In what all pairs of the layer contribute to the head, from 0 to 1. */
  readonly share: number;
}

/** The shares of the pairs of one model. */
export interface LearnedShares {
  readonly name: string;
  /** The largest first. */
  readonly pairs: readonly PairShare[];
}

/** One fit of a model, as far as its pairs' shares go. */
export interface SharesOfFit {
  readonly result: { readonly name: string };
  readonly pairShares: readonly PairShare[];
}

/**
 * What the pair layer of a model has learned, read from its weights and its answers to some rows.
 *
 * @returns the largest share first; empty for a model that has no such layer
 */
export async function pairShares(model: ReadyModel, rows: Table): Promise<PairShare[]> {
  const weights = (await model.pairWeights?.(rows)) ?? [];
  return weights.map(({ features, weight }) => ({ columns: features, share: weight }));
}

/** Of each model that has such a layer the mean over its fits; a fit that did not select a pair counts as none of it. */
export function learnedShares(runs: readonly SharesOfFit[]): LearnedShares[] {
  const names = [...new Set(runs.map(({ result }) => result.name))];
  return names.flatMap(name => {
    const fits = runs.filter(({ result }) => result.name === name);
    const sums = new Map<string, PairShare>();
    for (const { columns, share } of fits.flatMap(fit => fit.pairShares)) {
      const key = JSON.stringify([...columns].sort());
      sums.set(key, { columns, share: (sums.get(key)?.share ?? 0) + share / fits.length });
    }
    const pairs = [...sums.values()].sort((one, other) => other.share - one.share);
    return pairs.length === 0 ? [] : [{ name, pairs }];
  });
}
