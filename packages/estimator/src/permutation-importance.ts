import {
  accuracy,
  checkOptions,
  createRandom,
  meanSquaredError,
  type OptionNames,
  requireRows,
  requireTarget,
  type Table,
  HephError,
  largestMagnitude,
  powerOfTwo,
} from '@heph/data';
import { checkInteger } from './argument-checks';
import { classIndices } from './class-target';
import { isClassifier, type Classifier, type Regressor } from './contract';
import { Progress, type ProgressOptions } from './progress';

/** What is to be explained: a fitted model, or anything that predicts by columns it names. */
export type PredictsNumbers = Pick<Regressor, 'predict' | 'schema'>;
/** The same for classes. */
export type PredictsClasses = Pick<Classifier, 'predict' | 'predictProba' | 'classes' | 'schema'>;

/** Options of {@link permutationImportance}. */
export interface PermutationImportanceOptions<Value = number> extends ProgressOptions {
  /** The column that holds the truth. */
  target: string;
  /**
   * The error of predictions, whose smaller values are better. Default: the mean squared error, for classes the share
   * of wrong ones.
   */
  metric?: ((truth: ArrayLike<Value>, predictions: ArrayLike<Value>) => number) | undefined;
  /** How often every feature is shuffled. Default 5. */
  repeats?: number | undefined;
  /** A non-negative integer; draws the orders. Default 0. */
  seed?: number | undefined;
}

const optionNames: OptionNames<PermutationImportanceOptions> = {
  target: true,
  metric: true,
  repeats: true,
  seed: true,
  onProgress: true,
  signal: true,
};

/** What a model loses without a feature. */
export interface PermutationImportance {
  feature: string;
  /** How much the error grows on average; about 0, also below, where the model does not need the feature. */
  importance: number;
  /** The standard deviation over the repeats. */
  deviation: number;
}

/**
 * How much a fitted model's error grows where a feature's values are shuffled among the rows (Breiman 2001; model
 * reliance, Fisher, Rudin & Dominici 2019), the largest first. On rows that the model has not learned from it tells
 * what the model really needs; features that stand in for one another share what they are worth.
 *
 * @throws RangeError naming an option that is out of range
 * @throws HephError as the model's `predict` does; `missing-column` or `invalid-data` for the target; `aborted`
 *
 * @example
 * const [most] = await permutationImportance(model, test, { target: 'price', repeats: 10 });
 */
export function permutationImportance(
  model: PredictsNumbers,
  table: Table,
  options: PermutationImportanceOptions,
): Promise<PermutationImportance[]>;
/** The same for a classifier. */
export function permutationImportance(
  model: PredictsClasses,
  table: Table,
  options: PermutationImportanceOptions<string>,
): Promise<PermutationImportance[]>;
export async function permutationImportance(
  model: PredictsNumbers | PredictsClasses,
  table: Table,
  options: PermutationImportanceOptions | PermutationImportanceOptions<string>,
): Promise<PermutationImportance[]> {
  checkOptions('permutationImportance', options, optionNames);
  const { repeats = 5, seed = 0 } = options;
  checkInteger('repeats', repeats, 1);
  requireRows(table, 1);
  const measured = predictsClasses(model)
    ? classifierError(model, table, options as PermutationImportanceOptions<string>)
    : regressorError(model, table, options as PermutationImportanceOptions);
  const errorOn = async (rows: Table) => {
    const error = await measured(rows);
    if (!Number.isFinite(error))
      throw new HephError(
        'invalid-data',
        `expected an error that a double can hold; found ${error}: give a metric such as rootMeanSquaredError`,
      );
    return error;
  };
  const asItIs = await errorOn(table);
  const random = createRandom(seed);
  const used = new Set(model.schema.map(({ name }) => name));
  const features = table.columnNames.filter(name => used.has(name) && name !== options.target);
  const progress = new Progress(features.length * repeats, options);

  const found: PermutationImportance[] = [];
  for (const feature of features) {
    const column = table.select([feature]);
    const growth: number[] = [];
    while (growth.length < repeats) {
      const shuffled = column.take(random.permutation(table.numRows)).column(feature);
      growth.push((await errorOn(table.withColumn(feature, shuffled))) - asItIs);
      await progress.step(found.length * repeats + growth.length);
    }
    found.push({ feature, importance: mean(growth), deviation: standardDeviation(growth) });
  }
  return found.sort((a, b) => b.importance - a.importance);
}

function predictsClasses(model: PredictsNumbers | PredictsClasses): model is PredictsClasses {
  return isClassifier(model);
}

function regressorError(
  model: PredictsNumbers,
  table: Table,
  { target, metric = meanSquaredError }: PermutationImportanceOptions,
): (rows: Table) => Promise<number> {
  const truth = requireTarget(table, target).values;
  return async rows => metric(truth, await model.predict(rows));
}

function classifierError(
  model: PredictsClasses,
  table: Table,
  options: PermutationImportanceOptions<string>,
): (rows: Table) => Promise<number> {
  const { target, metric = (truth, predictions) => 1 - accuracy(truth, predictions) } = options;
  const { classes } = model;
  const truth = Array.from(classIndices(table, target, classes), index => classes[index]!);
  return async rows => metric(truth, await model.predict(rows));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function standardDeviation(values: readonly number[]): number {
  const centre = mean(values);
  const unit = powerOfTwo(largestMagnitude(values));
  return unit * Math.sqrt(mean(values.map(value => (value / unit - centre / unit) ** 2)));
}
