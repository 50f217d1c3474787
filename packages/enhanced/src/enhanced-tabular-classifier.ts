import type { InteractionConfig } from '@heph/autoconfig';
import {
  TabularClassifier,
  type EncoderGraph,
  type HeadParts,
  type NetworkOptions,
  type ResolvedNetworkOptions,
  type TabularClassifierOptions,
} from '@heph/transformer';
import { interactionParts } from './interaction-parts';
import { resolveInteractionConfig } from './interaction-config';

export interface EnhancedTabularClassifierOptions extends TabularClassifierOptions {
  /** Which interactions the network models; what is left out takes its default. See `@heph/autoconfig`. */
  interactionConfig?: Partial<InteractionConfig>;
}

/**
 * A `TabularClassifier` with the explicit feature interactions of `EnhancedTabularRegressor` beside the tokens in its
 * head. A drop-in for `TabularClassifier`; encoders pre-trained for one load into the other.
 *
 * @example
 * const model = new EnhancedTabularClassifier({ modelConfig, interactionConfig: { lowRankRank: 32 } });
 * await model.fit(train, { validation });
 */
export class EnhancedTabularClassifier extends TabularClassifier<EnhancedTabularClassifierOptions> {
  protected override get kind(): string {
    return 'EnhancedTabularClassifier';
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
