export { createEnhancedModel, type CreateEnhancedModelOptions } from './create-enhanced-model';
export {
  EnhancedTabularClassifier,
  type EnhancedTabularClassifierOptions,
} from './enhanced-tabular-classifier';
export { EnhancedTabularRegressor, type EnhancedTabularRegressorOptions } from './enhanced-tabular-regressor';
export { noInteractions } from './interaction-config';
export { type InteractionConfig } from '@heph/autoconfig';
