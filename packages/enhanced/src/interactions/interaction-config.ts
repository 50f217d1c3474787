import { moderateSizes, type InteractionConfig } from '@heph/autoconfig';
import { checkOptions, type OptionNames } from '@heph/data';

const settingNames: OptionNames<InteractionConfig> = {
  useLowRankCross: true,
  useCatInteractions: true,
  useCrossNet: true,
  lowRankRank: true,
  crossNetLayers: true,
  hashSize: true,
  dropout: true,
  pairs: true,
};

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

/** @throws TypeError at a setting that does not exist */
export function resolveInteractionConfig(config: Partial<InteractionConfig> = {}): InteractionConfig {
  checkOptions('interactionConfig', config, settingNames);
  return { ...defaults, ...config };
}
