import {
  type ColumnSchema,
  createRandom,
  type OptionNames,
  requireRows,
  requireTarget,
  type Table,
} from '@heph/data';
import { regressionMetrics, type RegressionMetrics } from '@heph/estimator';
import * as tf from '@tensorflow/tfjs-core';
import { takeRows, type EncodedRows } from '../encoding/encoded-rows';
import { isStandardization, type Standardization } from '../encoding/standard-scaler';
import type { TensorFunction } from '../engine/engine';
import {
  fitLinearPath,
  isLinearPath,
  linearTensor,
  linearValues,
  type LinearPath,
} from '../linear/linear-path';
import { chooseSetting } from '../neighbors/choose-setting';
import { memoryTensors, takeMemory } from '../neighbors/memory-tensors';
import { MOST_REMEMBERED, powers, recall } from '../neighbors/neighbor-memory';
import { Neighbors } from '../neighbors/neighbors';
import { RememberedRows } from '../neighbors/remembered-rows';
import { keyLayout, rowKeys } from '../neighbors/row-keys';
import type { StoredTensor } from '../storage/safetensors';
import type { FittedModel } from './fitted-model';
import { inferenceFunction, type InferenceFunction } from './inference-function';
import type { Objective } from './objective';
import { spreadOf, type UncertainPredictions } from './spread-of-members';
import { squaredError } from './squared-error';
import { SupervisedModel, type SupervisedFitOptions } from './supervised-model';
import type { LabelledRows } from './supervised-task';
import { tabularModelOptionNames, type TabularModelOptions } from './tabular-model';
import {
  fitTargetScale,
  inUnits,
  requireFloat32,
  requireHoldable,
  standardized,
  sumWithin,
} from './target-scale';

export interface TabularRegressorOptions extends TabularModelOptions {
  /**
   * Predict by a linear function of the numeric columns plus what the network adds to it. The linear function is fitted
   * by least squares on the columns as they are, whatever `numericScaling` shows the network, and the network learns what
   * it leaves: so predictions go on with its slopes where no training row was. Default false.
   */
  linearPath?: boolean;
  /**
   * Remember training rows, and draw each prediction towards what its nearest ones say. How near counts, which columns
   * do, and how much the neighbours do, is chosen by the validation rows, which `fit` then needs. It helps where rows
   * have near twins, such as readings an hour apart. Up to 50,000 rows are remembered. Default false.
   */
  neighborMemory?: boolean;
}

export const tabularRegressorOptionNames: OptionNames<TabularRegressorOptions> = {
  ...tabularModelOptionNames,
  linearPath: true,
  neighborMemory: true,
};

export type RegressorFitOptions = SupervisedFitOptions;

/** What was learned of the target column: the scale of what the network predicts, which a linear path is added to. */
export interface RegressionTarget extends Standardization {
  linear?: LinearPath;
}

