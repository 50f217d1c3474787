import { type OptionNames } from '@heph/data';
import { checkInteger, checkNonNegative, checkPositive, checkShare, withDefaults } from '@heph/estimator';
import { MAX_BINS } from '../trees/binning';

/** Parameters of gradient boosting, with XGBoost's defaults. */
export interface XGBoostOptions {
  /** The most trees, one a round. Default 100. */
  nEstimators?: number;
  /** How many splits deep a tree may be. Default 6. */
  maxDepth?: number;
  /** What each tree's step is multiplied by (η). Default 0.3. */
  learningRate?: number;
  /** L2 regularization of leaf values (λ). Default 1. */
  lambda?: number;
  /** The least gain that a split must have (γ). Default 0. */
  gamma?: number;
  /** The least sum of hessians that a leaf must have: for squared error, of weights. Default 1. */
  minChildWeight?: number;
  /** The share of the rows that each tree learns from, drawn without replacement. Default 1. */
  subsample?: number;
  /** The share of the features that each tree may use. Default 1. */
  colsampleByTree?: number;
  /** The most bins that a numeric feature is cut into, 2 to 65535. Default 256. */
  maxBin?: number;
  /** A non-negative integer; draws rows and features. Default 0. */
  seed?: number;
  /** Stop after this many rounds without a better validation error, and keep the trees up to the best. Default: never. */
  earlyStoppingRounds?: number;
  /** The prediction before the first tree. Default: the mean of the target. */
  baseScore?: number;
}

export const xgboostOptionNames: OptionNames<XGBoostOptions> = {
  nEstimators: true,
  maxDepth: true,
  learningRate: true,
  lambda: true,
  gamma: true,
  minChildWeight: true,
  subsample: true,
  colsampleByTree: true,
  maxBin: true,
  seed: true,
  earlyStoppingRounds: true,
  baseScore: true,
};

const defaults = {
  nEstimators: 100,
  maxDepth: 6,
  learningRate: 0.3,
  lambda: 1,
  gamma: 0,
  minChildWeight: 1,
  subsample: 1,
  colsampleByTree: 1,
  maxBin: 256,
  seed: 0,
};

/** All parameters, checked; what has no default stays open. */
export type BoostingParameters = Readonly<typeof defaults & XGBoostOptions>;

/** @throws RangeError naming the parameter that is out of range */
export function boostingParameters(options: Readonly<XGBoostOptions>): BoostingParameters {
  const parameters = withDefaults(defaults, options);
  checkInteger('nEstimators', parameters.nEstimators, 1);
  checkInteger('maxDepth', parameters.maxDepth, 1);
  checkPositive('learningRate', parameters.learningRate);
  checkNonNegative('lambda', parameters.lambda);
  checkNonNegative('gamma', parameters.gamma);
  checkNonNegative('minChildWeight', parameters.minChildWeight);
  checkShare('subsample', parameters.subsample);
  checkShare('colsampleByTree', parameters.colsampleByTree);
  checkInteger('maxBin', parameters.maxBin, 2, MAX_BINS);
  checkInteger('seed', parameters.seed, 0);
  const { earlyStoppingRounds, baseScore } = parameters;
  if (earlyStoppingRounds !== undefined) checkInteger('earlyStoppingRounds', earlyStoppingRounds, 1);
  if (baseScore !== undefined && !Number.isFinite(baseScore))
    throw new RangeError(`baseScore must be a finite number; received ${String(baseScore)}`);
  return parameters;
}
