export { LinearRegression, type LinearRegressionOptions } from './linear-regression';
export { RandomForestRegressor } from './random-forest-regressor';
export type { RandomForestOptions } from './forest/forest-parameters';
export { XGBoostRegressor, type BoostingFitOptions } from './xgboost-regressor';
export type { XGBoostOptions } from './boosting/boosting-parameters';
export type { FeatureImportance, Regressor, RegressorFitOptions } from './estimator/contract';
