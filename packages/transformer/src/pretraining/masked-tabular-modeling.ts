import { checkOptions, type OptionNames, type Table } from '@heph/data';
import { checkOneOf } from '@heph/estimator';
import { model as layersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import type { EncodedRows } from '../encoding/encoded-rows';
import { ensureBackend } from '../engine/ensure-backend';
import { StoredModel } from '../estimator/stored-model';
import { tabularModelOptionNames, type TabularModelOptions } from '../estimator/tabular-model';
import { buildEncoder, cardinalities } from '../network/encoder-graph';
import { resolveNetworkOptions, type ResolvedNetworkOptions } from '../network/network-options';
import type { EncoderSource } from '../network/pretrained-encoder';
import { fitOptionNames, resolveFitOptions, type FitOptions } from '../training/fit-options';
import type { History } from '../training/history';
import { requireOutcome } from '../training/require-outcome';
import { train } from '../training/trainer';
import { buildReconstruction } from './reconstruction-head';
import { numericLosses, type NumericLoss } from './reconstruction-loss';
import { reconstructionTask } from './reconstruction-task';

export interface MaskedTabularModelingOptions extends TabularModelOptions {
  /** Probability with which a cell is hidden in a step, above 0 and below 1. Default 0.15. */
  maskRate?: number;
  /**
   * How errors of numbers count: `squaredError`, the mean over all hidden cells, as in the original; or
   * `logSquaredError`, the mean over columns of `log(ε + the column's mean squared error)`, which is what the likelihood
   * of normal errors comes to where each column has a variance of its own. A tenth less error then counts alike in
   * every column, and those that are all but given by the others are still learned. Default 'squaredError'.
   */
  numericLoss?: NumericLoss;
}

export interface PretrainingFitOptions extends FitOptions {
  /**
   * Rows for early stopping, with hidden cells of their own. Where these are so few that none of their cells happens to be
   * hidden, they have no verdict: training goes on as without them.
   */
  validation?: Table | undefined;
}

const optionNames: OptionNames<MaskedTabularModelingOptions> = {
  ...tabularModelOptionNames,
  maskRate: true,
  numericLoss: true,
};

const pretrainingFitOptionNames: OptionNames<PretrainingFitOptions> = { ...fitOptionNames, validation: true };

/**
 * Pre-training without labels: cells are hidden at random, and the network learns to guess them from the rest of
 * their row. The encoder that it learns is what `TabularRegressor.loadEncoder` starts from.
 *
 * Source: the masked language modelling of Devlin et al., "BERT" (2019), on the cells of a row.
 *
 * @example
 * const pretrained = new MaskedTabularModeling({ modelConfig });
 * await pretrained.fit(unlabelled, { epochs: 10 });
 * const model = new TabularRegressor({ modelConfig }).loadEncoder(pretrained);
 */
export class MaskedTabularModeling
  extends StoredModel<MaskedTabularModelingOptions>
  implements EncoderSource
{
  /** @throws RangeError if nothing or everything is to be hidden */
  constructor(options: MaskedTabularModelingOptions) {
    super(options);
    const { maskRate = 0.15 } = options;
    if (!(maskRate > 0 && maskRate < 1))
      throw new RangeError(`maskRate must be above 0 and below 1; received ${String(maskRate)}`);
  }

  /**
   * Trains from fresh weights on the features of a table; a target column, if it is there, is not looked at. Until it has
   * come to something, the model stays what it was, as with the `fit` of `TabularRegressor`.
   *
   * @throws HephError naming column and row for data that cannot be learned from; `diverged` if the loss does; `busy` during
   *   another fit of this model
   */
  fit(table: Table, options: PretrainingFitOptions = {}): Promise<History> {
    return this.turn.take(this.kind, () => this.pretrain(table, options));
  }

  private async pretrain(table: Table, options: PretrainingFitOptions): Promise<History> {
    checkOptions('fit', options, pretrainingFitOptionNames);
    const { validation, ...rest } = options;
    const { maskRate = 0.15, numericLoss = 'squaredError' } = this.options;
    const { seed } = this.networkOptions();
    const fitOptions = resolveFitOptions(rest, seed);
    const { encoder, rows } = this.encodeTraining(table, null);
    const validationRows =
      validation === undefined ? null : this.readValidation(validation, () => encoder.encode(validation));
    const checkpoints = await this.openCheckpoints(fitOptions, {
      facts: { maskRate, numericLoss, inputs: encoder.state },
      arrays: {
        'training rows': arraysOf(rows),
        'validation rows': validationRows === null ? [] : arraysOf(validationRows),
      },
    });
    await ensureBackend();
    const candidate = this.candidate(encoder, null);
    const task = reconstructionTask(candidate.trained.network, rows, validationRows, {
      maskRate,
      numericLoss,
      seed: fitOptions.seed,
      cardinalities: cardinalities(this.modelConfig),
    });
    const outcome = await this.training(candidate, () => train(task, fitOptions, checkpoints));
    return requireOutcome(this.conclude(candidate, outcome), fitOptions);
  }

  protected override checkOptionValues(): void {
    super.checkOptionValues();
    checkOneOf('numericLoss', this.options.numericLoss ?? 'squaredError', numericLosses);
  }

  protected override get kind(): string {
    return 'MaskedTabularModeling';
  }

  protected override get optionNames(): OptionNames<MaskedTabularModelingOptions> {
    return optionNames;
  }

  trainedEncoder() {
    const { trained, encoder, options } = this.fitted;
    return {
      network: trained.network,
      options: resolveNetworkOptions(options),
      inputs: encoder.state,
    };
  }

  protected override buildNetwork(options: ResolvedNetworkOptions): LayersModel {
    const encoder = buildEncoder(this.modelConfig, options);
    return layersModel({
      inputs: encoder.inputs,
      outputs: buildReconstruction(encoder, this.modelConfig, options),
      name: 'masked_tabular_modeling',
    });
  }
}

function arraysOf({ numeric, states, categorical }: EncodedRows) {
  return [numeric, states, categorical];
}
