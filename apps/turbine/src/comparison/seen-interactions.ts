import { analyzeFeatures } from '@heph/autoconfig';
import type { Table } from '@heph/data';

/** What a forest saw of two columns in the training rows. */
export interface SeenInteraction {
  readonly columns: readonly [string, string];
  /** The share of the target's variance that the two explain together beyond what each does alone. */
  readonly share: number;
}

/**
 * What the search for pairs makes of the training rows: every two columns of which a forest makes anything, the strongest
 * first. With the same seed and rows it is the search that the interactive network is built by.
 *
 * @throws HephError `aborted`
 */
export async function seenInteractions(
  train: Table,
  target: string,
  seed: number,
  signal: AbortSignal,
): Promise<SeenInteraction[]> {
  const columns = train.columnNames.length - 1;
  const topPairs = Math.max(1, (columns * (columns - 1)) / 2);
  const { pairs } = await analyzeFeatures(train, target, { topPairs, seed, signal });
  return pairs.map(({ features, score }) => ({ columns: features, share: score }));
}
