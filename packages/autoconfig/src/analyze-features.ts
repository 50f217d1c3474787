import { RandomForestClassifier, RandomForestRegressor } from '@heph/baselines';
import { checkOptions, createRandom, type OptionNames, requireTable, type Table } from '@heph/data';
import { checkPositiveInteger, type ProgressOptions } from '@heph/estimator';
import type { FeatureAnalysis, FeaturePair } from './feature-analysis';
import { classTarget } from './methods/class-target';
import { pairMethod, type PairMethodName } from './methods/pair-methods';
import { taskOf, type Task } from './task';

/** Options of {@link analyzeFeatures}. */
export interface AnalyzeFeaturesOptions extends ProgressOptions {
  /** The most pairs to select. Default 20. */
  topPairs?: number;
  /** How pairs are scored. Default 'pathGain'. */
  method?: PairMethodName;
  /**
   * What the target is: numbers, or classes, of which whole numbers are names too. Default: 'classification' where the
   * target is a column of text or booleans, otherwise 'regression'.
   */
  task?: Task;
  /** A non-negative integer; draws the rows and grows the forest. Default 0. */
  seed?: number;
  /** The columns to look at. Default: all but the target. */
  features?: readonly string[];
  /** Numeric columns to call categories, such as a year or a code. Text columns are categories in any case. */
  categorical?: readonly string[];
  /** The most rows the forest learns from, drawn at random; more take longer and hardly tell more. Default 10,000. */
  maxRows?: number;
  /** How many trees the forest has. Default 50. */
  nEstimators?: number;
}

const optionNames: OptionNames<AnalyzeFeaturesOptions> = {
  topPairs: true,
  method: true,
  task: true,
  seed: true,
  features: true,
  categorical: true,
  maxRows: true,
  nEstimators: true,
  onProgress: true,
  signal: true,
};

/** Leaves of a few rows: what single rows have in common is chance, and would count as importance. */
const minSamplesLeaf = 5;

/**
 * Looks at a table with a random forest: which features tell most about the target, and which pairs of them are worth
 * modelling together. Pairs of features of which the forest makes nothing are left out. The target is numbers or classes.
 *
 * @throws RangeError if an option is out of range, or there is no such method
 * @throws HephError `missing-column`, `schema-mismatch` or `invalid-data`, naming column and row; `aborted`
 *
 * @example
 * const { importances, pairs } = await analyzeFeatures(train, 'price', { topPairs: 5 });
 */
export async function analyzeFeatures(
  table: Table,
  target: string,
  options: AnalyzeFeaturesOptions = {},
): Promise<FeatureAnalysis> {
  checkOptions('analyzeFeatures', options, optionNames);
  const { topPairs = 20, method = 'pathGain', seed = 0, maxRows = 10_000, nEstimators = 50 } = options;
  checkPositiveInteger('topPairs', topPairs);
  checkPositiveInteger('maxRows', maxRows);
  const scorePairs = pairMethod(method);
  const { features, onProgress, signal } = options;
  requireTable('table', table);
  const rows = sampleRows(table, maxRows, seed);
  const Forest =
    taskOf(table, target, options.task) === 'regression' ? RandomForestRegressor : RandomForestClassifier;
  const forest = await new Forest({ nEstimators, minSamplesLeaf, seed }).fit(rows, {
    target,
    features,
    onProgress,
    signal,
  });
  const classes = forest instanceof RandomForestClassifier ? classTarget(rows, target, forest.classes) : null;
  const importances = forest.featureImportances;
  const isCategorical = (name: string) =>
    options.categorical?.includes(name) || table.column(name).kind === 'categorical';
  const kindOf = ([a, b]: readonly [string, string]): FeaturePair['kind'] => {
    if (isCategorical(a) !== isCategorical(b)) return 'mixed';
    return isCategorical(a) ? 'categorical' : 'numeric';
  };
  const context = {
    table: rows,
    target,
    classes,
    forest,
    importances,
    isCategorical,
    topPairs,
    seed,
    signal,
  };
  const pairs = (await scorePairs(context))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score)
    .slice(0, topPairs)
    .map(pair => ({ ...pair, kind: kindOf(pair.features) }));
  return { importances, pairs };
}

function sampleRows(table: Table, maxRows: number, seed: number): Table {
  if (table.numRows <= maxRows) return table;
  return table.take(createRandom(seed).permutation(table.numRows).subarray(0, maxRows).sort());
}
