import { checkOptions, type ModelFolder, type OptionNames, type Table } from '@heph/data';
import {
  checkBoolean,
  checkInteger,
  checkNonNegative,
  type ClassificationMetrics,
  evaluateClassifier,
  type FeatureImportance,
  isClasses,
  loadAs,
  Progress,
  weightsInRange,
  withDefaults,
} from '@heph/estimator';
import { Baseline, type FittedBaseline } from './estimator/baseline';
import { checkClassifiedTable, mostProbableClasses } from './estimator/classified-table';
import type { Classifier, ClassifierFitOptions } from './estimator/contract';
import { rankImportances } from './estimator/rank-importances';
import { fitLogistic } from './linear/fit-logistic';
import { contributions } from './linear/linear-rows';
import { Design, effectsOf, linearTerms, type LinearTerm } from './linear/linear-terms';
import { unitsOfFeatures } from './linear/linear-units';
import type { LogisticModel } from './linear/logistic-steps';
import { baselineFiles, restoreBaseline, storedNumbers } from './storage/baseline-folder';

const kind = 'LogisticRegression';

/** Parameters of a {@link LogisticRegression}. */
export interface LogisticRegressionOptions {
  /** Whether margins may start from a constant. Default true. */
  fitIntercept?: boolean;
  /** What half a squared coefficient costs: 1 / C of scikit-learn. The intercept costs nothing. Default 1. */
  ridge?: number;
  /** The most steps of Newton's method; a handful is enough where there is a solution. Default 100. */
  maxIterations?: number;
}

const optionNames: OptionNames<LogisticRegressionOptions> = {
  fitIntercept: true,
  ridge: true,
  maxIterations: true,
};

interface FittedLogistic extends FittedBaseline, LogisticModel {
  readonly classes: readonly string[];
  /** How much each feature moves the training rows' margins. */
  readonly spreads: readonly number[];
}

/** @throws RangeError or TypeError naming the parameter that is wrong */
function logisticParameters(options: Readonly<LogisticRegressionOptions>) {
  const parameters = withDefaults({ fitIntercept: true, ridge: 1, maxIterations: 100 }, options);
  checkBoolean('fitIntercept', parameters.fitIntercept);
  checkNonNegative('ridge', parameters.ridge);
  checkInteger('maxIterations', parameters.maxIterations, 1);
  return parameters;
}

/**
 * Logistic regression in float64. Of two classes the second has a margin, intercept + Σ coefficient · x, and the
 * probability 1 / (1 + e^−margin); of more each has one, and a softmax makes them probabilities. Categories and
 * missing values are as in `LinearRegression`.
 *
 * @example
 * const model = await new LogisticRegression({ ridge: 0 }).fit(train, { target: 'survived' });
 * model.coefficients['yes']; // { age: -0.037, 'sex=male': -2.52, … }
 */
export class LogisticRegression extends Baseline<FittedLogistic> implements Classifier {
  protected override get kind(): string {
    return kind;
  }

  /**
   * Stores the parameters; `fit` checks their values.
   * @throws TypeError at a parameter that does not exist
   */
  constructor(readonly options: Readonly<LogisticRegressionOptions> = {}) {
    super();
    checkOptions(kind, options, optionNames);
  }

  /** @throws HephError `diverged` where only infinite coefficients would be best, besides those of every `fit` */
  fit(table: Table, options: ClassifierFitOptions): Promise<this> {
    return this.turn.take(kind, () => this.learn(table, options));
  }

  private async learn(table: Table, options: ClassifierFitOptions): Promise<this> {
    const parameters = logisticParameters(this.options);
    const { features, classes, labels, weights } = checkClassifiedTable(table, options);
    const progress = new Progress(parameters.maxIterations, options);
    const terms = linearTerms(features);
    const units = unitsOfFeatures(table, features);
    const rows = {
      design: new Design(table, features, units),
      target: labels,
      weights: weightsInRange(weights),
    };
    const problem = { ...parameters, rows, terms, numClasses: classes.length };
    const model = await fitLogistic(problem, progress);
    await progress.turn();
    const squares = new Float64Array(features.length);
    model.coefficients.forEach(coefficients =>
      contributions(rows, terms, { ...model, coefficients }, features.length).forEach(
        (spread, feature) => (squares[feature]! += spread ** 2),
      ),
    );
    const spreads = [...squares.map(Math.sqrt)];
    this.fitted = {
      target: options.target,
      features,
      classes,
      ...inFeatureUnits(model, terms, units),
      spreads,
    };
    return this;
  }

  get classes(): readonly string[] {
    return this.model.classes;
  }

  async predict(table: Table): Promise<string[]> {
    return mostProbableClasses(await this.predictProba(table), this.classes);
  }

  async predictProba(table: Table): Promise<Float32Array[]> {
    const { features, intercepts, coefficients, means } = this.model;
    const design = new Design(table, features);
    const terms = linearTerms(features);
    const margins = coefficients.map((ofOutput, k) => {
      const sums = new Float64Array(table.numRows).fill(intercepts[k]!);
      design.addTo(sums, effectsOf(terms, { coefficients: ofOutput, means }));
      return sums;
    });
    return Array.from({ length: table.numRows }, (_, row) =>
      probabilities(margins.map(ofOutput => Math.max(-mostMargin, Math.min(mostMargin, ofOutput[row]!)))),
    );
  }

