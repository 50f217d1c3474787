import type { ModelFolder, Table } from '@heph/data';
import {
  evaluateRegressor,
  loadAs,
  Progress,
  type RegressionMetrics,
  weightedMean,
  weightsInRange,
} from '@heph/estimator';
import type { Regressor, RegressorFitOptions } from './estimator/contract';
import { unitsForForests } from './estimator/target-units';
import { checkTrainingTable } from './estimator/training-table';
import { averageOfTrees } from './explain/ensemble';
import { explainedRows, type ExplainedRows, type ExplainOptions } from './explain/explained-rows';
import { explainInteractions, type ShapInteractionValues } from './explain/shap-interactions';
import { explainRows, type ShapValues } from './explain/shap-values';
import { Forest, type FittedForest } from './forest/forest';
import { forestParameters } from './forest/forest-parameters';
import { growForest, type ForestRows } from './forest/grow-forest';
import { predictOutOfBag, type OutOfBag } from './forest/out-of-bag';
import {
  baselineFiles,
  restoreBaseline,
  scoreToStore,
  storedNumber,
  storedScore,
} from './storage/baseline-folder';
import { storedScale } from './storage/stored-units';
import { treesFromFiles, treesToFiles } from './storage/tree-files';
import { featureColumns } from './trees/feature-columns';
import { fineFeatures, withUsedCuts } from './trees/fine-features';

const kind = 'RandomForestRegressor';

interface FittedMeans extends FittedForest {
  /** The mean of the training rows' targets; the trees tell the deviation from it. */
  readonly mean: number;
  /** What the trees' numbers count in; absent where that is the target's own unit. */
  readonly scale?: number | undefined;
}

/**
 * A random forest that predicts a number: the average of many deep trees, each grown on a bootstrap sample of the
 * rows (Breiman 2001). A missing value goes the way that training found better at each split. Categories are split by sets,
 * sorted by their means at each node (Fisher 1958); those that training never saw count as missing.
 *
 * @example
 * const forest = await new RandomForestRegressor({ seed: 1 }).fit(train, { target: 'price' });
 * const prices = await forest.predict(test);
 */
export class RandomForestRegressor extends Forest<FittedMeans> implements Regressor {
  protected override get kind(): string {
    return kind;
  }

  fit(table: Table, options: RegressorFitOptions): Promise<this> {
    return this.turn.take(kind, () => this.learn(table, options));
  }

  private async learn(table: Table, options: RegressorFitOptions): Promise<this> {
    const parameters = forestParameters(this.options);
    const checked = checkTrainingTable(table, options);
    const features = fineFeatures(table, checked.features);
    const weights = weightsInRange(checked.weights);
    const { offset: mean, scale } = unitsForForests(checked.target, weights);
    const target = scale === 1 ? checked.target : Float64Array.from(checked.target, value => value / scale);
    const rows = { features: featureColumns(table, features), target, weights };
    const trees = await growForest(rows, 0, parameters, new Progress(parameters.nEstimators, options));
    const oobScore = parameters.oobScore
      ? outOfBagR2(rows, weightedMean(target, weights), predictOutOfBag(rows, trees, parameters))
      : undefined;
    const units = scale === 1 ? {} : { scale };
    this.fitted = {
      target: options.target,
      features: withUsedCuts(features, trees),
      mean,
      ...units,
      trees,
      oobScore,
    };
    return this;
  }

  async predict(table: Table): Promise<Float64Array> {
    const { mean, scale = 1 } = this.model;
    const [deviations] = await this.averages(table);
    return deviations!.map(deviation => mean + scale * deviation);
  }

  /**
   * Compares predictions with the target column of a table.
   * @throws HephError as `predict` does; `missing-column` without the target, `invalid-data` if there is no row
   */
  async evaluate(table: Table): Promise<RegressionMetrics> {
    return evaluateRegressor(this, table, this.model.target);
  }

  /**
   * What each feature adds to each prediction: exact, path-dependent TreeSHAP.
   * @throws HephError as `predict` does; `aborted`
   */
  async shapValues(table: Table, options?: ExplainOptions): Promise<ShapValues> {
    return (await explainRows(await this.explained(table), options))[0]!;
  }

  /**
   * What each pair of features adds to each prediction beyond what the two add on their own.
   * @throws HephError as `predict` does; `aborted`
   */
  async shapInteractionValues(table: Table, options?: ExplainOptions): Promise<ShapInteractionValues> {
    return (await explainInteractions(await this.explained(table), options))[0]!;
  }

  /** A number for each node: a split's threshold or set, or a leaf's value. */
  countParams(): number {
    return this.numNodes;
  }

  toFiles(): ModelFolder {
    const { trees, oobScore, ...rest } = this.model;
    const state = { options: this.options, ...rest, oobScore: scoreToStore(oobScore) };
    return baselineFiles(kind, state, treesToFiles(trees[0]!));
  }

  /**
   * Loads what `save` wrote.
   * @throws HephError `invalid-file` if the folder does not hold a whole forest
   */
  static load(directory: string): Promise<RandomForestRegressor> {
    return loadAs(RandomForestRegressor, directory);
  }

  /** Loads what `toBytes` gave, or a folder that a zip tool has packed. @throws HephError `invalid-file`, as `load` does */
  static fromBytes(bytes: Uint8Array): Promise<RandomForestRegressor> {
    return loadAs(RandomForestRegressor, bytes);
  }

  /** Makes a model of what `toFiles` gave. @throws HephError, RangeError or TypeError if that is no whole model of this kind */
  static fromFiles(stored: ModelFolder): RandomForestRegressor {
    const create = (options: object) => {
      forestParameters(options);
      return new RandomForestRegressor(options);
    };
    return restoreBaseline(stored, kind, create, (forest, { target, features, state, files }) => {
      const trees = [treesFromFiles(files, features.length)];
      const oobScore = storedScore(state, 'oobScore');
      const mean = storedNumber(state, 'mean');
      const scale = storedScale(state);
      forest.fitted = { target, features, mean, scale, trees, oobScore };
    });
  }

  private async explained(table: Table): Promise<ExplainedRows> {
    const { features, mean, scale, trees } = this.model;
    return explainedRows(averageOfTrees(trees, mean, scale), table, features, [await this.predict(table)]);
  }
}

function outOfBagR2({ target, weights }: ForestRows, mean: number, { rows, averages }: OutOfBag): number {
  const seenTargets = Float64Array.from(rows, row => target[row]!);
  const seenWeights = Float64Array.from(rows, row => weights[row]!);
  const center = weightedMean(seenTargets, seenWeights);
  let error = 0;
  let spread = 0;
  for (const row of rows) {
    error += weights[row]! * (target[row]! - mean - averages[0]![row]!) ** 2;
    spread += weights[row]! * (target[row]! - center) ** 2;
  }
  return 1 - error / spread;
}
