/** What the checks ask of a table: that of `@heph/data` does all of it. */
export interface TestTable<T> {
  readonly numRows: number;
  readonly columnNames: string[];
  select(names: readonly string[]): T;
  drop(names: readonly string[]): T;
  take(indices: ArrayLike<number>): T;
  slice(start: number, end?: number): T;
  withColumn(name: string, values: ArrayLike<number> | ArrayLike<string>): T;
}

/** One prediction a row: numbers, or the names of classes. */
export type Predictions = ArrayLike<number> | ArrayLike<string>;

/** What every estimator can do. */
export interface TestEstimator<T> {
  predict(table: T): Promise<Predictions>;
  save(directory: string): Promise<void>;
  readonly featureImportances?: readonly { feature: string; importance: number }[];
  dispose?(): void;
}

/** An estimator as `checkEstimator` wants it. */
export interface EstimatorSpec<T extends TestTable<T>, E extends TestEstimator<T>> {
  /** `Table.fromColumns`. */
  fromColumns: (columns: Record<string, ArrayLike<number> | ArrayLike<string>>) => T;
  /** Makes the estimator, each time with the same parameters and seed. */
  create: () => E;
  /** Has it learn the column `y` from all others. */
  fit: (estimator: E, table: T) => Promise<unknown>;
  load: (directory: string) => Promise<E>;
  /** What share of the variance of `y` it has to explain on rows it has not seen, or of the classes to get right. */
  floor: number;
  /** Default `'regression'`. */
  task?: 'regression' | 'classification';
  /** Estimators with one parameter that `fit` must refuse, by the parameter's name. Default none. */
  invalid?: Record<string, () => E>;
  /** Fits with a weight for each row, where the estimator can. */
  fitWeighted?: (estimator: E, table: T, sampleWeight: number[]) => Promise<unknown>;
  /** How far predictions may differ where they ought to be the same, relatively. Default 0: not at all. */
  tolerance?: number;
}
