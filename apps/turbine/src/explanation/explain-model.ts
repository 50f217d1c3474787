import { analyzeFeatures, type InteractionConfig } from '@heph/autoconfig';
import { permutationImportance } from '@heph/baselines';
import { createRandom, HephError, type Table } from '@heph/data';
import type { InteractionReport } from '@heph/enhanced';
import { type PairShare, pairShares } from '../comparison/pair-shares';
import type { ReadyModel } from '../models/model';
import type { Manifest } from '../training/model-manifest';
import { explainTrees, type PairImportance, type TreeShares } from './explain-trees';

/** What a column does for a model. */
export interface ColumnImportance {
  readonly column: string;
  /** By how much the mean squared error grows where the column's values are shuffled among the rows. */
  readonly importance: number;
  /** Its standard deviation over the shuffles. */
  readonly deviation: number;
  /** Of trees: the mean absolute SHAP value, in the target's units. */
  readonly shap?: number;
}

/** Where the scores of pairs come from. */
export type PairMethod =
  'selected for the network' | 'SHAP interaction values' | 'pathGain of the predictions';

/** What a model makes of its columns, the most important first. */
export interface Explanation {
  readonly columns: readonly ColumnImportance[];
  /** How many rows the columns were shuffled among. */
  readonly rows: number;
  /** How many of these rows the SHAP values are from; absent where there are none. */
  readonly shapRows?: number;
  readonly pairs: readonly PairImportance[];
  /** What the pairs' scores are; null for a linear model, which has no pairs. */
  readonly pairMethod: PairMethod | null;
  /** What the pair layer of an interactive network made of its pairs; absent for other models. */
  readonly learnedPairs?: readonly PairShare[];
  /** The settings of an interactive network's interactions with their reasons; absent where nothing was found out. */
  readonly settings?: InteractionReport['choices'];
}

export interface ExplainOptions {
  /** The most rows to use; more are drawn from. */
  readonly maxRows: number;
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number) => void;
}

/** The model that is explained. */
export interface Explained {
  readonly model: ReadyModel;
  readonly manifest: Pick<Manifest, 'kind' | 'columns' | 'target'>;
}

/** What the steps take, roughly, for the bar. */
const permutationShare = 0.7;

/**
 * Explains a model by rows that have the target, best ones it has not learned from.
 *
 * @throws HephError `missing-column` or `invalid-data` if rows, columns or target are not as the model needs them; `aborted`
 */
export async function explainModel(
  { model, manifest }: Explained,
  table: Table,
  { maxRows, seed, signal, onProgress }: ExplainOptions,
): Promise<Explanation> {
  if (table.numRows === 0)
    throw new HephError('invalid-data', 'expected rows to explain the model by; found none');
  const rows = table.take(createRandom(seed).permutation(table.numRows).subarray(0, maxRows).sort());
  const names = manifest.columns.map(({ name }) => name);
  const { schema } = rows.select(names);
  const predict = async (given: Table) => Float64Array.from(await model.predict(given));
  const importances = await permutationImportance({ predict, schema }, rows, {
    target: manifest.target,
    seed,
    signal,
    onProgress: (done, total) => onProgress((permutationShare * done) / total),
  });
  const features = rows.select(names);
  const shares = model.trees && (await explainTrees(model.trees, features, signal));
  const pairs = await pairsOf({ model, manifest }, features, shares, { seed, signal });
  const interactive = manifest.kind === 'interactive' ? await interactionsOf(model, features) : {};
  onProgress(1);
  return {
    rows: rows.numRows,
    columns: importances.map(({ feature, ...rest }) => ({
      column: feature,
      ...rest,
      ...(shares ? { shap: shares.columns.get(feature)! } : {}),
    })),
    ...(shares ? { shapRows: shares.rows } : {}),
    ...pairs,
    ...interactive,
  };
}

async function interactionsOf(
  model: ReadyModel,
  features: Table,
): Promise<Pick<Explanation, 'learnedPairs' | 'settings'>> {
  const { interactionReport } = model;
  return {
    learnedPairs: await pairShares(model, features),
    ...(interactionReport === undefined ? {} : { settings: interactionReport.choices }),
  };
}

async function pairsOf(
  { model, manifest }: Explained,
  features: Table,
  shares: TreeShares | undefined,
  { seed, signal }: Pick<ExplainOptions, 'seed' | 'signal'>,
): Promise<Pick<Explanation, 'pairs' | 'pairMethod'>> {
  if (manifest.kind === 'linear') return { pairs: [], pairMethod: null };
  if (shares) return { pairs: shares.pairs, pairMethod: 'SHAP interaction values' };
  if (manifest.kind === 'interactive')
    return { pairs: (model.pairs ?? []).map(asPair), pairMethod: 'selected for the network' };
  const predictions = Float64Array.from(await model.predict(features));
  const { pairs } = await analyzeFeatures(
    features.withColumn(manifest.target, predictions),
    manifest.target,
    { seed, signal },
  );
  return { pairs: pairs.map(asPair), pairMethod: 'pathGain of the predictions' };
}

function asPair({ features, score }: InteractionConfig['pairs'][number]): PairImportance {
  return { columns: features, score };
}
