import { EnhancedTabularRegressor, noInteractions } from '@heph/enhanced';
import { SingleRowConfig } from '@heph/transformer';
import type { ComparedModel } from './model';
import { modelNames } from './names';
import type { NetworkPreset } from './presets';
import { trainNetwork } from './train-network';

export function enhancedHephaestus(preset: NetworkPreset): ComparedModel {
  return {
    key: 'enhanced',
    name: modelNames.enhanced,
    isNetwork: true,
    description:
      'The same transformer with a head that sees every column’s token at once, and without explicit interactions.',
    async fit(train, validation, context) {
      const model = new EnhancedTabularRegressor({
        ...preset.network,
        modelConfig: SingleRowConfig.generate(train, { target: context.target }),
        interactionConfig: noInteractions,
        seed: context.seed,
      });
      return trainNetwork(model, preset, { train, validation }, context);
    },
  };
}
