import { HephError, requireTarget, type Table } from '@heph/data';
import { model as layersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import { InputEncoder } from '../encoding/input-encoder';
import { fitStandardization, type Standardization } from '../encoding/standard-scaler';
import { ensureBackend } from '../engine/ensure-backend';
import { buildEncoder } from '../network/encoder-graph';
import type { ResolvedNetworkOptions } from '../network/network-options';
import { buildHead } from '../network/prediction-head';
import type { MaskedTabularModeling } from '../pretraining/masked-tabular-modeling';
import { PretrainedEncoder } from '../pretraining/pretrained-encoder';
import { readModel, saveModel, type SavedModel } from '../storage/model-files';
import { resolveFitOptions, type FitOptions } from '../training/fit-options';
import type { History } from '../training/history';
import { train } from '../training/trainer';
import { inferenceFunction, type InferenceFunction } from './inference-function';
import { regressionMetrics, type RegressionMetrics } from './regression-metrics';
import { regressionTask, rescale, type RegressionRows } from './regression-task';
import { TabularModel, type TabularModelOptions } from './tabular-model';

export type TabularRegressorOptions = TabularModelOptions;

export interface RegressorFitOptions extends FitOptions {
  /** Rows for early stopping: the epoch that predicts them best is kept. */
  validation?: Table;
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
> extends TabularModel<Options> {
  protected override get kind(): string {
    return 'TabularRegressor';
  }

  private scaling: Standardization | null = null;
  private pretrained: PretrainedEncoder | null = null;

  /**
   * Starts from the encoder of a pre-trained model, at this and every later `fit`. Its scaling of the inputs comes
   * along, since its weights are fitted to it.
   *
   * @throws HephError `schema-mismatch` if columns or sizes differ, saying where.
   */
  loadEncoder(pretrained: MaskedTabularModeling): this {
    this.pretrained = PretrainedEncoder.from(pretrained, this.modelConfig, this.networkOptions());
    this.pretrained.writeTo(this.model);
    return this;
  }

  /**
   * Trains from fresh weights (or the loaded encoder's) on a table that holds the features and the target.
   *
   * @throws HephError naming column and row for data that cannot be learned from; `diverged` if the loss does;
   *   `schema-mismatch` if `checkpointDir` holds the checkpoint of another training, saying in what it differs.
   */
  async fit(table: Table, options: RegressorFitOptions = {}): Promise<History> {
    const { validation, ...rest } = options;
    const network = this.networkOptions();
    const fitOptions = resolveFitOptions(rest, network.seed);
    const target = this.targetName();
    const targets = requireTarget(table, target).values;
    const { encoder, rows } = this.encodeTraining(table, this.pretrained?.inputEncoder ?? null);
    const validationRows: RegressionRows | null =
      validation === undefined
        ? null
        : {
            rows: this.encodeValidation(validation, encoder),
            targets: requireTarget(validation, target).values,
          };
    const scaling = fitStandardization(targets);
    const training: RegressionRows = { rows, targets };
    const checkpoints = await this.openCheckpoints(fitOptions, {
      facts: { inputs: encoder.state, scaling },
      arrays: {
        'training rows': arraysOf(training),
        'validation rows': validationRows === null ? [] : arraysOf(validationRows),
        'loaded encoder': this.pretrained?.weights.map(({ values }) => values) ?? [],
      },
    });
    await ensureBackend();
    this.inputEncoder = encoder;
    this.scaling = scaling;
    this.resetWeights();
    this.pretrained?.writeTo(this.model);
    return train(regressionTask(this.model, training, validationRows, scaling), fitOptions, checkpoints);
  }

  /** Predictions `[table.numRows]` in the target's own units. */
  async predict(table: Table): Promise<Float32Array> {
    const rows = this.inputEncoder.encode(table);
    return rescale(await this.runNetwork(rows), this.fittedScaling());
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
    return inferenceFunction(this.modelConfig, this.model, this.inputEncoder.state, this.fittedScaling());
  }

  /** Writes the model into a folder: a JSON manifest, and the weights as safetensors. */
  async save(directory: string): Promise<void> {
    await saveModel(directory, this.kind, {
      options: this.options,
      inputs: this.inputEncoder.state,
      target: this.fittedScaling(),
      weights: this.readWeights(),
    });
  }

  /** Reads a model that `save` of the same class has written. */
  static async load<Model extends TabularRegressor>(
    this: new (options: TabularRegressorOptions) => Model,
    directory: string,
  ): Promise<Model> {
    const kind = this.prototype.kind;
    const saved = await readModel(directory, kind);
    await ensureBackend();
    const loaded = new this(saved.options);
    loaded.restore(saved);
    return loaded;
  }

  /** Takes over the fitted state of a saved model. */
  protected restore(saved: SavedModel): void {
    this.inputEncoder = InputEncoder.fromState(this.modelConfig, saved.inputs);
    this.scaling = saved.target;
    this.writeWeights(saved.weights);
  }

  override dispose(): void {
    this.pretrained = null;
    this.scaling = null;
    super.dispose();
  }

  protected override buildNetwork(options: ResolvedNetworkOptions): LayersModel {
    const encoder = buildEncoder(this.modelConfig, options);
    return layersModel({
      inputs: encoder.inputs,
      outputs: buildHead(encoder, 1, options),
      name: 'regressor',
    });
  }

  private targetName(): string {
    const { target } = this.modelConfig;
    if (target === null)
      throw new HephError(
        'missing-column',
        "the configuration names no target: expected SingleRowConfig.generate(table, { target: '…' })",
      );
    return target;
  }

  private fittedScaling(): Standardization {
    if (this.scaling === null)
      throw new HephError('not-fitted', `this ${this.kind} is not fitted yet: call fit first`);
    return this.scaling;
  }
}

function arraysOf({ rows, targets }: RegressionRows) {
  return [rows.numeric, rows.states, rows.categorical, Float64Array.from(targets)];
}
