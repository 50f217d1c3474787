import {
  checkOptions,
  type ColumnSchema,
  HephError,
  isHephError,
  type OptionNames,
  requireRows,
  type Table,
} from '@heph/data';
import { checkOneOf, FitTurn } from '@heph/estimator';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { requireConfig, type SingleRowConfig } from '../config/single-row-config';
import type { NumericScaling } from '../encoding/column-scaling';
import type { EncodedRows } from '../encoding/encoded-rows';
import { InputEncoder } from '../encoding/input-encoder';
import {
  networkOptionNames,
  resolveNetworkOptions,
  type NetworkOptions,
  type ResolvedNetworkOptions,
} from '../network/network-options';
import { copyWeights } from '../storage/network-weights';
import { CheckpointFolder } from '../training/checkpoint-folder';
import { recipe, type TrainingOptions } from '../training/fit-options';
import type { History } from '../training/history';
import type { RunSubject } from '../training/run-identity';
import type { TrainingOutcome } from '../training/trainer';
import type { FittedModel } from './fitted-model';
import { networkSummary } from './network-summary';
import { TrainedNetwork } from './trained-network';
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

export const tabularModelOptionNames: OptionNames<TabularModelOptions> = {
  ...networkOptionNames,
  modelConfig: true,
  numericScaling: true,
};

/**
 * What all models of this package share: a network that is built on first use, the encoding of tables fitted on
 * training rows, and the life of both. Constructing one allocates nothing.
 *
 * A fit trains a network of its own, which takes the place of the former one when there is something better: until then
 * all that reads the model answers from what it was. What would change it meanwhile is refused with a HephError `busy`.
 */
export abstract class TabularModel<
  Options extends TabularModelOptions = TabularModelOptions,
  Target = null,
  Completion = null,
