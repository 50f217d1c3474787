/** The models by the key that `--models` takes, under the names that tables show. */
export const modelNames = {
  interactive: 'Interactive Hephaestus',
  enhanced: 'Enhanced Hephaestus',
  base: 'Base Hephaestus',
  linear: 'Linear Regression',
  forest: 'Random Forest',
  xgboost: 'XGBoost',
} as const;

export type ModelKey = keyof typeof modelNames;

/** Those of the networks. */
export const networkNames: readonly string[] = [modelNames.interactive, modelNames.enhanced, modelNames.base];
