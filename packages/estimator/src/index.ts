export {
  checkBoolean,
  checkFraction,
  checkInteger,
  checkNonNegative,
  checkNonNegativeInteger,
  checkOneOf,
  checkPositive,
  checkPositiveInteger,
  checkShare,
  withDefaults,
} from './argument-checks';
export { classIndices, fitClasses, isClasses, mostProbable } from './class-target';
export { FitTurn } from './fit-turn';
export {
  loadAs,
  modelLoader,
  readingFile,
  saveToBytes,
  saveToFolder,
  type StorableClass,
  type StorableModel,
} from './storage/stored-model';
export {
  fitOptionNames,
  isClassifier,
  type Classifier,
  type Estimator,
  type FeatureImportance,
  type FitOptions,
  type Regressor,
} from './contract';
export { evaluateClassifier, evaluateRegressor } from './evaluate';
export {
  classificationMetrics,
  regressionMetrics,
  type ClassificationMetrics,
  type RegressionMetrics,
} from './metrics';
export {
  permutationImportance,
  type PermutationImportance,
  type PermutationImportanceOptions,
} from './permutation-importance';
export { Progress, type FitProgress, type ProgressListener, type ProgressOptions } from './progress';
export {
  checkWeights,
  leastWeight,
  weightedMean,
  weightRatios,
  weightsInRange,
  type RowWeights,
} from './row-weights';
