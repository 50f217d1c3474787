import { checkOptions, HephError, type OptionNames, type Table } from '@heph/data';
import { model as layersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import { ensureBackend } from '../engine/ensure-backend';
import { buildEncoder, type EncoderGraph } from '../network/encoder-graph';
import type { ResolvedNetworkOptions } from '../network/network-options';
import { buildHead, type HeadPurpose } from '../network/prediction-head';
import { PretrainedEncoder, type EncoderSource } from '../network/pretrained-encoder';
import type { NetworkSizes } from '../storage/require-plausible';
import {
  fitOptionNames,
  resolveFitOptions,
  type FitOptions,
  type TrainingOptions,
} from '../training/fit-options';
import type { History } from '../training/history';
import { inHalves } from '../training/in-halves';
import { requireOutcome } from '../training/require-outcome';
import { train, type TrainingOutcome } from '../training/trainer';
import type { FittedModel } from './fitted-model';
import type { Objective } from './objective';
import { requireConfigured } from './require-configured';
import { weightedTable, type WeightedTable } from './sample-weight';
import { StoredModel } from './stored-model';
import { supervisedTask, type LabelledRows } from './supervised-task';
import { type TabularModelOptions } from './tabular-model';
import { within } from './within';

export interface SupervisedFitOptions extends FitOptions {
  /** The column to predict: the configuration's, which says so already; another is refused. */
  target?: string | undefined;
  /** The columns to predict it from: the configuration's, in any order; others are refused. */
  features?: readonly string[] | undefined;
  /** Rows for early stopping: the epoch that predicts them best is kept. */
  validation?: Table | undefined;
  /**
   * How much each training row counts: the loss of a batch is the mean weighted so, and a row of weight 0 is left out.
   * Scaling does not look at weights. Default: all count alike.
   */
  sampleWeight?: ArrayLike<number> | undefined;
  /**
   * Once the validation rows have said how many epochs are best, train anew on training and validation rows together
   * for so many: a tenth more rows to learn from, for twice the time. Needs `validation`. Default false.
   */
  refit?: boolean;
}

const supervisedFitOptionNames: OptionNames<SupervisedFitOptions> = {
  ...fitOptionNames,
  target: true,
  features: true,
  validation: true,
  sampleWeight: true,
  refit: true,
};

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
 * JSON. `Completion` is what a trained network is completed by, stored beside its weights.
 */
export abstract class SupervisedModel<
  Options extends TabularModelOptions,
  Target extends object,
  Completion = null,
> extends StoredModel<Options, Target, Completion> {
  private pretrained: PretrainedEncoder | null = null;

  /** @throws HephError `invalid-data` or `schema-mismatch` if the column cannot be learned. */
  protected abstract fitTarget(table: Table, name: string, weights: Float32Array | null): Target;

  /** One number a row. @throws HephError naming column and row of what is no such target. */
  protected abstract readTargets(table: Table, name: string, target: Target): ArrayLike<number>;

  /** What the network gives a row. @throws HephError `not-fitted` if that follows from a target that is null */
  protected abstract outputs(target: Target | null): Pick<HeadPurpose, 'units' | 'of'>;

  protected abstract objective(target: Target): Objective;

  /** Whether a value from a file is what `fitTarget` gives. */
  protected abstract override isTarget(value: unknown): value is Target;

  /**
   * Starts from the encoder of a pre-trained model, at the next and every later `fit`. Its scaling of the inputs comes
   * along, since its weights are fitted to it, and so do its sizes, where none were given to this model. A model that is
   * fitted stays what it is until then.
   *
   * @throws HephError `schema-mismatch` if columns differ, or sizes from those that were given, saying where;
   *   `not-fitted` if the pre-trained model is not; `busy` during a fit
   */
  loadEncoder(pretrained: EncoderSource): this {
    this.turn.requireFree(this.kind, 'loadEncoder');
    this.pretrained = PretrainedEncoder.from(pretrained, this.modelConfig, this.options);
    this.adopt(this.pretrained.sizes);
    this.restart();
    return this;
  }

  protected override startFrom(network: LayersModel): void {
    this.pretrained?.writeTo(network);
  }

  /**
   * Trains from fresh weights (or the loaded encoder's) on a table that holds the features and the target. Until it has
   * come to something the model stays what it was, whole: that is what `predict`, `evaluate` and `save` answer from while
   * it runs, and what is left where it diverges or is stopped before the end of its first epoch. With `refit`, what the
   * first training came to is the model while the second runs.
   *
   * @throws HephError naming column and row for data that cannot be learned from; `diverged` if the loss does;
   *   `schema-mismatch` if `checkpointDir` holds the checkpoint of another training, saying in what it differs; `busy`
   *   during another fit of this model; `aborted` if it is before the end of its first epoch
   */
  fit(table: Table, options: SupervisedFitOptions = {}): Promise<History> {
    return this.turn.take(this.kind, async () => {
      checkOptions('fit', options, supervisedFitOptionNames);
      const { validation, sampleWeight, refit = false, target, features, ...rest } = options;
      requireConfigured(this.modelConfig, target, features);
      const fitOptions = resolveFitOptions(rest, this.networkOptions().seed);
      this.checkFit(options);
      if (refit && validation === undefined)
        throw new TypeError('refit needs validation rows, which say for how many epochs: give validation');
      const told = refit ? inHalves(fitOptions.onProgress) : [fitOptions.onProgress];
      const first = await this.trained(
        { table, sampleWeight, validation },
        { ...fitOptions, onProgress: told[0] },
      );
      const history = requireOutcome(this.conclude(first.candidate, first.outcome), fitOptions);
      if (!refit) return history;
      const again = { ...fitOptions, onProgress: told[1] };
      return this.fitAgain({ table, sampleWeight, validation }, again, history);
    });
  }

  /** Trains anew on all rows; a training that does not come to its end leaves the model as it was. */
  private async fitAgain(
    { table, sampleWeight, validation }: RowsToFit,
    options: TrainingOptions,
    history: History,
  ): Promise<History> {
    const { bestEpoch, bestWeights, stopReason, seconds } = history;
    const isWhole = stopReason === 'completed' || stopReason === 'early-stopping';
    if (!isWhole || bestEpoch === null || bestWeights === null || validation === undefined) return history;
    const { candidate, outcome } = await this.trained(
      { table: table.concat(validation), sampleWeight: withMean(sampleWeight, validation.numRows) },
      { ...options, ...refitFolder(options), weights: bestWeights },
      bestEpoch + 1,
    );
    const isDone = outcome.failure === null && outcome.history.stopReason === 'completed';
    const again = isDone ? outcome.history : { ...outcome.history, bestEpoch: null, bestWeights: null };
    this.conclude(candidate, { ...outcome, history: again });
    return {
      ...history,
      refit: outcome.history,
      stopReason: again.stopReason,
      seconds: seconds + again.seconds,
    };
  }

  /** Trains a candidate for this model's place. */
  private async trained(
    { table, sampleWeight, validation }: RowsToFit,
    fitOptions: TrainingOptions,
    lastEpoch = fitOptions.epochs,
  ): Promise<{ candidate: FittedModel<Options, Target, Completion>; outcome: TrainingOutcome }> {
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
    const candidate = this.candidate(encoder, target);
    const task = supervisedTask(candidate.trained.network, training, held, this.objective(target));
    return this.training(candidate, async () => {
      const outcome = await train(task, fitOptions, checkpoints, lastEpoch);
      const { stopReason, bestEpoch } = outcome.history;
      const isComplete = outcome.failure === null && bestEpoch !== null && stopReason !== 'aborted';
      const completion = isComplete ? await this.complete(candidate, training, held) : null;
      return { candidate: { ...candidate, completion }, outcome };
    });
  }

  private readTraining({ table, weights }: WeightedTable, name: string) {
    const { encoder, rows } = this.encodeTraining(table, this.pretrained?.inputEncoder ?? null);
    const target = this.fitTarget(table, name, weights);
    const training: LabelledRows = { rows, targets: this.readTargets(table, name, target), weights };
    return { encoder, target, training };
  }

  override dispose(): void {
    super.dispose();
    this.pretrained = null;
  }

  protected override buildNetwork(options: ResolvedNetworkOptions, target: Target | null): LayersModel {
    const encoder = buildEncoder(this.modelConfig, options);
    const purpose = { ...this.outputs(target), ...this.headParts(encoder, options) };
    return layersModel({
      inputs: encoder.inputs,
      outputs: buildHead(encoder, purpose, options),
      name: 'tabular_model',
    });
  }

  protected override sizesOf(options: ResolvedNetworkOptions): NetworkSizes {
    const { headDim, headLayers } = options;
    const { widths, counts } = super.sizesOf(options);
    return { widths: { ...widths, headDim }, counts: { ...counts, headLayers } };
  }

  /** What is particular to this model's head; a subclass may add to it. */
  protected headParts(_encoder: EncoderGraph, _options: ResolvedNetworkOptions): HeadParts {
    return {};
  }

  /** Refuses options that do not go with the model's own. */
  protected checkFit(_options: SupervisedFitOptions): void {}

  /**
   * What a trained network is completed by. Of the second training of a refit, `held` is null, and the fitted model is
   * that of the first.
   */
  protected complete(
    _candidate: FittedModel<Options, Target, Completion>,
    _training: LabelledRows,
    _held: LabelledRows | null,
  ): Promise<Completion | null> {
    return Promise.resolve(null);
  }

  protected targetName(): string {
    const { target } = this.modelConfig;
    if (target === null)
      throw new HephError(
        'missing-column',
        "the configuration names no target: expected SingleRowConfig.generate(table, { target: '…' })",
      );
    return target;
  }
}

/** The second training has checkpoints of its own. */
function refitFolder({ checkpointDir }: TrainingOptions): Pick<FitOptions, 'checkpointDir'> {
  return checkpointDir === undefined ? {} : { checkpointDir: `${checkpointDir}/refit` };
}

/** Validation rows count like those training rows that count do on average, whatever the weights are measured in. */
function withMean(weights: ArrayLike<number> | undefined, numRows: number): number[] | undefined {
  if (weights === undefined) return undefined;
  const given = Array.from(weights);
  const counted = given.filter(weight => weight > 0);
  const largest = counted.reduce((most, weight) => Math.max(most, weight), 0);
  const mean = (counted.reduce((sum, weight) => sum + weight / largest, 0) / counted.length) * largest;
  return [...given, ...Array<number>(numRows).fill(mean)];
}

function arraysOf({ rows, targets, weights }: LabelledRows) {
  const arrays = [rows.numeric, rows.states, rows.categorical, Float64Array.from(targets)];
  return weights === null ? arrays : [...arrays, weights];
}
