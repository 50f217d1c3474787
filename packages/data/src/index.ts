export { HephError, isHephError, type HephErrorCode } from './errors';
export { Table, type Row } from './table/table';
export type { CategoricalColumn, Column, ColumnKind, NumericColumn } from './table/column';
export type { ColumnInput } from './table/encode';
export type { ArrowChunkLike, ArrowLike, ArrowVectorLike } from './table/arrow';
export { requireColumns, requireNumericColumn, requireRows, requireTarget } from './table/checks';
export { parseCsv } from './csv/parse-csv';
export type { CsvOptions } from './csv/options';
export {
  createRandom,
  randomFromState,
  type Random,
  type RandomState,
  type Shuffleable,
} from './random/random';
export { trainTestSplit, type TrainTestSplit, type TrainTestSplitOptions } from './split/train-test-split';
export { kFold, type Fold, type KFoldOptions } from './split/k-fold';
export { meanAbsoluteError, meanSquaredError, r2Score, rootMeanSquaredError } from './metrics/regression';
export { accuracy, logLoss, type LogLossOptions } from './metrics/classification';
export { rocAuc } from './metrics/roc-auc';
export { largestMagnitude, powerOfTwo } from './numbers/power-of-two';
export { modelFolderExists } from './files/model-folder-exists';
export { writeModelFolder } from './files/write-model-folder';
export { readModelFolder, type ModelFolder } from './files/read-model-folder';
export { parseStrictJson } from './files/strict-json';
export { classLabel, type ClassLabel } from './labels/class-label';
export { checkOptions, nearestName, type OptionNames } from './options/check-options';
