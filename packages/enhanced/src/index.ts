export { createEnhancedModel, type CreateEnhancedModelOptions } from './create-enhanced-model';
export {
  EnhancedTabularClassifier,
  type EnhancedTabularClassifierOptions,
} from './enhanced-tabular-classifier';
export { EnhancedTabularRegressor, type EnhancedTabularRegressorOptions } from './enhanced-tabular-regressor';
export { interactionAwareEncoder, type InteractionAwareEncoderArgs } from './interaction-aware-encoder';
export { noInteractions } from './interaction-config';
export { type InteractionReport } from './interaction-report';
export { loadModel, type LoadedModel } from './load-model';
export { type PairWeight } from './pair-weights';
export { type ConfigChoice, type InteractionConfig } from '@heph/autoconfig';
