export { LinearRegression, type LinearRegressionOptions } from './linear-regression';
export { RandomForestRegressor } from './random-forest-regressor';
export type { RandomForestOptions } from './forest/forest-parameters';
export { XGBoostRegressor } from './xgboost-regressor';
export { XGBoostClassifier } from './xgboost-classifier';
export type { BoostingFitOptions } from './boosting/boosted-trees';
export type { XGBoostOptions } from './boosting/boosting-parameters';
export type {
  Classifier,
  ClassifierFitOptions,
  FeatureImportance,
  Regressor,
  RegressorFitOptions,
} from './estimator/contract';
