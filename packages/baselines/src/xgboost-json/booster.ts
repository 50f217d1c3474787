import type { FeatureSpec } from '../estimator/feature-schema';
import type { ObjectiveName } from '../objectives/link';
import type { Tree } from '../trees/tree';
import type { Rounds } from './rounds';

/** Parameters of an objective as XGBoost's files have them: by the name of their group, all as text. */
export type ObjectiveParameters = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What an XGBoost file holds, as far as it is known here. */
export interface BoosterFile {
  readonly objective: ObjectiveName;
  /** Those that the file has. */
  readonly objectiveParameters?: ObjectiveParameters | undefined;
  /** For each output, in the prediction's own units: a probability for `binary:logistic`, a margin for several classes. */
  readonly baseScores: readonly number[];
  readonly features: readonly FeatureSpec[];
  /** Whether the file names the categories of its features, as XGBoost does from 3.1 on. */
  readonly namesCategories?: boolean | undefined;
  /** For each output (a class of `multi:softprob`; otherwise there is one) its trees. */
  readonly trees: readonly (readonly Tree[])[];
  /** Absent where a round is a tree for each output. */
  readonly rounds?: Rounds | undefined;
  /** The round, from 0, up to which predictions go unless others are asked for; absent where all rounds predict. */
  readonly bestIteration?: number | undefined;
  /** The column that was learned; files by XGBoost itself do not tell, and it is `'label'`. */
  readonly target: string;
  /** The classes' names; `'0'`, `'1'`, … in files by XGBoost itself. Empty for regression. */
  readonly classes: readonly string[];
}

/** The attribute in which files written here keep what XGBoost has no place for: categories, classes, target. */
export const schemaAttribute = 'heph_schema';
