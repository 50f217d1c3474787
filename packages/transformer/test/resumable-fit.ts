import {
  SingleRowConfig,
  TabularRegressor,
  type EngineName,
  type History,
  type RegressorFitOptions,
} from '@heph/transformer';
import { interactionTable } from './interaction-table';

const train = interactionTable(120, 1);
const validation = interactionTable(40, 2);

/** A small model with dropout, so that states of random layers matter. */
export function resumableModel(): TabularRegressor {
  const modelConfig = SingleRowConfig.generate(train, { target: 'y' });
  return new TabularRegressor({ modelConfig, dModel: 8, nHeads: 2, numLayers: 1, dropout: 0.2, seed: 1 });
}

/** Four epochs of six steps. */
export function resumableFit(
  model: TabularRegressor,
  engine: EngineName,
  options: RegressorFitOptions,
): Promise<History> {
  return model.fit(train, {
    epochs: 4,
    batchSize: 20,
    learningRate: 5e-3,
    averageDecay: 0.9,
    validation,
    engine,
    ...options,
  });
}

/** As a program: `folder engine epochs`. It kills itself, as hard as can be, when it has done that many epochs. */
if (process.argv[1] === __filename) {
  const [, , checkpointDir, engine, epochs] = process.argv;
  void resumableFit(resumableModel(), engine as EngineName, {
    checkpointDir: checkpointDir!,
    callbacks: {
      onEpochEnd: (epoch: number) => {
        if (epoch + 1 === Number(epochs)) process.kill(process.pid, 'SIGKILL');
      },
    },
  });
}
