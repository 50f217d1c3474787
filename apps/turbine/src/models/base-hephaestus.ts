import { MaskedTabularModeling, SingleRowConfig, TabularRegressor } from '@heph/transformer';
import { epochProgress } from './epoch-progress';
import type { ComparedModel } from './model';
import { modelNames } from './names';
import { orReason } from './or-reason';
import type { PretrainedPreset } from './presets';
import { trainNetwork } from './train-network';

/** Where the bar stands when pre-training is done. */
const pretrained = 0.4;

export function baseHephaestus(preset: PretrainedPreset): ComparedModel {
  return {
    key: 'base',
    name: modelNames.base,
    isNetwork: true,
    description:
      'A transformer over the columns of a row: each becomes a token, tokens attend to one another. It first learns to guess hidden cells from the rest of their row, then the target.',
    async fit(train, validation, context) {
      const { seed, signal, progress, checkpointDir } = context;
      const { target } = context;
      const shared = {
        ...preset.network,
        modelConfig: SingleRowConfig.generate(train, { target }),
        seed,
      };
      const folder = (name: string) =>
        checkpointDir === undefined ? {} : { checkpointDir: `${checkpointDir}/${name}` };
      // Of no use without a target.
      const { linearPath: _linearPath, neighborMemory: _neighborMemory, ...unlabelled } = shared;
      const masked = new MaskedTabularModeling(unlabelled);
      const span = { rows: train.numRows, epochs: preset.pretraining.epochs, trainings: 1 };
      const pretraining = masked.fit(train, {
        ...preset.pretraining,
        ...folder('pretraining'),
        validation,
        seed,
        signal,
        callbacks: [epochProgress({ ...span, from: 0, to: pretrained }, progress)],
      });
      await orReason(pretraining, signal);
      const model = new TabularRegressor(shared).loadEncoder(masked);
      masked.dispose();
      const rows = { train, validation };
      return trainNetwork(model, preset, rows, { ...context, ...folder('fine-tuning') }, pretrained);
    },
  };
}
