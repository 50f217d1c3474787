import {
  LinearRegression,
  LogisticRegression,
  RandomForestClassifier,
  RandomForestRegressor,
  XGBoostClassifier,
  XGBoostRegressor,
} from '@heph/baselines';
import { modelLoader } from '@heph/estimator';
import { MaskedTabularModeling, TabularClassifier, TabularRegressor } from '@heph/transformer';
import { EnhancedTabularClassifier } from './enhanced-tabular-classifier';
import { EnhancedTabularRegressor } from './enhanced-tabular-regressor';

const load = modelLoader({
  LinearRegression,
  LogisticRegression,
  RandomForestRegressor,
  RandomForestClassifier,
  XGBoostRegressor,
  XGBoostClassifier,
  TabularRegressor,
  TabularClassifier,
  EnhancedTabularRegressor,
  EnhancedTabularClassifier,
  MaskedTabularModeling,
});

/**
 * A model of any class here. `instanceof` tells which; `'predictProba' in model` tells classifiers, and
 * `'predict' in model` all but a pre-trained encoder.
 */
export type LoadedModel = Awaited<ReturnType<typeof load>>;

/**
 * Loads whatever model was saved there, of any class of Hephaestus: the saved model says which.
 *
 * @param source a folder that `save` wrote, or its address on the web, in a browser also a path relative to the page; or
 *   bytes: those of `toBytes`, or of a model's folder that a zip tool has packed
 * @throws HephError `invalid-file` if there is no model, not a whole one, or one of a class unknown here; `file-system` if it
 *   cannot be read or fetched
 *
 * @example
 * const model = await loadModel('out/model');
 * if ('predictProba' in model) console.log(model.classes, await model.predictProba(table));
 * else if ('predict' in model) console.log(await model.predict(table));
 */
export function loadModel(source: string | Uint8Array): Promise<LoadedModel> {
  return load(source);
}
