import { requireRows, type ColumnSchema, type Table } from '@heph/data';
import {
  classificationMetrics,
  classIndices,
  fitClasses,
  isClasses,
  mostProbable,
  type ClassificationMetrics,
} from '@heph/estimator';
import * as tf from '@tensorflow/tfjs-core';
import { crossEntropy, probabilities } from './cross-entropy';
import type { FittedModel } from './fitted-model';
import { inferenceFunction, type InferenceFunction } from './inference-function';
import type { Objective } from './objective';
import { SupervisedModel, type SupervisedFitOptions } from './supervised-model';
import type { TabularModelOptions } from './tabular-model';

/** What a classifier knows of its target column. */
interface Classes {
  /** Names in ascending order: whole numbers by size, text by its characters. */
  readonly classes: readonly string[];
}

export type TabularClassifierOptions = TabularModelOptions;

export type ClassifierFitOptions = SupervisedFitOptions;

/**
 * A transformer for tables that predicts a class: the network of `TabularRegressor` with an output a class, trained on
 * the cross-entropy of their softmax. The target is a column of text, booleans or integers; its classes are those that
 * occur in the training rows.
 *
 * How many outputs the network has follows from the training rows: `model`, `countParams` and `summary` need a fit.
 *
 * Source: Gorishniy et al., "Revisiting Deep Learning Models for Tabular Data" (2021) for the architecture.
 *
 * @example
 * const model = new TabularClassifier({ modelConfig: SingleRowConfig.generate(train, { target: 'species' }) });
 * await model.fit(train, { validation });
 * const species = await model.predict(test);
 */
export class TabularClassifier<
  Options extends TabularClassifierOptions = TabularClassifierOptions,
> extends SupervisedModel<Options, Classes> {
  protected override get kind(): string {
    return 'TabularClassifier';
  }

  /** The classes' names in ascending order, as `predictProba` has them. */
  get classes(): readonly string[] {
    return this.fitted.target.classes;
  }

  override get schema(): ColumnSchema[] {
    const { target } = this.modelConfig;
    if (target === null || !this.isFitted) return super.schema;
    return [...super.schema, { name: target, kind: 'categorical', categories: this.classes }];
  }

  /** The most probable class of each row. */
  async predict(table: Table): Promise<string[]> {
    return this.withFitted(async fitted => {
      const rows = await this.probabilitiesBy(fitted, table);
      return rows.map(row => fitted.target.classes[mostProbable(row)]!);
    });
  }

  /** For each row, the probability of each class; they sum to 1. */
  async predictProba(table: Table): Promise<Float32Array[]> {
    return this.withFitted(fitted => this.probabilitiesBy(fitted, table));
  }

  private async probabilitiesBy(
    { trained, encoder, target }: FittedModel<Options, Classes, null>,
    table: Table,
  ): Promise<Float32Array[]> {
    const logits = await trained.predict(encoder.encode(table));
    return probabilities(logits, target.classes.length).map(row => Float32Array.from(row));
  }

  /**
   * Compares predictions with the target column of a table.
   *
   * @throws HephError `invalid-data` if there is no row, or naming the row of a class that training did not have
   */
  async evaluate(table: Table): Promise<ClassificationMetrics> {
    return this.withFitted(async fitted => {
      requireRows(table, 1);
      const indices = classIndices(table, this.targetName(), fitted.target.classes);
      const predicted = await this.probabilitiesBy(fitted, table);
      return classificationMetrics(indices, predicted, fitted.target.classes.length);
    });
  }

  /**
   * The predictor as a function of one tensor a column, for `exportOnnx` of `@heph/compile`: its output
   * `probabilities` is `[rows, classes]`, and the file's metadata names the classes as JSON. It computes in float32, as
   * that of `TabularRegressor` does.
   */
  inferenceFunction(): InferenceFunction {
    const { trained, encoder, target } = this.fitted;
    return inferenceFunction(this.modelConfig, trained.network, encoder.state, {
      name: 'probabilities',
      compute: outputs => tf.softmax(outputs),
      metadata: { classes: JSON.stringify(target.classes) },
    });
  }

  protected override fitTarget(table: Table, name: string): Classes {
    return { classes: fitClasses(table, name) };
  }

  protected override readTargets(table: Table, name: string, { classes }: Classes): ArrayLike<number> {
    return classIndices(table, name, classes);
  }

  protected override outputs(target: Classes | null) {
    const { classes } = target ?? this.fitted.target;
    return { units: classes.length, of: 'logits' as const };
  }

  protected override objective({ classes }: Classes): Objective {
    return crossEntropy(classes.length);
  }

  protected override isTarget(value: unknown): value is Classes {
    return typeof value === 'object' && value !== null && 'classes' in value && isClasses(value.classes);
  }
}
