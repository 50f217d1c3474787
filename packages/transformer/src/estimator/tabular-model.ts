import { HephError, requireRows, type Table } from '@heph/data';
import { checkOneOf } from '@heph/estimator';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { SingleRowConfig } from '../config/single-row-config';
import type { NumericScaling } from '../encoding/column-scaling';
import type { EncodedRows } from '../encoding/encoded-rows';
import { InputEncoder } from '../encoding/input-encoder';
import {
  resolveNetworkOptions,
  type NetworkOptions,
  type ResolvedNetworkOptions,
} from '../network/network-options';
import { membersOf } from '../network/prediction-head';
import { inference, Predictor } from '../network/predictor';
import { copyWeights, namedWeights, readTensors, writeTensors } from '../storage/network-weights';
import type { StoredTensor } from '../storage/safetensors';
import { CheckpointFolder } from '../training/checkpoint-folder';
import { chooseEngine } from '../training/choose-engine';
import type { TensorFunction } from '../training/engine';
import { recipe, type TrainingOptions } from '../training/fit-options';
import type { RunSubject } from '../training/run-identity';
import { networkSummary } from './network-summary';
import { within } from './within';

export interface TabularModelOptions extends NetworkOptions {
  /** Which columns the model reads and predicts; see `SingleRowConfig.generate`. */
  modelConfig: SingleRowConfig;
  /**
   * How numeric columns are scaled before the network sees them. `'standard'`: by mean and standard deviation.
   * `'robust'`: by median and quartiles, drawing in what is far out. `'quantile'`: by rank among the training rows. The
   * latter two keep columns readable that have a few enormous values. Default 'standard'.
   */
  numericScaling?: NumericScaling;
}

const ROWS_WORTH_COMPILING = 1024;

/**
 * What all models of this package share: a network that is built on first use, the encoding of tables fitted on
 * training rows, and the life of the weights. Constructing one allocates nothing.
 */
export abstract class TabularModel<Options extends TabularModelOptions = TabularModelOptions> {
  readonly options: Options;
  private network: LayersModel | null = null;
  private encoder: InputEncoder | null = null;
  private adopted: NetworkOptions = {};
  private readonly predictors = new Map<string, Predictor>();

  constructor(options: Options) {
    this.options = options;
  }

  get modelConfig(): SingleRowConfig {
    return this.options.modelConfig;
  }

  /** The network itself, for a `compile` and `fit` of your own; `encode` gives it its inputs. */
  get model(): LayersModel {
    this.network ??= this.buildNetwork(this.networkOptions());
    return this.network;
  }

  /** The name of the class, in messages and in the manifest of a saved model: bundlers rename classes. */
  protected abstract get kind(): string;

  /** Builds the network; its layers' names and weights must follow from the options alone. */
  protected abstract buildNetwork(options: ResolvedNetworkOptions): LayersModel;

  /** The options with every default filled in. */
  protected networkOptions(): ResolvedNetworkOptions {
    return resolveNetworkOptions({ ...this.preferredOptions(), ...this.lastingOptions });
  }

  /** The options that were adopted or given: another model with these is the same. */
  protected get lastingOptions(): Options {
    const given = Object.entries(this.options).filter(([, value]) => value !== undefined);
    return { ...this.adopted, ...(Object.fromEntries(given) as Options) };
  }

  /** Takes over options, as far as they were not given. */
  protected adopt(options: NetworkOptions): void {
    const before = JSON.stringify(this.networkOptions());
    this.adopted = options;
    if (JSON.stringify(this.networkOptions()) !== before) this.releaseNetwork();
  }

  /** Defaults of a subclass that are not those of `NetworkOptions`. */
  protected preferredOptions(): NetworkOptions {
    return {};
  }

  /** Number of trainable parameters. */
  countParams(): number {
    return this.model.trainableWeights.reduce(
      (sum, weight) => sum + weight.shape.reduce<number>((size, length) => size * (length ?? 1), 1),
      0,
    );
  }

  /** A table of the network's layers, output shapes and parameters, as text. */
  summary(): string {
    return networkSummary(this.model);
  }

