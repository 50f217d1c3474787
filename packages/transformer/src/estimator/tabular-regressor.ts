import { requireTarget, type Table } from '@heph/data';
import * as tf from '@tensorflow/tfjs-core';
import { fitStandardization, isStandardization, type Standardization } from '../encoding/standard-scaler';
import type { EncoderGraph } from '../network/encoder-graph';
import { fitLinearPath, linearPath } from '../network/linear-path';
import type { ResolvedNetworkOptions } from '../network/network-options';
import { inferenceFunction, type InferenceFunction } from './inference-function';
import type { Objective } from './objective';
import { regressionMetrics, type RegressionMetrics } from './regression-metrics';
import { rescale, squaredError } from './squared-error';
import { spreadOf, type UncertainPredictions } from './spread-of-members';
import { SupervisedModel, type HeadParts, type SupervisedFitOptions } from './supervised-model';
import type { LabelledRows } from './supervised-task';
import type { TabularModelOptions } from './tabular-model';

export interface TabularRegressorOptions extends TabularModelOptions {
  /**
   * Predict by a linear function of the numeric columns plus what the network adds to it. The linear function is fitted
   * by least squares before training and then kept, so that predictions go on with its slopes where no training row was.
   * Default false.
   */
  linearPath?: boolean;
}

export type RegressorFitOptions = SupervisedFitOptions;

/**
 * A transformer for tables that predicts a number. Columns become tokens, tokens attend to one another, and a small
 * head reads the prediction off them. Inputs and target are scaled inside, missing values and unseen categories have
 * tokens of their own, so tables can be given as they are.
 *
 * Source: Gorishniy et al., "Revisiting Deep Learning Models for Tabular Data" (2021) for the architecture.
 *
 * @example
 * const model = new TabularRegressor({ modelConfig: SingleRowConfig.generate(train, { target: 'price' }) });
 * await model.fit(train, { validation });
 * const prices = await model.predict(test);
 */
export class TabularRegressor<
  Options extends TabularRegressorOptions = TabularRegressorOptions,
> extends SupervisedModel<Options, Standardization> {
  protected override get kind(): string {
    return 'TabularRegressor';
  }

  /** Predictions `[table.numRows]` in the target's own units. */
  async predict(table: Table): Promise<Float32Array> {
    const rows = this.inputEncoder.encode(table);
    return rescale(await this.runNetwork(rows), this.fittedTarget);
  }

  /**
   * Predictions with how far the members of an ensemble disagree about them.
   *
   * @throws TypeError if the model was made without `ensembleSize`
   */
  async predictWithUncertainty(table: Table): Promise<UncertainPredictions> {
    const { ensembleSize } = this.networkOptions();
    if (ensembleSize === 1)
      throw new TypeError('uncertainty needs an ensemble: give the model an ensembleSize of 2 or more');
    const members = await this.runMembers(this.inputEncoder.encode(table));
    return spreadOf(members, ensembleSize, this.fittedTarget);
  }

  /** Compares predictions with the target column of a table. */
  async evaluate(table: Table): Promise<RegressionMetrics> {
    const predictions = await this.predict(table);
    return regressionMetrics(requireTarget(table, this.targetName()).values, predictions);
  }

  /**
   * The predictor as a function of one tensor a column, for `exportOnnx` of `@heph/compile`. It computes in float32
   * throughout, so a column whose values differ by less than a ten-millionth of their size cannot be told apart in it.
   */
  inferenceFunction(): InferenceFunction {
    const { mean, standardDeviation } = this.fittedTarget;
    return inferenceFunction(this.modelConfig, this.model, this.inputEncoder.state, {
      name: this.targetName(),
      compute: outputs => tf.add(tf.mul(tf.squeeze(outputs, [1]), standardDeviation), mean),
    });
  }

  protected override fitTarget(table: Table, name: string): Standardization {
    return fitStandardization(requireTarget(table, name).values);
  }

  protected override readTargets(table: Table, name: string): ArrayLike<number> {
    return requireTarget(table, name).values;
  }

  protected override outputs() {
    return { units: 1, of: 'values' as const };
  }

  protected override headParts(encoder: EncoderGraph, _options: ResolvedNetworkOptions): HeadParts {
    return { offset: this.options.linearPath ? linearPath(encoder) : undefined };
  }

  protected override initialize(training: LabelledRows, target: Standardization): void {
    if (!this.options.linearPath) return;
    const { rows, targets, weights } = training;
    fitLinearPath(this.model, rows.numeric, squaredError(target).encode(targets), weights);
  }

  protected override objective(target: Standardization): Objective {
    return squaredError(target);
  }

  protected override isTarget(value: unknown): value is Standardization {
    return isStandardization(value);
  }
}
