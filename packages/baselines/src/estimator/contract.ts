import type { ModelFolder, Table } from '@heph/data';
import type { Classifier as AnyClassifier, FitOptions, Regressor as AnyRegressor } from '@heph/estimator';

/** Options of every regressor's `fit`. */
export type RegressorFitOptions = FitOptions;

/** Options of every classifier's `fit`: the target is a column of text, booleans or whole numbers, of at least two classes. */
export type ClassifierFitOptions = FitOptions;

/** What all models here can do besides what `@heph/estimator` has every model promise. */
interface Baseline {
  /** As `Estimator` has it, and resolves to the model. @throws HephError `busy` during another fit of this model */
  fit(table: Table, options: FitOptions): Promise<this>;
  /** The same as `save` writes, as the bytes of one file, a zip archive: also in a browser. */
  toBytes(): Promise<Uint8Array>;
  /** The same as a manifest, which JSON can hold, and arrays by name, to be kept in a way of your own. */
  toFiles(): ModelFolder;
}

/** What all regressors here can do. */
export type Regressor = Omit<AnyRegressor, 'fit'> & Baseline;

/** What all classifiers here can do. */
export type Classifier = Omit<AnyClassifier, 'fit'> & Baseline;
