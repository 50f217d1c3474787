import { LinearRegression, RandomForestRegressor, XGBoostRegressor } from '@heph/baselines';
import { EnhancedTabularRegressor } from '@heph/enhanced';
import { TabularRegressor } from '@heph/transformer';
import type { ReadyModel } from './model';
import type { ModelKey } from './names';
import { readyBaseline, readyNetwork } from './ready-model';

const loaders: Readonly<Record<ModelKey, (directory: string) => Promise<ReadyModel>>> = {
  interactive: async directory => readyNetwork(await EnhancedTabularRegressor.load(directory)),
  enhanced: async directory => readyNetwork(await EnhancedTabularRegressor.load(directory)),
  base: async directory => readyNetwork(await TabularRegressor.load(directory)),
  linear: async directory => readyBaseline(await LinearRegression.load(directory)),
  forest: async directory => readyBaseline(await RandomForestRegressor.load(directory)),
  xgboost: async directory => readyBaseline(await XGBoostRegressor.load(directory)),
};

/**
 * Reads a model that its `save` has written.
 *
 * @throws HephError `invalid-file` if the folder does not hold a whole model of that kind
 */
export function loadModel(key: ModelKey, directory: string): Promise<ReadyModel> {
  return loaders[key](directory);
}
