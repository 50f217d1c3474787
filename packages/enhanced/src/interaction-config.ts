import type { InteractionConfig } from '@heph/autoconfig';

/** What an enhanced model does where nothing has looked at the data: every interaction, no selected pairs. */
const defaults: InteractionConfig = {
  useLowRankCross: true,
  useCatInteractions: true,
  useCrossNet: true,
  lowRankRank: 16,
  crossNetLayers: 2,
  hashSize: 1000,
  dropout: 0.2,
  pairs: [],
};

/** The configuration of a network without any interaction layer. */
export const noInteractions: InteractionConfig = {
  ...defaults,
  useLowRankCross: false,
  useCatInteractions: false,
  useCrossNet: false,
};

export function resolveInteractionConfig(config: Partial<InteractionConfig> = {}): InteractionConfig {
  return { ...defaults, ...config };
}