  /** Gives the network's memory back; the model cannot be used any more, except to fit it anew. */
  dispose(): void {
    this.releaseNetwork();
    this.encoder = null;
    this.adopted = {};
  }

  private releaseNetwork(): void {
    for (const predictor of this.predictors.values()) void predictor.dispose();
    this.predictors.clear();
    this.network?.dispose();
    this.network = null;
  }

  protected get isFitted(): boolean {
    return this.encoder !== null;
  }

  /** The encoding that was fitted on the training rows. */
  protected get inputEncoder(): InputEncoder {
    if (this.encoder === null)
      throw new HephError('not-fitted', `this ${this.kind} is not fitted yet: call fit first`);
    return this.encoder;
  }

  protected set inputEncoder(encoder: InputEncoder) {
    this.encoder = encoder;
  }

  /** The network's output for all rows, row-major. */
  protected runNetwork(rows: EncodedRows): Promise<Float32Array> {
    return this.runPart('network', () => inference(this.model), rows);
  }

  /** What each member of the network's ensemble says of all rows, row-major. */
  protected runMembers(rows: EncodedRows): Promise<Float32Array> {
    return this.runPart('members', () => inference(membersOf(this.model) ?? this.model), rows);
  }

  /**
   * A function of the network's inputs for all rows, row-major. It is traced only where the table is worth it, and only
   * once.
   *
   * @param what a name for it
   * @param compute makes it; it may read the network's weights
   */
  protected async runPart(
    what: string,
    compute: () => TensorFunction,
    rows: EncodedRows,
  ): Promise<Float32Array> {
    const engine = rows.numRows < ROWS_WORTH_COMPILING ? 'eager' : 'auto';
    const key = `${what} ${engine}`;
    let predictor = this.predictors.get(key);
    if (predictor === undefined) {
      predictor = new Predictor(compute(), await chooseEngine(engine));
      this.predictors.set(key, predictor);
    }
    return predictor.predict(rows);
  }

  /** Fits the encoding of tables on training rows, and encodes them. */
  protected encodeTraining(
    table: Table,
    pretrained: InputEncoder | null,
  ): { encoder: InputEncoder; rows: EncodedRows } {
    const { numericScaling = 'standard' } = this.options;
    checkOneOf('numericScaling', numericScaling, ['standard', 'robust', 'quantile']);
    requireRows(table, 2);
    const encoder = pretrained ?? InputEncoder.fit(this.modelConfig, table, numericScaling);
    return { encoder, rows: encoder.encode(table) };
  }

  /** Reads validation rows, of which there has to be one at least; errors say that it is them they are about. */
  protected readValidation<Rows>(table: Table, read: () => Rows): Rows {
    return within('validation', () => {
      requireRows(table, 1);
      return read();
    });
  }

  /**
   * The checkpoints of a training that is about to begin; null where none are asked for.
   *
   * @param facts what the training follows from, besides the options of model and fit
   * @param arrays the rows that it reads
   */
  protected async openCheckpoints(
    options: TrainingOptions,
    { facts, arrays }: RunSubject,
  ): Promise<CheckpointFolder | null> {
    if (options.checkpointDir === undefined) return null;
    const { modelConfig, ...own } = this.lastingOptions;
    return CheckpointFolder.open(options.checkpointDir, {
      facts: {
        model: this.kind,
        ...modelConfig.toJSON(),
        ...own,
        ...this.networkOptions(),
        ...recipe(options),
        ...facts,
      },
      arrays,
    });
  }

  /** Sets the weights back to where a new model with these options would start. */
  protected resetWeights(): void {
    if (this.network === null) return;
    const fresh = this.buildNetwork(this.networkOptions());
    if (String(fresh.outputShape) === String(this.network.outputShape)) {
      copyWeights(fresh, this.network);
      fresh.dispose();
    } else {
      this.releaseNetwork();
      this.network = fresh;
    }
  }

  protected readWeights(): StoredTensor[] {
    return readTensors(namedWeights(this.model));
  }

  protected writeWeights(tensors: readonly StoredTensor[]): void {
    writeTensors(namedWeights(this.model), tensors);
  }
}
