import type { InteractionConfig } from '@heph/autoconfig';
import { type OptionNames, requireRows, type Table } from '@heph/data';
import {
  type EncoderGraph,
  type HeadParts,
  inference,
  type NetworkOptions,
  type ResolvedNetworkOptions,
  TabularRegressor,
  tabularRegressorOptionNames,
  type TabularRegressorOptions,
} from '@heph/transformer';
import { columnsIntoHead } from './columns-into-head';
import { interactionAwareEncoder } from './interaction-aware-encoder';
import { resolveInteractionConfig } from './interaction-config';
import type { InteractionReport } from './interaction-report';
import { pairVectors, pairWeights, type PairWeight } from './pair-weights';

export interface EnhancedTabularRegressorOptions extends TabularRegressorOptions {
  /** Which interactions the network models; what is left out takes its default. See `@heph/autoconfig`. */
  interactionConfig?: Partial<InteractionConfig>;
  /** What the configuration follows from, to be kept with the model. */
  interactionReport?: InteractionReport;
}

export const enhancedRegressorOptionNames: OptionNames<EnhancedTabularRegressorOptions> = {
  ...tabularRegressorOptionNames,
  interactionConfig: true,
  interactionReport: true,
};

/**
 * A `TabularRegressor` whose head sees every column's token at once, and beside them explicit feature interactions:
 * a low-rank cross and a cross network over all columns, the pairs that were selected from the data, and pairs
 * of categories. A drop-in for `TabularRegressor`; encoders pre-trained for one load into the other. Where no shape is
 * asked for, it has no attention and a head of three hidden layers.
 *
 * @example
 * const model = new EnhancedTabularRegressor({ modelConfig, interactionConfig: { lowRankRank: 32 } });
 * await model.fit(train, { validation });
 */
export class EnhancedTabularRegressor extends TabularRegressor<EnhancedTabularRegressorOptions> {
  protected override get kind(): string {
    return 'EnhancedTabularRegressor';
  }

  protected override get optionNames(): OptionNames<EnhancedTabularRegressorOptions> {
    return enhancedRegressorOptionNames;
  }

  /** The interactions in use, every default filled in. */
  get interactionConfig(): InteractionConfig {
    return resolveInteractionConfig(this.options.interactionConfig);
  }

  /** What was found in the data and why the interactions are what they are; null where nothing looked. */
  get interactionReport(): InteractionReport | null {
    return this.options.interactionReport ?? null;
  }

  /**
   * How much the network makes of each pair of columns that it models, on the rows of a table: the pair's share in what
   * all pairs contribute, the largest first.
   *
   * @throws HephError `not-fitted` before `fit`; `invalid-data` if there is no row
   */
  pairWeights(table: Table): Promise<PairWeight[]> {
    return this.withFitted(({ trained, encoder }) => {
      requireRows(table, 1);
      const rows = encoder.encode(table);
      const parts = pairVectors(trained.network, this.modelConfig, this.interactionConfig);
      return pairWeights(parts, (name, network) => trained.run(name, () => inference(network), rows));
    });
  }

  protected override preferredOptions(): NetworkOptions {
    return columnsIntoHead(this.options);
  }

  protected override headParts(encoder: EncoderGraph, options: ResolvedNetworkOptions): HeadParts {
    const { modelConfig: config, interactionConfig: interactions } = this;
    const parts = interactionAwareEncoder({ encoder, config, interactions, options });
    return { ...super.headParts(encoder, options), ...parts };
  }
}
