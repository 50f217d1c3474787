import { type OptionNames } from '@heph/data';
import { checkBoolean, checkInteger, withDefaults } from '@heph/estimator';
import { MAX_BINS } from '../trees/binning';

/** Parameters of random forests. */
export interface RandomForestOptions {
  /** How many trees. Default 100. */
  nEstimators?: number;
  /** How many splits deep a tree may be. Default: no limit. */
  maxDepth?: number;
  /** The fewest rows that a leaf may have; repeated draws and weights count. Default 1. */
  minSamplesLeaf?: number;
  /** The fewest rows that a node must have to be split; repeated draws and weights count. Default 2. */
  minSamplesSplit?: number;
  /**
   * How many features each split chooses from: a number of them, a share below 1, or `'sqrt'` for the square root
   * of their number. Features in which a node's rows do not differ do not count. Default: all; `'sqrt'` for classes.
   */
  maxFeatures?: number | 'sqrt';
  /**
   * The most bins that a numeric feature is cut into, 2 to 65535. Nodes of at most 512 rows are split exactly, whatever
   * it is. Default 256.
   */
  maxBins?: number;
  /** Whether each tree learns from as many rows drawn with replacement, or from all rows as they are. Default true. */
  bootstrap?: boolean;
  /** Whether `fit` also measures how well rows are predicted by the trees that have not seen them. Default false. */
  oobScore?: boolean;
  /** A non-negative integer; the forest depends on nothing else but the table and the options. Default 0. */
  seed?: number;
  /**
   * On how many of Node.js's worker threads trees grow, 1 for none but the caller's. The forest is the same for any number.
   * Default: as many as the machine has cores, but 1 where starting threads would take longer than they save.
   */
  workers?: number;
}

export const forestOptionNames: OptionNames<RandomForestOptions> = {
  nEstimators: true,
  maxDepth: true,
  minSamplesLeaf: true,
  minSamplesSplit: true,
  maxFeatures: true,
  maxBins: true,
  bootstrap: true,
  oobScore: true,
  seed: true,
  workers: true,
};

const defaults = {
  nEstimators: 100,
  minSamplesLeaf: 1,
  minSamplesSplit: 2,
  maxBins: 256,
  bootstrap: true,
  oobScore: false,
  seed: 0,
};

/** All parameters, checked; what has no default stays open. */
export type ForestParameters = Readonly<typeof defaults & RandomForestOptions>;

/** @throws RangeError or TypeError naming the parameter that is out of range */
export function forestParameters(options: Readonly<RandomForestOptions>): ForestParameters {
  const parameters = withDefaults(defaults, options);
  checkInteger('nEstimators', parameters.nEstimators, 1);
  if (parameters.maxDepth !== undefined) checkInteger('maxDepth', parameters.maxDepth, 1);
  checkInteger('minSamplesLeaf', parameters.minSamplesLeaf, 1);
  checkInteger('minSamplesSplit', parameters.minSamplesSplit, 2);
  checkMaxFeatures(parameters.maxFeatures);
  checkInteger('maxBins', parameters.maxBins, 2, MAX_BINS);
  checkBoolean('bootstrap', parameters.bootstrap);
  checkBoolean('oobScore', parameters.oobScore);
  if (parameters.oobScore && !parameters.bootstrap)
    throw new TypeError('oobScore needs bootstrap: without it every tree has seen every row');
  checkInteger('seed', parameters.seed, 0);
  if (parameters.workers !== undefined) checkInteger('workers', parameters.workers, 1);
  return parameters;
}

function checkMaxFeatures(maxFeatures: number | 'sqrt' | undefined): void {
  const isNumber = Number.isSafeInteger(maxFeatures) && (maxFeatures as number) >= 1;
  const isShare = typeof maxFeatures === 'number' && maxFeatures > 0 && maxFeatures < 1;
  if (maxFeatures !== undefined && maxFeatures !== 'sqrt' && !isNumber && !isShare)
    throw new RangeError(
      `maxFeatures must be a positive integer, a share between 0 and 1 or 'sqrt'; received ${String(maxFeatures)}`,
    );
}

/** How many features each split chooses from. */
export function featuresPerSplit(maxFeatures: number | 'sqrt' | undefined, numFeatures: number): number {
  if (maxFeatures === undefined) return numFeatures;
  if (maxFeatures === 'sqrt') return Math.max(1, Math.floor(Math.sqrt(numFeatures)));
  if (maxFeatures < 1) return Math.max(1, Math.floor(maxFeatures * numFeatures));
  return Math.min(maxFeatures, numFeatures);
}
