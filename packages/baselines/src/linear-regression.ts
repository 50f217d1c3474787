import { checkOptions, HephError, type ModelFolder, type OptionNames, type Table } from '@heph/data';
import {
  checkBoolean,
  checkNonNegative,
  evaluateRegressor,
  type FeatureImportance,
  loadAs,
  Progress,
  type RegressionMetrics,
} from '@heph/estimator';
import { Baseline, type FittedBaseline } from './estimator/baseline';
import type { Regressor, RegressorFitOptions } from './estimator/contract';
import { rankImportances } from './estimator/rank-importances';
import { checkTrainingTable } from './estimator/training-table';
import { fitLinear } from './linear/fit-linear';
import { contributions, countBlocks, type LinearModel } from './linear/linear-rows';
import { Design, effectsOf, linearTerms } from './linear/linear-terms';
import { inOwnUnits, unitsOf } from './linear/linear-units';
import { baselineFiles, restoreBaseline, storedNumber, storedNumbers } from './storage/baseline-folder';

const kind = 'LinearRegression';

/** Parameters of a {@link LinearRegression}. */
export interface LinearRegressionOptions {
  /** Whether predictions may start from a constant, or must be 0 where all terms are. Default true. */
  fitIntercept?: boolean;
  /** What a squared coefficient costs, in squared errors of the target. The intercept costs nothing. Default 0. */
  ridge?: number;
}

const optionNames: OptionNames<LinearRegressionOptions> = { fitIntercept: true, ridge: true };

interface FittedLinear extends FittedBaseline, LinearModel {
  /** For each feature, the standard deviation of what it adds to the training rows' predictions. */
  readonly spreads: readonly number[];
}

/** @throws RangeError or TypeError naming the parameter that is wrong */
function linearParameters({ fitIntercept = true, ridge = 0 }: Readonly<LinearRegressionOptions>) {
  checkBoolean('fitIntercept', fitIntercept);
  checkNonNegative('ridge', ridge);
  return { fitIntercept, ridge };
}

/**
 * Least squares in float64, with an L2 penalty on request: ŷ = intercept + Σ coefficient · x. A categorical feature becomes one 0/1 term for
 * each category but its first. What is missing, and a category that training never saw, counts as the training rows'
 * average. Where features depend on one another, the coefficients are the smallest that fit best.
 *
 * @example
 * const model = await new LinearRegression().fit(train, { target: 'price' });
 * model.coefficients; // { carat: 7756.4, 'cut=Good': 580.1, … }
 */
export class LinearRegression extends Baseline<FittedLinear> implements Regressor {
  protected override get kind(): string {
    return kind;
  }

  /**
   * Stores the parameters; `fit` checks their values.
   * @throws TypeError at a parameter that does not exist
   */
  constructor(readonly options: Readonly<LinearRegressionOptions> = {}) {
    super();
    checkOptions(kind, options, optionNames);
  }

  fit(table: Table, options: RegressorFitOptions): Promise<this> {
    return this.turn.take(kind, () => this.learn(table, options));
  }

  private async learn(table: Table, options: RegressorFitOptions): Promise<this> {
    const { fitIntercept, ridge } = linearParameters(this.options);
    const { features, target, weights } = checkTrainingTable(table, options);
    const progress = new Progress(countBlocks(table.numRows), options);
    const terms = linearTerms(features);
    const units = unitsOf(table, features, target, weights);
    const rows = {
      design: new Design(table, features, units.ofFeatures),
      target: units.ofTarget === 1 ? target : Float64Array.from(target, value => value / units.ofTarget),
      weights: units.ofWeights === 1 ? weights : Float64Array.from(weights, w => w / units.ofWeights),
      weightUnit: units.ofWeights,
    };
    await progress.turn();
    const model = await fitLinear(rows, terms, fitIntercept, ridge / units.ofWeights, progress);
    await progress.turn();
    const spreads = contributions(rows, terms, model, features.length);
    this.fitted = {
      target: options.target,
      features,
      ...inOwnUnits(model, terms, units),
      spreads: Array.from(spreads, spread => spread * units.ofTarget),
    };
    return this;
  }

