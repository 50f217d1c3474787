import { checkOptions, HephError, type ModelFolder, type Table } from '@heph/data';
import type { FeatureImportance, FitOptions } from '@heph/estimator';
import { Baseline } from '../estimator/baseline';
import { rankImportances } from '../estimator/rank-importances';
import { ownUnits, type TargetUnits } from '../estimator/target-units';
import { sumOfTrees } from '../explain/ensemble';
import { explainedRows, type ExplainedRows } from '../explain/explained-rows';
import { treeImportances, type TreeImportanceKind } from '../explain/tree-importances';
import { links } from '../objectives/link';
import { baselineFiles } from '../storage/baseline-folder';
import { treesToFiles } from '../storage/tree-files';
import { encodeFeatures } from '../trees/feature-matrix';
import { gainPerSplit } from '../trees/importance';
import { splitPointsOf } from '../trees/split-points';
import { sumTrees } from '../trees/sum-trees';
import { countNodes, type Tree } from '../trees/tree';
import type { BoosterFile } from '../xgboost-json/booster';
import { countRounds } from '../xgboost-json/rounds';
import { writeBooster, writeBoosterBytes } from '../xgboost-json/write-booster';
import { xgboostOptionNames, type XGBoostOptions } from './boosting-parameters';
import { boostingState, type FittedBoosting } from './boosting-state';
import { inOwnUnits } from './in-own-units';
import { treesToAsk, type IterationOptions } from './iteration-range';

/** Options of `fit` for boosted trees: the error on the validation rows is measured after each round. Early stopping needs them. */
export type BoostingFitOptions = FitOptions;

/** What boosted trees for numbers and for classes have in common. */
export abstract class BoostedTrees extends Baseline<FittedBoosting> {
  /**
   * Stores the parameters; `fit` checks their values.
   * @throws TypeError at a parameter that does not exist
   */
  constructor(readonly options: Readonly<XGBoostOptions> = {}) {
    super();
    checkOptions(this.kind, options, xgboostOptionNames);
  }

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

  /**
   * The round after which the model was best on the validation rows, from 0; without early stopping, the last. Predictions
   * go up to it unless other rounds are asked for.
   */
  get bestIteration(): number {
    return this.model.bestIteration ?? this.numIterations - 1;
  }

  /** How many rounds of boosting the model has, also those after the best that a file may hold. */
  get numIterations(): number {
    return countRounds(this.model);
  }

  /** The error on the validation rows after each round, also those after the best. */
  get validationErrors(): readonly number[] {
    return this.model.validationErrors;
  }

  /**
   * What predictions start from, in their own units: a probability where there are two classes, and of more a margin, the
   * first class's where they differ.
   */
  get baseScore(): number {
    return this.baseScores[0]!;
  }

  /** The same for each output: of more than two classes each has its own. */
  get baseScores(): readonly number[] {
    const { baseScores, units } = this.model;
    return units ? baseScores.map(score => units.offset + units.scale * score) : baseScores;
  }

  /**
   * For each numeric feature that trees ask about, the numbers at which they cut it, ascending: those below go left. They
   * compare as float32, of which these are the shortest decimals, unless that would merge the column's values.
   */
  get splitPoints(): Record<string, number[]> {
    const { features, trees } = this.model;
    return splitPointsOf(trees.flat(), features);
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
   * @throws HephError `invalid-data` where float32, which these files hold, cannot hold the model
   */
  toXGBoostJSON(): string {
    return writeBooster(inOwnUnits(this.model));
  }

  /** The same model in UBJSON, the binary format that XGBoost saves by default since 2.1, and reads since 1.6. */
  toXGBoostUBJSON(): Uint8Array {
    return writeBoosterBytes(inOwnUnits(this.model));
  }

  toFiles(): ModelFolder {
    const { model } = this;
    const state = { options: this.options, ...boostingState(model) };
    return baselineFiles(this.kind, state, treesToFiles(model.trees.flat()));
  }

  /** For each output, the rows' margins. */
  protected async margins(table: Table, options?: IterationOptions): Promise<Float32Array[]> {
    return this.marginsOf(table, treesToAsk(this.model, options));
  }

  private async marginsOf(table: Table, trees: readonly (readonly Tree[])[]): Promise<Float32Array[]> {
    const matrix = encodeFeatures(table, this.model.features);
    const margins = this.startingMargins().map(start => new Float32Array(table.numRows).fill(start));
    await sumTrees(trees, matrix, margins);
    return margins;
  }

  /** For each output, what margins start from. */
  private startingMargins(): number[] {
    const { objective, baseScores } = this.model;
    return baseScores.map(links[objective].toMargin);
  }

  /** The rows whose margins are to be explained. */
  protected async explained(table: Table, options?: IterationOptions): Promise<ExplainedRows> {
    const trees = treesToAsk(this.model, options);
    const { offset, scale } = this.model.units ?? ownUnits;
    const bases = this.startingMargins().map(start => offset + scale * start);
    const ensemble = sumOfTrees(trees, bases, scale);
    const margins = await this.marginsOf(table, trees);
    const explained = margins.map(ofOutput => this.inUnits(ofOutput));
    return explainedRows(ensemble, table, this.model.features, explained);
  }

  /** What margins tell, in the prediction's own units. */
  protected inUnits(margins: Float32Array): Float64Array {
    const { units } = this.model;
    return units
      ? Float64Array.from(margins, margin => units.offset + units.scale * margin)
      : new Float64Array(margins);
  }
}

/**
 * A model from an XGBoost file, and the options it has from it.
 */
export function loadedFrom(file: BoosterFile): { options: XGBoostOptions; fitted: FittedBoosting } {
  const startsAlike = new Set(file.baseScores).size === 1;
  return {
    options: {
      nEstimators: Math.max(1, countRounds(file)),
      ...(startsAlike && { baseScore: file.baseScores[0]! }),
    },
    fitted: { ...file, validationErrors: [] },
  };
}

/** @throws TypeError if early stopping has nothing to go by */
export function requireValidation(parameters: XGBoostOptions, validation: Table | undefined): void {
  if (parameters.earlyStoppingRounds !== undefined && validation === undefined)
    throw new TypeError('earlyStoppingRounds needs validation rows: fit(table, { target, validation })');
}

/** @throws HephError `diverged` where leaves are infinite */
export function checkLeaves(trees: readonly (readonly Tree[])[]): void {
  for (const [round, { value }] of trees.flat().entries())
    if (!value.every(Number.isFinite))
      throw new HephError(
        'diverged',
        `expected finite leaves; those of tree ${round + 1} are not: lower learningRate`,
      );
}

/** The targets of boosting, which is done in float32: the values themselves where they are and units are their own. */
export function float32Target(
  name: string,
  values: Float32Array | Float64Array,
  { offset, scale }: TargetUnits = ownUnits,
): Float32Array {
  const isOwn = offset === 0 && scale === 1;
  if (values.BYTES_PER_ELEMENT === 4 && isOwn) return values as Float32Array;
  const rounded = isOwn
    ? new Float32Array(values)
    : Float32Array.from(values, value => (value - offset) / scale);
  const row = rounded.findIndex(value => !Number.isFinite(value));
  if (row >= 0)
    throw new HephError(
      'invalid-data',
      `column "${name}", row ${row + 1}: expected a number within float32's range; found ${values[row]}`,
    );
  return rounded;
}
