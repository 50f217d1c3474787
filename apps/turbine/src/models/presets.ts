import type { CreateEnhancedModelOptions } from '@heph/enhanced';
import type { FitOptions, RegressorFitOptions, TabularRegressorOptions } from '@heph/transformer';
import type { SplitName } from '../data/split';

export const presetNames = ['quick', 'full'] as const;

/** `quick`: about a minute a network on two threads. `full`: ensembles of the same networks, trained for longer. */
export type PresetName = (typeof presetNames)[number];

/** The size of a network and how it is trained; the seed comes from the command line. */
export interface NetworkPreset {
  readonly network: Omit<TabularRegressorOptions, 'modelConfig' | 'seed'>;
  readonly fit: Omit<RegressorFitOptions, Chosen | 'validation'> & { readonly epochs: number };
}

/** Besides, which interactions the network models. */
export interface InteractivePreset extends NetworkPreset {
  readonly interactions: Pick<CreateEnhancedModelOptions, 'aggressiveInteractions' | 'interactionConfig'>;
}

/** Before that it learns from the columns alone, without labels. */
export interface PretrainedPreset extends NetworkPreset {
  readonly pretraining: Omit<FitOptions, Chosen> & { readonly epochs: number };
}

/** What the command line says, or the rows there are, not a preset. */
type Chosen = 'seed' | 'signal' | 'callbacks' | 'checkpointDir' | 'refit';

export interface Preset {
  readonly base: PretrainedPreset;
  readonly enhanced: NetworkPreset;
  readonly interactive: InteractivePreset;
}

/**
 * Every column's token enters a deep head at once; on these columns attention only cost time. Dropout in the head gained
 * nothing here and cost a tenth on other data.
 */
const columnsIntoHead = {
  dModel: 16,
  numLayers: 0,
  headDim: 384,
  headLayers: 3,
  headDropout: 0,
  neighborMemory: true,
} as const;

/** Four of them, which share all but scales, offsets and outputs: steadier, for about twice the time. */
const fourIntoHead = { ...columnsIntoHead, ensembleSize: 4 } as const;

/** Blocks of attention, which learn from columns alone before they learn the target. */
const attention = {
  dModel: 32,
  nHeads: 4,
  numLayers: 2,
  dropout: 0.1,
  pooling: 'flatten',
  headDim: 256,
  headLayers: 2,
  neighborMemory: true,
} as const;

/** Which pairs there are, the forest finds out. */
const crosses = { interactionConfig: { dropout: 0 } } as const;

const learn = { batchSize: 256, learningRate: 2e-3, patience: 12 };
const pretrain = { batchSize: 256, learningRate: 2e-3, weights: 'average' } as const;

/**
 * Enhanced and interactive networks share size and schedule within a preset, so that the explicit interactions are all
 * that sets them apart.
 */
const random: Readonly<Record<PresetName, Preset>> = {
  quick: {
    base: {
      network: attention,
      pretraining: { ...pretrain, epochs: 4 },
      fit: { ...learn, epochs: 12 },
    },
    enhanced: { network: columnsIntoHead, fit: { ...learn, epochs: 15 } },
    interactive: { network: columnsIntoHead, fit: { ...learn, epochs: 15 }, interactions: crosses },
  },
  full: {
    base: {
      network: attention,
      pretraining: { ...pretrain, epochs: 10 },
      fit: { ...learn, epochs: 40 },
    },
    enhanced: { network: fourIntoHead, fit: { ...learn, epochs: 30 } },
    interactive: { network: fourIntoHead, fit: { ...learn, epochs: 30 }, interactions: crosses },
  },
};

/**
 * The rows to come are not like those of the past: a straight line goes on where no training row was, and a small network,
 * held back, that sees ranks and so stands still out there, adds what the line leaves. There are no near twins to remember.
 */
const steady = {
  dModel: 8,
  headDim: 128,
  headLayers: 2,
  dropout: 0.3,
  numericEmbedding: 'linear',
  numericScaling: 'quantile',
  linearPath: true,
} as const;

const hold: NetworkPreset['fit'] = {
  epochs: 8,
  batchSize: 256,
  learningRate: 1e-3,
  weightDecay: 0.1,
  weights: 'average',
  patience: 8,
};

const temporal: Preset = {
  base: {
    network: { ...steady, nHeads: 2, numLayers: 1, pooling: 'flatten' },
    pretraining: { ...pretrain, epochs: 4 },
    fit: hold,
  },
  enhanced: { network: { ...steady, numLayers: 0 }, fit: hold },
  interactive: { network: { ...steady, numLayers: 0 }, fit: hold, interactions: {} },
};

/** The temporal split has one preset: more training only fits the past better. */
export function presetOf(name: PresetName, split: SplitName): Preset {
  return split === 'temporal' ? temporal : random[name];
}
