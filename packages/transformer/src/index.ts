export {
  requireConfig,
  SingleRowConfig,
  type GenerateOptions,
  type SingleRowConfigJSON,
} from './config/single-row-config';
export { type NumericScaling } from './encoding/column-scaling';
export { type InputEncoderState } from './encoding/input-encoder';
export { type EngineName } from './engine/engine';
export { type ColumnInput, type InferenceFunction } from './estimator/inference-function';
export {
  TabularClassifier,
  type ClassifierFitOptions,
  type TabularClassifierOptions,
} from './estimator/tabular-classifier';
export { type FittedModel } from './estimator/fitted-model';
export { type TrainedNetwork } from './estimator/trained-network';
export { TabularModel, tabularModelOptionNames, type TabularModelOptions } from './estimator/tabular-model';
export {
  TabularRegressor,
  tabularRegressorOptionNames,
  type RegressorFitOptions,
  type TabularRegressorOptions,
} from './estimator/tabular-regressor';
export { type UncertainPredictions } from './estimator/spread-of-members';
export { SupervisedModel, type HeadParts, type SupervisedFitOptions } from './estimator/supervised-model';
export { buildEncoder, cardinalities, type EncoderGraph } from './network/encoder-graph';
export {
  resolveNetworkOptions,
  type Activation,
  type NetworkOptions,
  type NumericEmbeddingOptions,
  type Pooling,
  type ResolvedNetworkOptions,
} from './network/network-options';
export { type EncoderSource } from './network/pretrained-encoder';
export { buildHead, type HeadInput, type HeadPurpose } from './network/prediction-head';
export { inference } from './network/predictor';
export { seedFor } from './network/seeds';
export {
  MaskedTabularModeling,
  type MaskedTabularModelingOptions,
  type PretrainingFitOptions,
} from './pretraining/masked-tabular-modeling';
export { type NumericLoss } from './pretraining/reconstruction-loss';
export { AdamW, type AdamWOptions } from './training/adamw';
export {
  type FitCallback,
  type FitOptions,
  type TrainedWeights,
  type WeightsOption,
} from './training/fit-options';
export { type History, type StopReason } from './training/history';
export { warmupCosine } from './training/learning-rate-schedule';
export { type ClassificationMetrics, type RegressionMetrics } from '@heph/estimator';
