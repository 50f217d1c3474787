import { createRandom, requireTarget, type Table } from '@heph/data';
import * as tf from '@tensorflow/tfjs-core';
import { takeRows, type EncodedRows } from '../encoding/encoded-rows';
import { fitStandardization, isStandardization, type Standardization } from '../encoding/standard-scaler';
import {
  fitLinearPath,
  isLinearPath,
  linearTensor,
  linearValues,
  type LinearPath,
} from '../linear/linear-path';
import { chooseSetting } from '../neighbors/choose-setting';
import { memoryTensors, takeMemory } from '../neighbors/memory-tensors';
import { MOST_REMEMBERED, powers, recall, type NeighborMemory } from '../neighbors/neighbor-memory';
import { RememberedRows } from '../neighbors/remembered-rows';
import { keyLayout, rowKeys } from '../neighbors/row-keys';
import type { StoredTensor } from '../storage/safetensors';
import type { TensorFunction } from '../training/engine';
import { inferenceFunction, type InferenceFunction } from './inference-function';
import type { Objective } from './objective';
import { regressionMetrics, type RegressionMetrics } from './regression-metrics';
import { spreadOf, type UncertainPredictions } from './spread-of-members';
import { rescale, squaredError } from './squared-error';
import { SupervisedModel, type SupervisedFitOptions } from './supervised-model';
import type { LabelledRows } from './supervised-task';
import type { TabularModelOptions } from './tabular-model';

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

export type RegressorFitOptions = SupervisedFitOptions;

/** What was learned of the target column: the scale of what the network predicts, which a linear path is added to. */
export interface RegressionTarget extends Standardization {
  linear?: LinearPath;
}

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
> extends SupervisedModel<Options, RegressionTarget> {
  private memory: NeighborMemory | null = null;
  private remembered: RememberedRows | null = null;

  protected override get kind(): string {
    return 'TabularRegressor';
  }

  /** The share of neighbours in a prediction, from 0 to 1: 0 without `neighborMemory`. */
  get neighborShare(): number {
    return this.memory?.share ?? 0;
  }

  /** Predictions `[table.numRows]` in the target's own units. */
  async predict(table: Table): Promise<Float32Array> {
    const rows = this.inputEncoder.encode(table);
    const predictions = await this.runNetwork(rows);
    return this.inUnits(await this.drawnToNeighbors(predictions, rows), table);
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
    const rows = this.inputEncoder.encode(table);
    const { mean, standardDeviation } = spreadOf(await this.runMembers(rows), ensembleSize);
    const own = 1 - this.neighborShare;
    return {
      mean: this.inUnits(await this.drawnToNeighbors(mean, rows), table),
      standardDeviation: standardDeviation.map(
        deviation => own * deviation * this.fittedTarget.standardDeviation,
      ),
    };
  }

  /** From what the network predicts of a table's rows to the target's own units. */
  private inUnits(predictions: Float32Array, table: Table): Float32Array {
    const { linear } = this.fittedTarget;
    const rest = rescale(predictions, this.fittedTarget);
    if (linear === undefined) return rest;
    const straight = linearValues(table, this.modelConfig.numericColumns, linear);
    return rest.map((value, i) => value + straight[i]!);
  }

  private async drawnToNeighbors(predictions: Float32Array, rows: EncodedRows): Promise<Float32Array> {
    const { memory } = this;
    if (memory === null || memory.share === 0) return predictions;
    this.remembered ??= new RememberedRows(memory, this.modelConfig);
    const recalled = await this.remembered.recall(rows, memory.power);
    return predictions.map((value, i) => value + memory.share * (recalled[i]! - value));
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
    const { mean, standardDeviation, linear } = this.fittedTarget;
    const { numericColumns } = this.modelConfig;
    return inferenceFunction(this.modelConfig, this.model, this.inputEncoder.state, {
      name: this.targetName(),
      compute: (outputs, inputs, columns) => {
        const { memory } = this;
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
          numericColumns.map(name => columns[name]!),
          linear,
        );
        return tf.add(rest, straight);
      },
    });
  }

  protected override fitTarget(table: Table, name: string, weights: Float32Array | null): RegressionTarget {
    const { values } = requireTarget(table, name);
    const { numericColumns } = this.modelConfig;
    if (!this.options.linearPath || numericColumns.length === 0) return fitStandardization(values);
    const linear = fitLinearPath(table, numericColumns, values, weights);
    return { ...fitStandardization(this.withoutLinear(table, values, linear)), linear };
  }

  /** What the network is to predict: the target, or what a linear path leaves of it. */
  protected override readTargets(
    table: Table,
    name: string,
    { linear }: RegressionTarget,
  ): ArrayLike<number> {
    const { values } = requireTarget(table, name);
    return linear === undefined ? values : this.withoutLinear(table, values, linear);
  }

  private withoutLinear(table: Table, values: ArrayLike<number>, linear: LinearPath): Float64Array {
    const straight = linearValues(table, this.modelConfig.numericColumns, linear);
    return straight.map((value, i) => values[i]! - value);
  }

  protected override outputs() {
    return { units: 1, of: 'values' as const };
  }

  protected override beginFit({ validation }: SupervisedFitOptions): void {
    this.remember(null);
    if (this.options.neighborMemory && validation === undefined)
      throw new TypeError(
        'neighborMemory needs validation rows, which choose how it is used: give validation',
      );
  }

  protected override async complete(training: LabelledRows, held: LabelledRows | null): Promise<void> {
    if (!this.options.neighborMemory || keyLayout(this.modelConfig).width === 0) return;
    const kept = await this.rowsToRemember(training);
    if (held !== null) {
      const truth = squaredError(this.fittedTarget).encode(held.targets) as Float32Array;
      const remembered = new RememberedRows(kept, this.modelConfig);
      const recalled = new Map<number, Float32Array>();
      for (const power of powers) recalled.set(power, await remembered.recall(held.rows, power));
      const setting = chooseSetting(truth, await this.runNetwork(held.rows), recalled);
      this.remember({ ...kept, ...setting });
    } else if (this.memory !== null) this.remember({ ...this.memory, ...kept });
  }

  private async rowsToRemember({
    rows,
    targets,
  }: LabelledRows): Promise<{ keys: Float32Array; values: Float32Array }> {
    const chosen = drawRows(rows.numRows, MOST_REMEMBERED);
    const toKeys: TensorFunction = (...inputs) => rowKeys(inputs, this.modelConfig);
    const keys = await this.runPart('keys', () => toKeys, takeRows(rows, chosen));
    const values = squaredError(this.fittedTarget).encode(Array.from(chosen, row => targets[row]!));
    return { keys, values: values as Float32Array };
  }

  private remember(memory: NeighborMemory | null): void {
    this.memory = memory;
    this.remembered = null;
  }

  protected override readWeights(): StoredTensor[] {
    return [...super.readWeights(), ...(this.memory === null ? [] : memoryTensors(this.memory))];
  }

  protected override writeWeights(tensors: readonly StoredTensor[]): void {
    const { memory, rest } = takeMemory(tensors, keyLayout(this.modelConfig).width);
    super.writeWeights(rest);
    this.remember(memory);
  }

  override dispose(): void {
    this.remember(null);
    super.dispose();
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

/** At most so many rows, drawn the same way every time. */
function drawRows(numRows: number, most: number): Int32Array {
  const all = Int32Array.from({ length: numRows }, (_, i) => i);
  return numRows <= most ? all : createRandom(0).permutation(numRows).slice(0, most).sort();
}
