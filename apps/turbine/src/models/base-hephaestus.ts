import { SingleRowConfig, TabularRegressor } from '@heph/transformer';
import type { ComparedModel } from './model';
import { modelNames } from './names';
import type { NetworkPreset } from './presets';
import { trainNetwork } from './train-network';

export function baseHephaestus(preset: NetworkPreset): ComparedModel {
  return {
    key: 'base',
    name: modelNames.base,
    isNetwork: true,
    description:
      'A transformer over the columns of a row: each becomes a token, tokens attend to one another, and one token of its own gathers what the head needs.',
    async fit(train, validation, context) {
      const model = new TabularRegressor({
        ...preset.network,
        modelConfig: SingleRowConfig.generate(train, { target: context.target }),
        seed: context.seed,
      });
      return trainNetwork(model, preset, { train, validation }, context);
    },
  };
}
