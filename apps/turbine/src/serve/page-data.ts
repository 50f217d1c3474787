import type { CsvSettings } from '../csv/csv-settings';
import type { ColumnMeaning } from '../data/column-meanings';
import type { Explanation } from '../explanation/explain-model';
import type { ModelKey } from '../models/names';
import type { ColumnProfile, NumericProfile } from '../training/column-profile';
import type { IntervalCalibration } from '../training/conformal';
import type { StoredScores } from '../training/model-manifest';

/** Names of what a site has besides the built page: two files, and the folder that the network's own `save` wrote. */
export const siteFiles = { data: 'model.json', network: 'network', report: 'report.html' } as const;

/** What the what-if page is told about a model besides the network itself. */
export interface PageData {
  /** The heading of the page. */
  readonly title: string;
  readonly kind: ModelKey;
  /** What kind of model it is, in words. */
  readonly model: string;
  readonly target: string;
  /** What the training rows had, a column each, in the order of the model's inputs. */
  readonly columns: readonly ColumnProfile[];
  readonly targetProfile: NumericProfile;
  /** By column; the target's is among them. */
  readonly meanings: Readonly<Record<string, ColumnMeaning>>;
  /** How the file was read that it learned from. */
  readonly csv?: CsvSettings;
  readonly interval: IntervalCalibration;
  /** On the test rows. */
  readonly scores: StoredScores;
  readonly rows: { readonly description: string; readonly learned: number; readonly test: number };
  readonly params: number;
  /** ISO 8601. */
  readonly trainedAt: string;
  /** What the model needs on the whole. */
  readonly explanation: Pick<Explanation, 'columns' | 'pairs' | 'rows'>;
  /** Whether the report of a comparison lies beside the page. */
  readonly hasReport: boolean;
}