> {
  readonly options: Options;
  protected readonly turn = new FitTurn();
  private state: FittedModel<Options, Target, Completion> | null = null;
  /** What `model` shows before the first fit. */
  private untrained: LayersModel | null = null;
  private inTraining: LayersModel | null = null;
  private adopted: NetworkOptions = {};

  /** @throws TypeError at an option that does not exist, or without a configuration */
  constructor(options: Options) {
    checkOptions<TabularModelOptions>(this.kind, options, this.optionNames);
    requireConfig('modelConfig', options?.modelConfig);
    this.options = options;
  }

  get modelConfig(): SingleRowConfig {
    return this.options.modelConfig;
  }

  /**
   * The columns it reads, and the target once it is fitted: `parseCsv(text, { like: model })` reads the next file like
   * them. After a fit, categories are those of the training rows.
   */
  get schema(): ColumnSchema[] {
    return this.state?.encoder.schema ?? this.modelConfig.schema;
  }

  /**
   * The network itself, for a `compile` and `fit` of your own; during a fit the one that is being trained. A model that is
   * fitted anew has a new network, and the former one is disposed of.
   */
  get model(): LayersModel {
    const network = this.inTraining ?? this.state?.trained.network ?? this.untrained;
    return network ?? (this.untrained = this.build(null));
  }

  /** The name of the class, in messages and in the manifest of a saved model: bundlers rename classes. */
  protected get kind(): string {
    return this.constructor.name;
  }

  /** The options that the constructor takes; a subclass adds its own. */
  protected get optionNames(): OptionNames<TabularModelOptions> {
    return tabularModelOptionNames;
  }

  /**
   * Builds the network; its layers' names and weights must follow from the options and the target alone.
   *
   * @param target what was learned of the target column; null before a fit
   */
  protected abstract buildNetwork(options: ResolvedNetworkOptions, target: Target | null): LayersModel;

  /** The options with every default filled in. */
  protected networkOptions(): ResolvedNetworkOptions {
    return resolveNetworkOptions({ ...this.preferredOptions(), ...this.lastingOptions });
  }

  /** The options that were adopted or given: another model with these is the same. */
  protected get lastingOptions(): Options {
    const given = Object.entries(this.options).filter(([, value]) => value !== undefined);
    return { ...this.adopted, ...(Object.fromEntries(given) as Options) };
  }

  /** Takes over options for the next fit, as far as they were not given. */
  protected adopt(options: NetworkOptions): void {
    const before = JSON.stringify(this.networkOptions());
    this.adopted = options;
    if (JSON.stringify(this.networkOptions()) !== before) this.releaseUntrained();
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

  /**
   * Gives the network's memory back; the model cannot be used any more, except to fit it anew. A prediction that has
   * begun comes to its end first.
   *
   * @throws HephError `busy` during a fit
   */
  dispose(): void {
    this.turn.requireFree(this.kind, 'dispose');
    this.releaseUntrained();
    this.state?.trained.release();
    this.state = null;
    this.adopted = {};
  }

  protected get isFitted(): boolean {
    return this.state !== null;
  }

  /** @throws HephError `not-fitted` */
  protected get fitted(): FittedModel<Options, Target, Completion> {
    if (this.state === null)
      throw new HephError('not-fitted', `this ${this.kind} is not fitted yet: call fit first`);
    return this.state;
  }

  /**
   * Reads the fitted model, which stays what it is until the end, whatever becomes of this one.
   *
   * @throws HephError `not-fitted`
   */
  protected withFitted<T>(
    action: (fitted: FittedModel<Options, Target, Completion>) => Promise<T>,
  ): Promise<T> {
    const { fitted } = this;
    return fitted.trained.use(() => action(fitted));
  }

  /** Gives a network with fresh weights those that a fit starts from. */
  protected startFrom(_network: LayersModel): void {}

  /** Starts anew with the network that is shown before the first fit, if one is. */
  protected restart(): void {
    if (this.untrained !== null) this.startFrom(this.untrained);
  }

  /** What a training that is about to begin is to lead to, on fresh weights. */
  protected candidate(encoder: InputEncoder, target: Target): FittedModel<Options, Target, Completion> {
    const fresh = this.build(target);
    let network = fresh;
    if (this.untrained !== null) {
      // Whoever has looked at the network before the first fit sees it trained.
      copyWeights(fresh, this.untrained);
      fresh.dispose();
      network = this.untrained;
    }
    const trained = new TrainedNetwork(network);
    return { trained, encoder, options: this.lastingOptions, target, completion: null };
  }

  /** Trains a candidate, whose network is `model` meanwhile; one that this fails with is given up. */
  protected async training<T>(
    candidate: FittedModel<Options, Target, Completion>,
    action: () => Promise<T>,
  ): Promise<T> {
    this.inTraining = candidate.trained.network;
    try {
      return await action();
    } catch (error) {
      this.discard(candidate);
      throw error;
    } finally {
      this.inTraining = null;
    }
  }

  /** Puts a fitted model in the place of the former one. */
  protected takeOver(fitted: FittedModel<Options, Target, Completion>): void {
    const former = this.state;
    this.state = fitted;
    if (this.untrained === fitted.trained.network) this.untrained = null;
    else this.releaseUntrained();
    former?.trained.release();
  }

  /** Gives up a candidate. */
  protected discard({ trained, target }: FittedModel<Options, Target, Completion>): void {
    if (trained.network !== this.untrained) return trained.release();
    const fresh = this.build(target);
    copyWeights(fresh, this.untrained);
    fresh.dispose();
  }

  /**
   * Takes over what a training has led to, where that is something; otherwise the model stays as it was.
   *
   * @throws what ended the training
   */
  protected conclude(
    candidate: FittedModel<Options, Target, Completion>,
    { history, failure }: TrainingOutcome,
  ): History {
    if (history.bestEpoch === null) this.discard(candidate);
    else this.takeOver(candidate);
    if (failure !== null) throw explained(failure.error, history.bestEpoch);
    return history;
  }

  /** Refuses options of the model that are out of range, but for those of its network. @throws RangeError */
  protected checkOptionValues(): void {
    const { numericScaling = 'standard' } = this.options;
    checkOneOf('numericScaling', numericScaling, ['standard', 'robust', 'quantile']);
  }

  /** Fits the encoding of tables on training rows, and encodes them. */
  protected encodeTraining(
    table: Table,
    pretrained: InputEncoder | null,
  ): { encoder: InputEncoder; rows: EncodedRows } {
    this.checkOptionValues();
    const { numericScaling = 'standard' } = this.options;
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
    // What the target is, the model itself says.
    const { categoricalTarget: _, ...config } = modelConfig.toJSON();
    return CheckpointFolder.open(options.checkpointDir, {
      facts: {
        model: this.kind,
        ...config,
        ...own,
        ...this.networkOptions(),
        ...recipe(options),
        ...facts,
      },
      arrays,
    });
  }

  private build(target: Target | null): LayersModel {
    requireConfig('modelConfig', this.modelConfig);
    const network = this.buildNetwork(this.networkOptions(), target);
    this.startFrom(network);
    return network;
  }

  private releaseUntrained(): void {
    this.untrained?.dispose();
    this.untrained = null;
  }
}

/** An error of a training that has diverged, with what the model has now. */
function explained(error: unknown, bestEpoch: number | null): unknown {
  if (!isHephError(error) || error.code !== 'diverged') return error;
  const left =
    bestEpoch === null
      ? 'the model stays as it was before'
      : `the best weights before that are kept, those of epoch ${bestEpoch + 1}`;
  return new HephError('diverged', `${error.message}; ${left}: a smaller learningRate usually helps`, {
    cause: error,
  });
}
