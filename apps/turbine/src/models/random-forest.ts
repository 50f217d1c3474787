import { RandomForestRegressor } from '@heph/baselines';
import { fitBaseline } from './fit-baseline';
import type { ComparedModel } from './model';
import { modelNames } from './names';

export function randomForest(): ComparedModel {
  return {
    key: 'forest',
    name: modelNames.forest,
    isNetwork: false,
    description: 'A hundred deep trees, each grown on its own sample of the rows, averaged.',
    fit(train, validation, context) {
      const forest = new RandomForestRegressor({ seed: context.seed });
      return fitBaseline(forest, train, validation, context);
    },
  };
}
