import { moderateSizes, type InteractionConfig } from '@heph/autoconfig';

/** What an enhanced model does where nothing has looked at the data: every interaction, no selected pairs. */
const defaults: InteractionConfig = {
  useLowRankCross: true,
  useCatInteractions: true,
  useCrossNet: true,
  ...moderateSizes,
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
