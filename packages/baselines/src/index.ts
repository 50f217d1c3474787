export { LinearRegression, type LinearRegressionOptions } from './linear-regression';
export { LogisticRegression, type LogisticRegressionOptions } from './logistic-regression';
export { RandomForestRegressor } from './random-forest-regressor';
export { RandomForestClassifier } from './random-forest-classifier';
export type { RandomForestOptions } from './forest/forest-parameters';
export { XGBoostRegressor } from './xgboost-regressor';
export { XGBoostClassifier } from './xgboost-classifier';
export type { BoostingFitOptions } from './boosting/boosted-trees';
export type { IterationOptions } from './boosting/iteration-range';
export type { XGBoostOptions } from './boosting/boosting-parameters';
export type { Classifier, ClassifierFitOptions, Regressor, RegressorFitOptions } from './estimator/contract';
export type { ExplainOptions } from './explain/explained-rows';
export type { ShapInteractionValues } from './explain/shap-interactions';
export type { ShapValues } from './explain/shap-values';
export type { TreeImportanceKind } from './explain/tree-importances';
export {
  permutationImportance,
  type FeatureImportance,
  type PermutationImportance,
  type PermutationImportanceOptions,
} from '@heph/estimator';