  /**
   * Compares predictions with the target column of a table.
   * @throws HephError as `predict` does; `invalid-data` if there is no row, or naming that of an unknown class
   */
  async evaluate(table: Table): Promise<ClassificationMetrics> {
    return evaluateClassifier(this, table, this.model.target);
  }

  /**
   * What a class's margin changes by where a term grows by 1, by class and by feature, or `feature=category` (against its
   * first). Two classes have the second's alone.
   */
  get coefficients(): Record<string, Record<string, number>> {
    const { features, coefficients } = this.model;
    const names = linearTerms(features).map(({ name }) => name);
    return this.byClass(k => Object.fromEntries(names.map((name, j) => [name, coefficients[k]![j]!])));
  }

  /** The margin where all terms are 0, by class; two classes have the second's alone. */
  get intercepts(): Record<string, number> {
    return this.byClass(k => this.model.intercepts[k]!);
  }

  /**
   * Of two classes: how far each coefficient may be off, by term, from the inverse of the loss's second derivative
   * (observed information). With a ridge the penalty counts as information. `undefined` for more classes.
   */
  get standardErrors(): Record<string, number> | undefined {
    const { features, standardErrors } = this.model;
    const terms = linearTerms(features);
    return standardErrors && Object.fromEntries(terms.map(({ name }, j) => [name, standardErrors[j]!]));
  }

  /** The intercept's standard error; `undefined` for more than two classes. */
  get interceptStandardError(): number | undefined {
    return this.model.standardErrors?.at(-1);
  }

  /** How much of the margins' spread each feature's part has, by standard deviation. The largest share first. */
  get featureImportances(): FeatureImportance[] {
    const { features, spreads } = this.model;
    return rankImportances(features, Float64Array.from(spreads));
  }

  /** The coefficients and intercepts. */
  countParams(): number {
    const { coefficients } = this.model;
    const width = coefficients[0]!.length + (logisticParameters(this.options).fitIntercept ? 1 : 0);
    return coefficients.length * width;
  }

  toFiles(): ModelFolder {
    const { coefficients, ...rest } = this.model;
    const state = { options: this.options, ...rest, coefficients: coefficients.flat() };
    return baselineFiles(kind, state, {});
  }

  /**
   * Loads what `save` wrote.
   * @throws HephError `invalid-file` if the folder does not hold a whole model of this kind
   */
  static load(directory: string): Promise<LogisticRegression> {
    return loadAs(LogisticRegression, directory);
  }

  /** Loads what `toBytes` gave, or a folder that a zip tool has packed. @throws HephError `invalid-file`, as `load` does */
  static fromBytes(bytes: Uint8Array): Promise<LogisticRegression> {
    return loadAs(LogisticRegression, bytes);
  }

  /** Makes a model of what `toFiles` gave. @throws HephError, RangeError or TypeError if that is no whole model of this kind */
  static fromFiles(stored: ModelFolder): LogisticRegression {
    const create = (options: object) => {
      logisticParameters(options);
      return new LogisticRegression(options);
    };
    return restoreBaseline(stored, kind, create, (model, { target, features, state }) => {
      const { classes } = state;
      if (!isClasses(classes)) throw new RangeError('classes must be a list of at least two texts');
      const numOutputs = classes.length === 2 ? 1 : classes.length;
      const numTerms = linearTerms(features).length;
      const flat = storedNumbers(state, 'coefficients', numOutputs * numTerms);
      model.fitted = {
        target,
        features,
        classes,
        intercepts: storedNumbers(state, 'intercepts', numOutputs),
        coefficients: Array.from({ length: numOutputs }, (_, k) =>
          flat.slice(k * numTerms, (k + 1) * numTerms),
        ),
        means: storedNumbers(state, 'means', numTerms),
        standardErrors: numOutputs === 1 ? storedNumbers(state, 'standardErrors', numTerms + 1) : undefined,
        spreads: storedNumbers(state, 'spreads', features.length),
      };
    });
  }

  private byClass<Item>(item: (output: number) => Item): Record<string, Item> {
    const { classes, intercepts } = this.model;
    const named = classes.slice(classes.length - intercepts.length);
    return Object.fromEntries(named.map((name, k) => [name, item(k)]));
  }
}

/** The same margins from features in the units of the table. */
function inFeatureUnits(
  { coefficients, means, standardErrors, ...rest }: LogisticModel,
  terms: readonly LinearTerm[],
  units: readonly number[],
): LogisticModel {
  const unitOf = (j: number) => (j < terms.length ? units[terms[j]!.feature]! : 1);
  return {
    ...rest,
    coefficients: coefficients.map(ofOutput => ofOutput.map((value, j) => value / unitOf(j))),
    means: means.map((mean, j) => mean * unitOf(j)),
    standardErrors: standardErrors?.map((error, j) => error / unitOf(j)),
  };
}

/** Margins beyond this are as good as certain; infinite ones would have no differences. */
const mostMargin = 1e300;

function probabilities(margins: readonly number[]): Float32Array {
  // The first of two classes has margin 0.
  const all = margins.length === 1 ? [0, margins[0]!] : margins;
  const largest = Math.max(...all);
  const powers = all.map(margin => Math.exp(margin - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return Float32Array.from(powers, power => power / sum);
}