  async predict(table: Table): Promise<Float64Array> {
    const { features, intercept, coefficients, means } = this.model;
    const design = new Design(table, features);
    const sums = new Float64Array(table.numRows).fill(intercept);
    design.addTo(sums, effectsOf(linearTerms(features), { coefficients, means }));
    const row = sums.findIndex(sum => !Number.isFinite(sum));
    if (row >= 0)
      throw new HephError(
        'invalid-data',
        `row ${row + 1}: expected features whose prediction a double can hold; found ${sums[row]}`,
      );
    return sums;
  }

  /**
   * Compares predictions with the target column of a table.
   * @throws HephError as `predict` does; `missing-column` without the target, `invalid-data` if there is no row
   */
  async evaluate(table: Table): Promise<RegressionMetrics> {
    return evaluateRegressor(this, table, this.model.target);
  }

  /** What a prediction changes by where a term grows by 1: by feature, or `feature=category` (against its first). */
  get coefficients(): Record<string, number> {
    const { features, coefficients } = this.model;
    return Object.fromEntries(linearTerms(features).map(({ name }, j) => [name, coefficients[j]!]));
  }

  /**
   * How far each coefficient may be off, by term: the estimate from the errors on the training rows, if these are independent
   * and alike. A weight of k counts as k rows. `undefined` with a ridge, where features depend on one another, and where
   * there are no more rows than coefficients.
   */
  get standardErrors(): Record<string, number> | undefined {
    const { features, standardErrors } = this.model;
    const terms = linearTerms(features);
    return standardErrors && Object.fromEntries(terms.map(({ name }, j) => [name, standardErrors[j]!]));
  }

  /** The intercept's standard error; `undefined` where the coefficients have none. */
  get interceptStandardError(): number | undefined {
    return this.model.standardErrors?.at(-1);
  }

  /** The prediction where all terms are 0. */
  get intercept(): number {
    return this.model.intercept;
  }

  /** How much of the predictions' spread each feature's part has, by standard deviation. The largest share first. */
  get featureImportances(): FeatureImportance[] {
    const { features, spreads } = this.model;
    return rankImportances(features, Float64Array.from(spreads));
  }

  /** The coefficients and the intercept. */
  countParams(): number {
    return this.model.coefficients.length + (linearParameters(this.options).fitIntercept ? 1 : 0);
  }

  toFiles(): ModelFolder {
    return baselineFiles(kind, { options: this.options, ...this.model }, {});
  }

  /**
   * Loads what `save` wrote.
   * @throws HephError `invalid-file` if the folder does not hold a whole model of this kind
   */
  static load(directory: string): Promise<LinearRegression> {
    return loadAs(LinearRegression, directory);
  }

  /** Loads what `toBytes` gave, or a folder that a zip tool has packed. @throws HephError `invalid-file`, as `load` does */
  static fromBytes(bytes: Uint8Array): Promise<LinearRegression> {
    return loadAs(LinearRegression, bytes);
  }

  /** Makes a model of what `toFiles` gave. @throws HephError, RangeError or TypeError if that is no whole model of this kind */
  static fromFiles(stored: ModelFolder): LinearRegression {
    const create = (options: object) => {
      linearParameters(options);
      return new LinearRegression(options);
    };
    return restoreBaseline(stored, kind, create, (model, { target, features, state }) => {
      const numTerms = linearTerms(features).length;
      model.fitted = {
        target,
        features,
        intercept: storedNumber(state, 'intercept'),
        coefficients: storedNumbers(state, 'coefficients', numTerms),
        means: storedNumbers(state, 'means', numTerms),
        standardErrors:
          state['standardErrors'] === undefined
            ? undefined
            : storedNumbers(state, 'standardErrors', numTerms + 1),
        spreads: storedNumbers(state, 'spreads', features.length),
      };
    });
  }
}
