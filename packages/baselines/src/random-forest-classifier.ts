import type { ModelFolder, Table } from '@heph/data';
import {
  type ClassificationMetrics,
  evaluateClassifier,
  isClasses,
  loadAs,
  Progress,
  weightsInRange,
  withDefaults,
} from '@heph/estimator';
import { checkClassifiedTable, mostProbableClasses } from './estimator/classified-table';
import type { Classifier, ClassifierFitOptions } from './estimator/contract';
import { averageOfTrees } from './explain/ensemble';
import { explainedRows, type ExplainedRows, type ExplainOptions } from './explain/explained-rows';
import { explainInteractions, type ShapInteractionValues } from './explain/shap-interactions';
import { explainRows, type ShapValues } from './explain/shap-values';
import { Forest, type FittedForest } from './forest/forest';
import { forestParameters, type RandomForestOptions } from './forest/forest-parameters';
import { growForest, type ForestRows } from './forest/grow-forest';
import { predictOutOfBag, type OutOfBag } from './forest/out-of-bag';
import { baselineFiles, restoreBaseline, scoreToStore, storedScore } from './storage/baseline-folder';
import { classTreesFromFiles, classTreesToFiles } from './storage/tree-files';
import { featureColumns } from './trees/feature-columns';
import { fineFeatures, withUsedCuts } from './trees/fine-features';

const kind = 'RandomForestClassifier';

interface FittedClasses extends FittedForest {
  readonly classes: readonly string[];
}

const parametersOf = (options: Readonly<RandomForestOptions>) =>
  forestParameters(withDefaults({ maxFeatures: 'sqrt' as const }, options));

/**
 * A random forest that predicts a class: the average of what many deep trees say of its probability, each grown by Gini
 * impurity on a bootstrap sample of the rows (Breiman 2001). `maxFeatures` is `'sqrt'` unless given, and cuts lie between
 * bins at every node. Categories are sorted by their shares of the classes, of more than two along the first principal component
 * (Coppersmith, Hong & Hosking 1999). Otherwise as `RandomForestRegressor`.
 *
 * @example
 * const forest = await new RandomForestClassifier({ seed: 1 }).fit(train, { target: 'species' });
 * const species = await forest.predict(test);
 */
export class RandomForestClassifier extends Forest<FittedClasses> implements Classifier {
  protected override get kind(): string {
    return kind;
  }

  fit(table: Table, options: ClassifierFitOptions): Promise<this> {
    return this.turn.take(kind, () => this.learn(table, options));
  }

  private async learn(table: Table, options: ClassifierFitOptions): Promise<this> {
    const parameters = parametersOf(this.options);
    const { classes, labels, weights, ...checked } = checkClassifiedTable(table, options);
    const features = fineFeatures(table, checked.features);
    const rows = {
      features: featureColumns(table, features),
      target: labels,
      weights: weightsInRange(weights),
    };
    const progress = new Progress(parameters.nEstimators, options);
    const trees = await growForest(rows, classes.length, parameters, progress);
    const oobScore = parameters.oobScore
      ? outOfBagAccuracy(rows, predictOutOfBag(rows, trees, parameters))
      : undefined;
    this.fitted = {
      target: options.target,
      features: withUsedCuts(features, trees),
      classes,
      trees,
      oobScore,
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
    const averages = await this.averages(table);
    return Array.from({ length: table.numRows }, (_, row) =>
      Float32Array.from(averages, ofClass => ofClass[row]!),
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
   * For each class, in order of `classes`, what each feature adds to each row's probability: exact, path-dependent
   * TreeSHAP.
   *
   * @throws HephError as `predict` does; `aborted`
   */
  async shapValues(table: Table, options?: ExplainOptions): Promise<ShapValues[]> {
    return explainRows(await this.explained(table), options);
  }

  /**
   * For each class, in order of `classes`, what each pair of features adds to each row's probability beyond what the two
   * add on their own.
   *
   * @throws HephError as `predict` does; `aborted`
   */
  async shapInteractionValues(table: Table, options?: ExplainOptions): Promise<ShapInteractionValues[]> {
    return explainInteractions(await this.explained(table), options);
  }

  /** For each node a split's threshold or set, or a leaf's probabilities. */
  countParams(): number {
    return this.numNodes * this.classes.length;
  }

  toFiles(): ModelFolder {
    const { trees, oobScore, ...rest } = this.model;
    const state = { options: this.options, ...rest, oobScore: scoreToStore(oobScore) };
    return baselineFiles(kind, state, classTreesToFiles(trees));
  }

  /**
   * Loads what `save` wrote.
   * @throws HephError `invalid-file` if the folder does not hold a whole forest
   */
  static load(directory: string): Promise<RandomForestClassifier> {
    return loadAs(RandomForestClassifier, directory);
  }

  /** Loads what `toBytes` gave, or a folder that a zip tool has packed. @throws HephError `invalid-file`, as `load` does */
  static fromBytes(bytes: Uint8Array): Promise<RandomForestClassifier> {
    return loadAs(RandomForestClassifier, bytes);
  }

  /** Makes a model of what `toFiles` gave. @throws HephError, RangeError or TypeError if that is no whole model of this kind */
  static fromFiles(stored: ModelFolder): RandomForestClassifier {
    const create = (options: object) => {
      parametersOf(options);
      return new RandomForestClassifier(options);
    };
    return restoreBaseline(stored, kind, create, (forest, { target, features, state, files }) => {
      const { classes } = state;
      if (!isClasses(classes)) throw new RangeError('classes must be a list of at least two texts');
      const trees = classTreesFromFiles(files, features.length, classes.length);
      forest.fitted = { target, features, classes, trees, oobScore: storedScore(state, 'oobScore') };
    });
  }

  private async explained(table: Table): Promise<ExplainedRows> {
    const { features, trees } = this.model;
    const averages = await this.averages(table);
    const probabilities = averages.map(ofClass => Float32Array.from(ofClass));
    return explainedRows(averageOfTrees(trees, 0), table, features, probabilities);
  }
}

function outOfBagAccuracy({ target, weights }: ForestRows, { rows, averages }: OutOfBag): number {
  let right = 0;
  let total = 0;
  for (const row of rows) {
    const said = averages.map(ofClass => ofClass[row]!);
    if (said.indexOf(Math.max(...said)) === target[row]) right += weights[row]!;
    total += weights[row]!;
  }
  return right / total;
}
