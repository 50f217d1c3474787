import type { Comparison } from '../comparison/comparison';
import type { ModelRun } from '../comparison/model-result';
import type { TestRows } from './test-rows';

/** What the report knows of a model besides its figures. */
export interface ReportedModel {
  readonly name: string;
  readonly description: string;
  readonly isNetwork: boolean;
  /** The fit with the first seed. */
  readonly run: ModelRun;
}

export interface ReportInput {
  readonly comparison: Comparison;
  readonly models: readonly ReportedModel[];
  readonly rows: TestRows;
}
