export { createEnhancedModel, type CreateEnhancedModelOptions } from './create-enhanced-model';
export {
  EnhancedTabularClassifier,
  type EnhancedTabularClassifierOptions,
} from './enhanced-tabular-classifier';
export { EnhancedTabularRegressor, type EnhancedTabularRegressorOptions } from './enhanced-tabular-regressor';
export { buildInteractions, type BuildInteractionsArgs } from './interactions/build-interactions';
/** Former names of `buildInteractions` and its arguments. */
export {
  buildInteractions as interactionAwareEncoder,
  type BuildInteractionsArgs as InteractionAwareEncoderArgs,
} from './interactions/build-interactions';
export { enhancedDefaults } from './interactions/enhanced-defaults';
export { noInteractions } from './interactions/interaction-config';
export { type InteractionReport } from './interactions/interaction-report';
export { type InteractionOptions } from './interactions/interactions';
export { loadModel, type LoadedModel } from './load-model';
export { type PairScore, type PairWeight } from './interactions/pair-scores';
export { type ConfigChoice, type InteractionConfig } from '@heph/autoconfig';
