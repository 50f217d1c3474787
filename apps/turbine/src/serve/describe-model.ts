import { columnMeanings, isGasTurbine } from '../data/column-meanings';
import type { Explanation } from '../explanation/explain-model';
import { modelNames } from '../models/names';
import type { Manifest } from '../training/model-manifest';
import type { PageData } from './page-data';

/**
 * What a page that others may see says about a model: nothing of the machine it was trained on, and no row. A network that
 * remembers rows holds them itself.
 */
export function describeModel(
  { kind, target, columns, targetProfile, csv, interval, metrics, data, params, trainedAt }: Manifest,
  { columns: importances, pairs, rows }: Explanation,
  hasReport: boolean,
): PageData {
  const names = columns.map(({ name }) => name);
  return {
    title: isGasTurbine(names, target) ? 'NOx of a gas turbine: what if?' : `${target}: what if?`,
    kind,
    model: modelNames[kind],
    target,
    columns,
    targetProfile,
    meanings: columnMeanings(names, target),
    ...(csv && { csv }),
    interval,
    scores: metrics.test,
    rows: { description: data.description, learned: data.learned, test: data.test },
    params,
    trainedAt,
    explanation: { columns: importances, pairs, rows },
    hasReport,
  };
}
