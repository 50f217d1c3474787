import { HephError, type Table } from '@heph/data';
import { model as layersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import { InputEncoder } from '../encoding/input-encoder';
import { ensureBackend } from '../engine/ensure-backend';
import { buildEncoder, type EncoderGraph } from '../network/encoder-graph';
import type { ResolvedNetworkOptions } from '../network/network-options';
import { buildHead, type HeadPurpose } from '../network/prediction-head';
import type { MaskedTabularModeling } from '../pretraining/masked-tabular-modeling';
import { PretrainedEncoder } from '../pretraining/pretrained-encoder';
import { readModel, saveModel, type SavedModel } from '../storage/model-files';
import { resolveFitOptions, type FitOptions, type TrainingOptions } from '../training/fit-options';
import type { History } from '../training/history';
import { train } from '../training/trainer';
import type { Objective } from './objective';
import { weightedTable, type WeightedTable } from './sample-weight';
import { supervisedTask, type LabelledRows } from './supervised-task';
import { TabularModel, type TabularModelOptions } from './tabular-model';
import { within } from './within';

export interface SupervisedFitOptions extends FitOptions {
  /** Rows for early stopping: the epoch that predicts them best is kept. */
  validation?: Table;
  /**
   * How much each training row counts: the loss of a batch is the mean weighted so, and a row of weight 0 is left out.
   * Scaling does not look at weights. Default: all count alike.
   */
  sampleWeight?: ArrayLike<number>;
  /**
   * Once the validation rows have said how many epochs are best, train anew on training and validation rows together
   * for so many: a tenth more rows to learn from, for twice the time. Needs `validation`. Default false.
   */
  refit?: boolean;
}

interface RowsToFit {
  table: Table;
  sampleWeight: ArrayLike<number> | undefined;
  validation?: Table | undefined;
}

/** What is particular to a model's head. */
export type HeadParts = Pick<HeadPurpose, 'inputs' | 'prepare'>;

/**
 * What models share that learn a target column: training from fresh or pre-trained weights, and the life of a fitted
 * model in files. `Target` is what has been learned of the target column itself, such as its scale; it is stored as
 * JSON.
 */
export abstract class SupervisedModel<
  Options extends TabularModelOptions,
  Target extends object,
> extends TabularModel<Options> {
  private target: Target | null = null;
  private pretrained: PretrainedEncoder | null = null;

  /** @throws HephError `invalid-data` or `schema-mismatch` if the column cannot be learned. */
  protected abstract fitTarget(table: Table, name: string, weights: Float32Array | null): Target;

  /** One number a row. @throws HephError naming column and row of what is no such target. */
  protected abstract readTargets(table: Table, name: string, target: Target): ArrayLike<number>;

  /** What the network gives a row. */
  protected abstract outputs(): Pick<HeadPurpose, 'units' | 'of'>;

  protected abstract objective(target: Target): Objective;

  /** Whether a value from a file is what `fitTarget` gives. */
  protected abstract isTarget(value: unknown): value is Target;

  /** Whether enough is known to build the network. */
  protected get isBuildable(): boolean {
    return true;
  }

  /**
   * Starts from the encoder of a pre-trained model, at this and every later `fit`. Its scaling of the inputs comes
   * along, since its weights are fitted to it, and so do its sizes, where none were given to this model.
   *
   * @throws HephError `schema-mismatch` if columns differ, or sizes from those that were given, saying where.
   */
  loadEncoder(pretrained: MaskedTabularModeling): this {
    this.pretrained = PretrainedEncoder.from(pretrained, this.modelConfig, this.options);
    this.adopt(this.pretrained.sizes);
    if (this.isBuildable) this.pretrained.writeTo(this.model);
    return this;
  }

  /**
   * Trains from fresh weights (or the loaded encoder's) on a table that holds the features and the target.
   *
   * @throws HephError naming column and row for data that cannot be learned from; `diverged` if the loss does;
   *   `schema-mismatch` if `checkpointDir` holds the checkpoint of another training, saying in what it differs.
   */
  async fit(table: Table, options: SupervisedFitOptions = {}): Promise<History> {
    const { validation, sampleWeight, refit = false, ...rest } = options;
    const fitOptions = resolveFitOptions(rest, this.networkOptions().seed);
    this.beginFit(options);
    if (!refit) return this.fitOnce({ table, sampleWeight, validation }, fitOptions);
    if (validation === undefined)
      throw new TypeError('refit needs validation rows, which say for how many epochs: give validation');
    const history = await this.fitOnce({ table, sampleWeight, validation }, fitOptions);
    const { bestEpoch, bestWeights, stopReason, seconds } = history;
    const isWhole = stopReason === 'completed' || stopReason === 'early-stopping';
    if (!isWhole || bestEpoch === null || bestWeights === null) return history;
    const again = await this.fitAgain(
      { table: table.concat(validation), sampleWeight: withOnes(sampleWeight, validation.numRows) },
      { ...fitOptions, ...refitFolder(fitOptions), weights: bestWeights },
      bestEpoch + 1,
    );
    return { ...history, refit: again, stopReason: again.stopReason, seconds: seconds + again.seconds };
  }

  /** A training that does not come to its end leaves the model as it was. */
  private async fitAgain(rows: RowsToFit, options: TrainingOptions, epochs: number): Promise<History> {
    const before = { encoder: this.inputEncoder, target: this.fittedTarget, weights: this.readWeights() };
    const restore = () => {
      this.inputEncoder = before.encoder;
      this.target = before.target;
      this.resetWeights();
      this.writeWeights(before.weights);
    };
    try {
      const history = await this.fitOnce(rows, options, epochs);
      if (history.stopReason !== 'completed') restore();
      return history;
    } catch (error) {
      restore();
      throw error;
    }
  }

  private async fitOnce(
    { table, sampleWeight, validation }: RowsToFit,
    fitOptions: TrainingOptions,
    lastEpoch = fitOptions.epochs,
  ): Promise<History> {
    const name = this.targetName();
    const counted = weightedTable(table, sampleWeight);
    const { encoder, target, training } =
      counted.table.numRows === table.numRows
        ? this.readTraining(counted, name)
        : within('among the rows of weight above 0', () => this.readTraining(counted, name));
    const held =
      validation === undefined
        ? null
        : this.readValidation(validation, () => ({
            rows: encoder.encode(validation),
            targets: this.readTargets(validation, name, target),
            weights: null,
          }));
    const checkpoints = await this.openCheckpoints(fitOptions, {
      facts: {
        inputs: encoder.state,
        'statistics of the target': target,
        ...(lastEpoch < fitOptions.epochs && { 'last epoch': lastEpoch }),
      },
      arrays: {
        'training rows': arraysOf(training),
        'validation rows': held === null ? [] : arraysOf(held),
        'loaded encoder': this.pretrained?.weights.map(({ values }) => values) ?? [],
      },
    });
    await ensureBackend();
    this.inputEncoder = encoder;
    this.target = target;
    this.resetWeights();
    this.pretrained?.writeTo(this.model);
    const task = supervisedTask(this.model, training, held, this.objective(target));
    const history = await train(task, fitOptions, checkpoints, lastEpoch);
    if (history.stopReason !== 'aborted') await this.complete(training, held, fitOptions);
    return history;
  }

  private readTraining({ table, weights }: WeightedTable, name: string) {
    const { encoder, rows } = this.encodeTraining(table, this.pretrained?.inputEncoder ?? null);
    const target = this.fitTarget(table, name, weights);
    const training: LabelledRows = { rows, targets: this.readTargets(table, name, target), weights };
    return { encoder, target, training };
  }

  /** Writes the model into a folder: a JSON manifest, and the weights as safetensors. */
  async save(directory: string): Promise<void> {
    await saveModel(directory, this.kind, {
      options: this.lastingOptions,
      inputs: this.inputEncoder.state,
      target: this.fittedTarget,
      weights: this.readWeights(),
    });
  }

  /**
   * Reads a model that `save` of the same class has written.
   *
   * @param directory a folder, or its address on the web; in a browser also a path relative to the page
   */
  static async load<Model extends SupervisedModel<TabularModelOptions, object>>(
    this: new (options: TabularModelOptions) => Model,
    directory: string,
  ): Promise<Model> {
    const { kind, isTarget } = this.prototype as Model;
    const saved = await readModel(directory, kind, isTarget);
    await ensureBackend();
    const loaded = new this(saved.options);
    loaded.restore(saved);
    return loaded;
  }

  /** Takes over the fitted state of a saved model. */
  protected restore(saved: SavedModel<Target>): void {
    this.inputEncoder = InputEncoder.fromState(this.modelConfig, saved.inputs);
    this.target = saved.target;
    this.writeWeights(saved.weights);
  }

  override dispose(): void {
    this.pretrained = null;
    this.target = null;
    super.dispose();
  }

  protected override buildNetwork(options: ResolvedNetworkOptions): LayersModel {
    const encoder = buildEncoder(this.modelConfig, options);
    const purpose = { ...this.outputs(), ...this.headParts(encoder, options) };
    return layersModel({
      inputs: encoder.inputs,
      outputs: buildHead(encoder, purpose, options),
      name: 'tabular_model',
    });
  }

  /** What is particular to this model's head; a subclass may add to it. */
  protected headParts(_encoder: EncoderGraph, _options: ResolvedNetworkOptions): HeadParts {
    return {};
  }

  /** Refuses options that do not go with the model's own, and forgets what an earlier fit left. */
  protected beginFit(_options: SupervisedFitOptions): void {}

  /** What a trained network is completed by. Of the second training of a refit, `held` is null. */
  protected async complete(
    _training: LabelledRows,
    _held: LabelledRows | null,
    _options: TrainingOptions,
  ): Promise<void> {}

  protected targetName(): string {
    const { target } = this.modelConfig;
    if (target === null)
      throw new HephError(
        'missing-column',
        "the configuration names no target: expected SingleRowConfig.generate(table, { target: '…' })",
      );
    return target;
  }

  /** What was learned of the target column. */
  protected get fittedTarget(): Target {
    if (this.target === null)
      throw new HephError('not-fitted', `this ${this.kind} is not fitted yet: call fit first`);
    return this.target;
  }
}

/** The second training has checkpoints of its own. */
function refitFolder({ checkpointDir }: TrainingOptions): Pick<FitOptions, 'checkpointDir'> {
  return checkpointDir === undefined ? {} : { checkpointDir: `${checkpointDir}/refit` };
}

/** Validation rows count like one row each. */
function withOnes(weights: ArrayLike<number> | undefined, numRows: number): number[] | undefined {
  return weights && [...Array.from(weights), ...Array<number>(numRows).fill(1)];
}

function arraysOf({ rows, targets, weights }: LabelledRows) {
  const arrays = [rows.numeric, rows.states, rows.categorical, Float64Array.from(targets)];
  return weights === null ? arrays : [...arrays, weights];
}
