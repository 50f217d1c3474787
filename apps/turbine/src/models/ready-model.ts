import { LinearRegression, type RandomForestRegressor, type XGBoostRegressor } from '@heph/baselines';
import { EnhancedTabularRegressor } from '@heph/enhanced';
import type { TabularRegressor } from '@heph/transformer';
import type { ReadyModel } from './model';

export type Baseline = LinearRegression | RandomForestRegressor | XGBoostRegressor;

/** A fitted baseline as this program uses models. */
export function readyBaseline(model: Baseline): ReadyModel {
  return {
    predict: table => model.predict(table),
    params: model.countParams(),
    save: directory => model.save(directory),
    ...(model instanceof LinearRegression ? {} : { trees: model }),
  };
}

/** A fitted network as this program uses models. */
export function readyNetwork(model: TabularRegressor): ReadyModel {
  return {
    predict: table => model.predict(table),
    params: model.countParams(),
    save: directory => model.save(directory),
    ...(model instanceof EnhancedTabularRegressor ? interactionsOf(model) : {}),
    dispose: () => model.dispose(),
  };
}

function interactionsOf(model: EnhancedTabularRegressor): Partial<ReadyModel> {
  const { interactionConfig, interactionReport } = model;
  return {
    pairs: interactionConfig.pairs,
    pairWeights: table => model.pairWeights(table),
    ...(interactionReport === null ? {} : { interactionReport }),
  };
}
