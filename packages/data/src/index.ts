export { HephError, isHephError, type HephErrorCode } from './errors';
export { Table, type Row } from './table/table';
export type { CategoricalColumn, Column, ColumnKind, NumericColumn } from './table/column';
export type { ColumnInput } from './table/encode';
export type { ArrowChunkLike, ArrowLike, ArrowVectorLike } from './table/arrow';
export type { ColumnSchema, HasSchema } from './table/column-schema';
export type { ColumnOptions } from './table/known-columns';
export { requireTable } from './table/require-table';
export { requireColumns, requireNumericColumn, requireRows, requireTarget } from './table/checks';
export { parseCsv } from './csv/parse-csv';
export { csvRows, type CsvRow, type CsvRowsOptions } from './csv/csv-rows';
export type { CsvOptions } from './csv/options';
export { csvLine, tableToCsv } from './csv/write-csv';
export { CellReader, type CellOptions } from './csv/cell-reader';
export { headerNames, type HeaderNames } from './csv/header-names';
export { categoryMatcher, type CategoryMatcher } from './labels/category-matcher';
export { categoryPlaces } from './schema/category-places';
export { NO_CATEGORY, type UnseenCategories } from './schema/unseen';
export { unseenCategories } from './schema/unseen-categories';
export { onWarning, type UnseenValue, type Warning, type WarningListener } from './schema/warnings';
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
export { quantile } from './stats/quantile';
export { largestMagnitude, powerOfTwo } from './numbers/power-of-two';
export { modelFolderExists } from './files/model-folder-exists';
export { writeModelFolder } from './files/write-model-folder';
export { packModel } from './files/pack-model';
export { readModelFolder, type ModelFolder } from './files/read-model-folder';
export { sha256 } from './files/sha256';
export { parseStrictJson } from './files/strict-json';
export { classLabel, type ClassLabel } from './labels/class-label';
export { checkOptions, nearestName, type OptionNames } from './options/check-options';
