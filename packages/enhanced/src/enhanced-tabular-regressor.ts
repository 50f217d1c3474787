import type { InteractionConfig } from '@heph/autoconfig';
import {
  TabularRegressor,
  type EncoderGraph,
  type HeadParts,
  type NetworkOptions,
  type ResolvedNetworkOptions,
  type TabularRegressorOptions,
} from '@heph/transformer';
import { interactionParts } from './interaction-parts';
import { resolveInteractionConfig } from './interaction-config';

export interface EnhancedTabularRegressorOptions extends TabularRegressorOptions {
  /** Which interactions the network models; what is left out takes its default. See `@heph/autoconfig`. */
  interactionConfig?: Partial<InteractionConfig>;
}

/**
 * A `TabularRegressor` whose head sees every column's token at once, and beside them explicit feature interactions:
 * a low-rank cross and a cross network over all columns, the pairs that were selected from the data, and hashed pairs
 * of categories. A drop-in for `TabularRegressor`; encoders pre-trained for one load into the other.
 *
 * @example
 * const model = new EnhancedTabularRegressor({ modelConfig, interactionConfig: { lowRankRank: 32 } });
 * await model.fit(train, { validation });
 */
export class EnhancedTabularRegressor extends TabularRegressor<EnhancedTabularRegressorOptions> {
  protected override get kind(): string {
    return 'EnhancedTabularRegressor';
  }

  /** The interactions in use, every default filled in. */
  get interactionConfig(): InteractionConfig {
    return resolveInteractionConfig(this.options.interactionConfig);
  }

  /** All tokens enter the head unless another pooling is asked for. */
  protected override preferredOptions(): NetworkOptions {
    return { pooling: 'flatten' };
  }

  protected override headParts(encoder: EncoderGraph, options: ResolvedNetworkOptions): HeadParts {
    const { modelConfig: config, interactionConfig: interactions } = this;
    const parts = interactionParts({ encoder, config, interactions, options });
    return { ...super.headParts(encoder, options), ...parts };
  }
}
