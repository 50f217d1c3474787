import { XGBoostRegressor } from '@heph/baselines';
import { fitBaseline } from './fit-baseline';
import type { ComparedModel } from './model';
import { modelNames } from './names';

export function xgboost(): ComparedModel {
  return {
    key: 'xgboost',
    name: modelNames.xgboost,
    isNetwork: false,
    description: 'Gradient-boosted trees with the defaults of XGBoost: a hundred trees of depth six at most.',
    fit(train, validation, context) {
      const model = new XGBoostRegressor({ seed: context.seed });
      return fitBaseline(model, train, validation, context);
    },
  };
}
