import { type ColumnSchema, type ModelFolder, type OptionNames, type Table } from '@heph/data';

/** Options of every `fit`. */
export interface RegressorFitOptions {
  /** The numeric column to predict. */
  target: string;
  /** The columns to predict it from. Default: all others. */
  features?: readonly string[] | undefined;
  /**
   * How much each row counts: a weight of k does what k copies of the row would. Default: all 1. Where they sum up to more than
   * 2⁶⁰ or none is above 2⁻⁶⁰, they count by what they are to their mean, but for `LinearRegression`, which takes any.
   */
  sampleWeight?: ArrayLike<number> | undefined;
  /** Called as the work moves on. */
  onProgress?: ((done: number, total: number) => void) | undefined;
  /** Ends `fit` with a HephError `aborted`; the estimator stays as it was before. */
  signal?: AbortSignal | undefined;
}

export const fitOptionNames: OptionNames<RegressorFitOptions> = {
  target: true,
  features: true,
  sampleWeight: true,
  onProgress: true,
  signal: true,
};

/** Options of every classifier's `fit`. */
export interface ClassifierFitOptions extends RegressorFitOptions {
  /** The column of classes: text, or numbers, which then are names too. It has at least two. */
  target: string;
}

/** How much a model makes of one feature. All features' shares sum to 1 (or are 0 where it uses none). */
export interface FeatureImportance {
  feature: string;
  importance: number;
}

/** What all models here can do. Columns are matched by name; a table may have others besides. */
interface Estimator {
  /**
   * Learns from a table. Fitting again starts anew; until it has come to its end, the model stays what it was.
   *
   * @throws RangeError naming an option that is out of range
   * @throws HephError `missing-column`, `schema-mismatch` or `invalid-data`, naming column and row; `aborted`;
   *   `busy` during another fit of this model
   */
  fit(table: Table, options: RegressorFitOptions): Promise<this>;
  /**
   * The columns it learned from, and the target: `parseCsv(text, { like: model })` reads the next file like them.
   *
   * @throws HephError `not-fitted`
   */
  readonly schema: readonly ColumnSchema[];
  /** Shares of the features, the largest first. */
  readonly featureImportances: FeatureImportance[];
  /** How many numbers the fitted model consists of. */
  countParams(): number;
  /** Saves the fitted model as a folder: a JSON manifest and binary arrays. Node.js only. */
  save(directory: string): Promise<void>;
  /** The same as the bytes of one file, a zip archive: also in a browser. */
  toBytes(): Promise<Uint8Array>;
  /** The same as a manifest, which JSON can hold, and arrays by name, to be kept in a way of your own. */
  toFiles(): ModelFolder;
}

/** What all regressors here can do. */
export interface Regressor extends Estimator {
  /**
   * One prediction a row, in the target's own units and in double precision.
   *
   * @throws HephError `not-fitted`; `missing-column`, `schema-mismatch` or `invalid-data`, naming column and row
   */
  predict(table: Table): Promise<Float64Array>;
}

/** What all classifiers here can do. */
export interface Classifier extends Estimator {
  /** The classes' names in ascending order, as `predictProba` has them. */
  readonly classes: readonly string[];
  /**
   * The most probable class of each row.
   *
   * @throws HephError `not-fitted`; `missing-column`, `schema-mismatch` or `invalid-data`, naming column and row
   */
  predict(table: Table): Promise<string[]>;
  /**
   * For each row, the probability of each class; they sum to 1.
   *
   * @throws HephError as `predict` does
   */
  predictProba(table: Table): Promise<Float32Array[]>;
}
