import type { ColumnSchema, OptionNames, Table } from '@heph/data';
import type { ClassificationMetrics, RegressionMetrics } from './metrics';
import type { ProgressOptions } from './progress';

/** Options that the `fit` of every model takes; each may have more. */
export interface FitOptions extends ProgressOptions {
  /** The column to predict. A network has one by its configuration already, and refuses another. */
  target: string;
  /** The columns to predict it from. Default: all others, or those of a network's configuration, which refuses others. */
  features?: readonly string[] | undefined;
  /**
   * Rows that the model does not learn from, with the same columns, to choose by: how many rounds of boosting or epochs
   * there are to be. Models that choose nothing while they learn take them and do not look at them.
   */
  validation?: Table | undefined;
  /** How much each row counts: a weight of k does what k copies of the row would. Default: all count alike. */
  sampleWeight?: ArrayLike<number> | undefined;
}

export const fitOptionNames: OptionNames<FitOptions> = {
  target: true,
  features: true,
  validation: true,
  sampleWeight: true,
  onProgress: true,
  signal: true,
};

/** How much a model makes of one feature. All features' shares sum to 1 (or are 0 where it uses none). */
export interface FeatureImportance {
  feature: string;
  importance: number;
}

/** What every model promises. Columns are matched by name; a table may have others besides. */
export interface Estimator {
  /**
   * Learns from a table. Fitting again starts anew, and until that has come to something the model stays what it was.
   *
   * An abort rejects with a HephError `aborted` and leaves the model as it was, unless something has come of the fit by
   * then: a network that has finished an epoch keeps its best weights and resolves, with `stopReason: 'aborted'`.
   *
   * @throws RangeError naming an option that is out of range; TypeError at one that does not exist
   * @throws HephError `missing-column`, `schema-mismatch` or `invalid-data`, naming column and row; `aborted`
   */
  fit(table: Table, options: FitOptions): Promise<unknown>;
  /**
   * The columns it learned from, and the target: `parseCsv(text, { like: model })` reads the next file like them.
   */
  readonly schema: readonly ColumnSchema[];
  /** Shares of the features, the largest first. @throws HephError `not-fitted` */
  readonly featureImportances: readonly FeatureImportance[];
  /** How many numbers the fitted model consists of. */
  countParams(): number;
  /** What the model is, as text for people. */
  summary(): string;
  /** Saves the fitted model as a folder. Node.js only. @throws HephError `not-fitted` */
  save(directory: string): Promise<void>;
  /** Gives back what the model holds; it cannot predict any more, but be fitted anew. */
  dispose(): void;
}

/** What every model for a number promises. */
export interface Regressor extends Estimator {
  /**
   * One prediction a row, in the target's own units and in double precision.
   *
   * @throws HephError `not-fitted`; `missing-column`, `schema-mismatch` or `invalid-data`, naming column and row
   */
  predict(table: Table): Promise<Float64Array>;
  /**
   * Compares predictions with the target column of a table.
   *
   * @throws HephError as `predict` does; `missing-column` without the target, `invalid-data` if there is no row
   */
  evaluate(table: Table): Promise<RegressionMetrics>;
}

/** What every model for classes promises. */
export interface Classifier extends Estimator {
  /** The classes' names in ascending order, as `predictProba` has them. @throws HephError `not-fitted` */
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
  /**
   * Compares predictions with the target column of a table.
   *
   * @throws HephError as `predict` does; `invalid-data` if there is no row, or naming that of an unknown class
   */
  evaluate(table: Table): Promise<ClassificationMetrics>;
}

/** Whether a model predicts classes. */
export function isClassifier(model: object): model is Classifier {
  return 'predictProba' in model;
}