type FittedRegressor<Options> = FittedModel<Options, RegressionTarget, Neighbors>;

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
> extends SupervisedModel<Options, RegressionTarget, Neighbors> {
  protected override get kind(): string {
    return 'TabularRegressor';
  }

  protected override get optionNames(): OptionNames<TabularRegressorOptions> {
    return tabularRegressorOptionNames;
  }

  /** The share of neighbours in a prediction, from 0 to 1: 0 without `neighborMemory`. */
  get neighborShare(): number {
    return this.isFitted ? (this.fitted.completion?.memory.share ?? 0) : 0;
  }

  override get schema(): ColumnSchema[] {
    const { target } = this.modelConfig;
    return target === null ? super.schema : [...super.schema, { name: target, kind: 'numeric' }];
  }

  /**
   * Predictions `[table.numRows]` in the target's own units: what the network says is brought back to them in float64. Of a
   * target that did not vary they are that constant. All are finite: beyond the range of float64 they are its end.
   *
   * @throws HephError `not-fitted`; naming column and row of what cannot be read
   */
  async predict(table: Table): Promise<Float64Array> {
    return this.withFitted(fitted => this.predictionsBy(fitted, table));
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
    return this.withFitted(async fitted => {
      const rows = fitted.encoder.encode(table);
      const { mean, standardDeviation } = spreadOf(await fitted.trained.predictMembers(rows), ensembleSize);
      const own = (1 - (fitted.completion?.memory.share ?? 0)) * fitted.target.standardDeviation;
      return {
        mean: this.inUnits(await drawn(mean, rows, fitted), table, fitted.target),
        standardDeviation: standardDeviation.map(deviation => own * deviation),
      };
    });
  }

  /**
   * Compares predictions with the target column of a table.
   *
   * @throws HephError as `predict` does, and `invalid-data` if there is no row
   */
  async evaluate(table: Table): Promise<RegressionMetrics> {
    return this.withFitted(async fitted => {
      requireRows(table, 1);
      const { values } = requireTarget(table, this.targetName());
      return regressionMetrics(values, await this.predictionsBy(fitted, table));
    });
  }

  private async predictionsBy(fitted: FittedRegressor<Options>, table: Table): Promise<Float64Array> {
    const rows = fitted.encoder.encode(table);
    const predictions = await fitted.trained.predict(rows);
    return this.inUnits(await drawn(predictions, rows, fitted), table, fitted.target);
  }

  /** From what the network predicts of a table's rows to the target's own units. */
  private inUnits(predictions: ArrayLike<number>, table: Table, target: RegressionTarget): Float64Array {
    const { linear } = target;
    const rest = inUnits(predictions, target);
    if (linear === undefined) return rest;
    const straight = linearValues(table, this.modelConfig.numericColumns, linear);
    return rest.map((value, i) => sumWithin(value, straight[i]!));
  }

  /**
   * The predictor as a function of one tensor a column, for `exportOnnx` of `@heph/compile`. It computes in float32
   * throughout, so a column whose values differ by less than a ten-millionth of their size cannot be told apart in it.
   *
   * @throws HephError `invalid-data` if the target is of a size that float32 has no numbers for
   */
  inferenceFunction(): InferenceFunction {
    const { trained, encoder, target, completion } = this.fitted;
    const { mean, standardDeviation, linear } = target;
    const { numericColumns } = this.modelConfig;
    const name = this.targetName();
    requireFloat32(name, target);
    return inferenceFunction(this.modelConfig, trained.network, encoder.state, {
      name,
      compute: (outputs, inputs, columns) => {
        const memory = completion?.memory ?? null;
        const drawn =
          memory === null || memory.share === 0
            ? outputs
            : tf.add(
                tf.mul(outputs, 1 - memory.share),
                tf.mul(recall(rowKeys(inputs, this.modelConfig), memory), memory.share),
              );
        const rest = tf.add(tf.mul(tf.squeeze(drawn, [1]), standardDeviation), mean);
        if (linear === undefined) return rest;
        const straight = linearTensor(
          numericColumns.map(column => columns[column]!),
          linear,
        );
        return tf.add(rest, straight);
      },
    });
  }

  protected override fitTarget(table: Table, name: string, weights: Float32Array | null): RegressionTarget {
    const { values } = requireTarget(table, name);
    requireHoldable(values, name);
    const { numericColumns } = this.modelConfig;
    if (!this.options.linearPath || numericColumns.length === 0) return fitTargetScale(values);
    const linear = fitLinearPath(table, numericColumns, values, weights);
    return { ...fitTargetScale(this.withoutLinear(table, values, linear)), linear };
  }

  /** What the network is to predict: the target, or what a linear path leaves of it. */
  protected override readTargets(
    table: Table,
    name: string,
    { linear }: RegressionTarget,
  ): ArrayLike<number> {
    const { values } = requireTarget(table, name);
    requireHoldable(values, name);
    return linear === undefined ? values : this.withoutLinear(table, values, linear);
  }

  private withoutLinear(table: Table, values: ArrayLike<number>, linear: LinearPath): Float64Array {
    const straight = linearValues(table, this.modelConfig.numericColumns, linear);
    return straight.map((value, i) => sumWithin(values[i]!, -value));
  }

  protected override outputs() {
    return { units: 1, of: 'values' as const };
  }

  protected override checkFit({ validation }: SupervisedFitOptions): void {
    if (this.options.neighborMemory && validation === undefined)
      throw new TypeError(
        'neighborMemory needs validation rows, which choose how it is used: give validation',
      );
  }

  protected override async complete(
    candidate: FittedRegressor<Options>,
    training: LabelledRows,
    held: LabelledRows | null,
  ): Promise<Neighbors | null> {
    if (!this.options.neighborMemory || keyLayout(this.modelConfig).width === 0) return null;
    const kept = await this.rowsToRemember(candidate, training);
    if (held === null) {
      const { completion: first } = this.fitted;
      return first && new Neighbors({ ...first.memory, ...kept }, this.modelConfig);
    }
    const remembered = new RememberedRows(kept, this.modelConfig);
    const recalled = new Map<number, Float64Array>();
    for (const power of powers) recalled.set(power, await remembered.recall(held.rows, power));
    const truth = standardized(held.targets, candidate.target);
    const setting = chooseSetting(truth, await candidate.trained.predict(held.rows), recalled);
    return new Neighbors({ ...kept, ...setting }, this.modelConfig);
  }

  private async rowsToRemember(
    { trained, target }: FittedRegressor<Options>,
    { rows, targets }: LabelledRows,
  ): Promise<{ keys: Float32Array; values: Float32Array }> {
    const chosen = drawRows(rows.numRows, MOST_REMEMBERED);
    const toKeys: TensorFunction = (...inputs) => rowKeys(inputs, this.modelConfig);
    const keys = await trained.run('keys', () => toKeys, takeRows(rows, chosen));
    const values = standardized(
      Array.from(chosen, row => targets[row]!),
      target,
    );
    return { keys, values: Float32Array.from(values) };
  }

  protected override completionTensors(neighbors: Neighbors | null): StoredTensor[] {
    return neighbors === null ? [] : memoryTensors(neighbors.memory);
  }

  protected override readCompletion(tensors: readonly StoredTensor[]) {
    const { memory, rest } = takeMemory(tensors, keyLayout(this.modelConfig).width);
    return { completion: memory && new Neighbors(memory, this.modelConfig), rest };
  }

  protected override objective(target: RegressionTarget): Objective {
    return squaredError(target);
  }

  protected override isTarget(value: unknown): value is RegressionTarget {
    if (!isStandardization(value)) return false;
    const { linear } = value as RegressionTarget;
    return linear === undefined || isLinearPath(linear);
  }
}

/** What the network says of rows, drawn towards what their neighbours do. */
function drawn(
  predictions: ArrayLike<number>,
  rows: EncodedRows,
  { completion }: FittedRegressor<TabularRegressorOptions>,
): ArrayLike<number> | Promise<ArrayLike<number>> {
  return completion === null ? predictions : completion.draw(predictions, rows);
}

/** At most so many rows, drawn the same way every time. */
function drawRows(numRows: number, most: number): Int32Array {
  const all = Int32Array.from({ length: numRows }, (_, i) => i);
  return numRows <= most ? all : createRandom(0).permutation(numRows).slice(0, most).sort();
}
