import type { CreateEnhancedModelOptions } from '@heph/enhanced';
import type { FitOptions, NetworkOptions, RegressorFitOptions } from '@heph/transformer';

export const presetNames = ['quick', 'full'] as const;

/** `quick`: under two minutes a network on two threads. `full`: larger networks, trained for longer. */
export type PresetName = (typeof presetNames)[number];

/** The size of a network and how it is trained; the seed comes from the command line. */
export interface NetworkPreset {
  readonly network: Omit<NetworkOptions, 'seed'>;
  readonly fit: Omit<RegressorFitOptions, Chosen | 'validation'> & { readonly epochs: number };
}

/** Before that it learns from the columns alone, without labels. */
export interface PretrainedPreset extends NetworkPreset {
  readonly pretraining: Omit<FitOptions, Chosen> & { readonly epochs: number };
}

/** What the command line says, not a preset. */
type Chosen = 'seed' | 'signal' | 'callbacks' | 'checkpointDir';

/** Besides, which interactions the network models. */
export interface InteractivePreset extends NetworkPreset {
  readonly interactions: Pick<CreateEnhancedModelOptions, 'aggressiveInteractions' | 'interactionConfig'>;
}

export interface Preset {
  readonly base: PretrainedPreset;
  readonly enhanced: NetworkPreset;
  readonly interactive: InteractivePreset;
}

const quickFit = { epochs: 20, batchSize: 256, learningRate: 3e-3, patience: 8 };
const fullFit = { epochs: 40, batchSize: 256, learningRate: 3e-3, patience: 16 };

const quickNetwork = { dModel: 48, nHeads: 4, numLayers: 2, dropout: 0.05 };
const fullNetwork = { dModel: 64, nHeads: 4, numLayers: 3, dropout: 0.1 };

/**
 * The three networks share sizes and schedule within a preset, so that what sets them apart is how the head sees the
 * columns (`enhanced`) and the explicit interactions (`interactive`).
 */
export const presets: Readonly<Record<PresetName, Preset>> = {
  quick: {
    base: { network: quickNetwork, fit: quickFit },
    enhanced: { network: quickNetwork, fit: quickFit },
    interactive: {
      network: quickNetwork,
      fit: quickFit,
      interactions: { aggressiveInteractions: false },
    },
  },
  full: {
    base: { network: fullNetwork, fit: fullFit },
    enhanced: { network: fullNetwork, fit: fullFit },
    interactive: {
      network: fullNetwork,
      fit: fullFit,
      interactions: { aggressiveInteractions: false },
    },
  },
};
