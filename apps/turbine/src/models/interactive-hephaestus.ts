import { createEnhancedModel } from '@heph/enhanced';
import { SingleRowConfig } from '@heph/transformer';
import type { ComparedModel } from './model';
import { modelNames } from './names';
import type { InteractivePreset } from './presets';
import { trainNetwork } from './train-network';

export function interactiveHephaestus(preset: InteractivePreset): ComparedModel {
  return {
    key: 'interactive',
    name: modelNames.interactive,
    isNetwork: true,
    description:
      'The enhanced network with explicit interactions beside it: a low-rank cross, a cross network, and the pairs of columns that a forest found worth modelling.',
    async fit(train, validation, context) {
      const model = await createEnhancedModel({
        ...preset.network,
        ...preset.interactions,
        modelConfig: SingleRowConfig.generate(train, { target: context.target }),
        trainTable: train,
        seed: context.seed,
        analysis: { signal: context.signal },
      });
      const fitted = await trainNetwork(model, preset, { train, validation }, context);
      const pairs = model.interactionConfig.pairs.map(({ features }) => features.join(' × '));
      return { ...fitted, details: { ...fitted.details, pairs: pairs.join(', ') || 'none' } };
    },
  };
}
