import { HephError, type Table } from '@heph/data';
import type { FeatureImportance, RegressorFitOptions } from '../estimator/contract';
import { requireFitted } from '../estimator/not-fitted';
import { rankImportances } from '../estimator/rank-importances';
import { sumOfTrees } from '../explain/ensemble';
import { explainedRows, type ExplainedRows } from '../explain/explained-rows';
import { treeImportances, type TreeImportanceKind } from '../explain/tree-importances';
import { storedNumber, storedNumbers, writeBaseline, type StoredBaseline } from '../storage/baseline-folder';
import { treesFromFiles, treesToFiles } from '../storage/tree-files';
import { encodeFeatures } from '../trees/feature-matrix';
import { gainPerSplit } from '../trees/importance';
import { sumTrees } from '../trees/sum-trees';
import { countNodes, type Tree } from '../trees/tree';
import type { BoosterFile } from '../xgboost-json/booster';
import { writeBooster } from '../xgboost-json/write-booster';
import { startingMargins } from './boost';
import type { XGBoostOptions } from './boosting-parameters';
import { objectiveOf } from './objective';

/** Options of `fit` for boosted trees. */
export interface BoostingFitOptions extends RegressorFitOptions {
  /** Rows to measure the error on after each round, with the same columns. Early stopping needs them. */
  validation?: Table | undefined;
}

/** What fitting leaves. */
export interface FittedBoosting extends BoosterFile {
  readonly validationErrors: readonly number[];
}

/** What boosted trees for numbers and for classes have in common. */
export abstract class BoostedTrees {
  /** The class's name, in messages and files: bundlers rename classes. */
  protected abstract readonly kind: string;
  protected fitted: FittedBoosting | undefined;

  /** Stores the parameters; `fit` checks them. */
  constructor(readonly options: Readonly<XGBoostOptions> = {}) {}

  /** The average gain of each feature's splits, as XGBoost reports it. The largest share first. */
  get featureImportances(): FeatureImportance[] {
    const { features, trees } = this.model;
    return rankImportances(features, gainPerSplit(trees.flat(), features.length));
  }

  /** The features' shares by another measure, the largest first. */
  importancesBy(measure: TreeImportanceKind): FeatureImportance[] {
    const { features, trees } = this.model;
    return treeImportances(trees.flat(), features, measure);
  }

  /** The round after which the model was best on the validation rows, from 0; without early stopping, the last. */
  get bestIteration(): number {
    return this.model.trees[0]!.length - 1;
  }

  /** The error on the validation rows after each round, also those after the best. */
  get validationErrors(): readonly number[] {
    return this.model.validationErrors;
  }

  /** What predictions start from, in their own units; a probability where there are two classes. */
  get baseScore(): number {
    return this.model.baseScore;
  }

  /** The nodes of all trees. */
  get numNodes(): number {
    return countNodes(this.model.trees.flat());
  }

  /** A number for each node: a split's threshold or set, or a leaf's value. */
  countParams(): number {
    return this.numNodes;
  }

  /**
   * The model in the file format of XGBoost 1.7, which later versions read too. XGBoost has numbers for categories, in
   * features of type `c`: their places in the training table's dictionary. `fromXGBoostJSON` here takes the categories.
   */
  toXGBoostJSON(): string {
    return writeBooster(this.model);
  }

  async save(directory: string): Promise<void> {
    const { trees, ...rest } = this.model;
    const treesPerOutput = trees.map(ofOutput => ofOutput.length);
    const state = { options: this.options, ...rest, treesPerOutput };
    await writeBaseline(directory, this.kind, state, treesToFiles(trees.flat()));
  }

  protected get model(): FittedBoosting {
    return requireFitted(this.fitted, this.kind);
  }

  /** For each output, the rows' margins. */
  protected async margins(table: Table): Promise<Float32Array[]> {
    const { objective, features, baseScore, trees } = this.model;
    const matrix = encodeFeatures(table, features);
    const { toMargin, numOutputs } = objectiveOf(objective, trees.length);
    const margins = startingMargins(numOutputs, table.numRows, toMargin(baseScore));
    await sumTrees(trees, matrix, margins);
    return margins;
  }

  /** The rows whose margins are to be explained. */
  protected async explained(table: Table): Promise<ExplainedRows> {
    const { objective, features, baseScore, trees } = this.model;
    const { toMargin } = objectiveOf(objective, trees.length);
    const ensemble = sumOfTrees(trees, toMargin(baseScore));
    return explainedRows(ensemble, table, features, await this.margins(table));
  }
}

/**
 * What `save` wrote, but for what only classifiers have.
 * @throws RangeError saying what is wrong
 */
export function restoreTrees({ features, state, files }: StoredBaseline) {
  const flat = treesFromFiles(files, features.length);
  const counts = storedNumbers(state, 'treesPerOutput');
  let end = 0;
  const trees = counts.map((count): Tree[] => flat.slice(end, (end += count)));
  if (counts.length === 0 || end !== flat.length || counts.some(count => !(count >= 0)))
    throw new RangeError(`treesPerOutput must share out ${flat.length} trees; found [${counts.join()}]`);
  return {
    trees,
    baseScore: storedNumber(state, 'baseScore'),
    validationErrors: storedNumbers(state, 'validationErrors'),
  };
}

/** @throws TypeError if early stopping has nothing to go by */
export function requireValidation(parameters: XGBoostOptions, validation: Table | undefined): void {
  if (parameters.earlyStoppingRounds !== undefined && validation === undefined)
    throw new TypeError('earlyStoppingRounds needs validation rows: fit(table, { target, validation })');
}

/** The targets of boosting, which is done in float32: the values themselves where they are. */
export function float32Target(name: string, values: Float32Array | Float64Array): Float32Array {
  const rounded = values.BYTES_PER_ELEMENT === 4 ? (values as Float32Array) : new Float32Array(values);
  const row = rounded.findIndex(value => !Number.isFinite(value));
  if (row >= 0)
    throw new HephError(
      'invalid-data',
      `column "${name}", row ${row + 1}: expected a number within float32's range; found ${values[row]}`,
    );
  return rounded;
}
