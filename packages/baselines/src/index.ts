export { RandomForestRegressor } from './random-forest-regressor';
export type { RandomForestOptions } from './forest/forest-parameters';
export type { FeatureImportance, Regressor, RegressorFitOptions } from './estimator/contract';
export { XGBoostRegressor } from './xgboost-regressor';
