import type { FeatureSpec } from '../estimator/feature-schema';
import type { Tree } from '../trees/tree';

/** What XGBoost calls the functions that are minimized here. */
export type ObjectiveName = 'reg:squarederror' | 'binary:logistic' | 'multi:softprob';

/** What an XGBoost file holds, as far as it is known here. */
export interface BoosterFile {
  readonly objective: ObjectiveName;
  /** In the prediction's own units: a probability for `binary:logistic`. */
  readonly baseScore: number;
  readonly features: readonly FeatureSpec[];
  /** For each output (a class of `multi:softprob`; otherwise there is one) its trees. */
  readonly trees: readonly (readonly Tree[])[];
  /** The column that was learned; files by XGBoost itself do not tell, and it is `'label'`. */
  readonly target: string;
  /** The classes' names; `'0'`, `'1'`, … in files by XGBoost itself. Empty for regression. */
  readonly classes: readonly string[];
}

/** The attribute in which files written here keep what XGBoost has no place for: categories, classes, target. */
export const schemaAttribute = 'heph_schema';
