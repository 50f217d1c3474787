import { requireRows, requireTarget, type Table } from '@heph/data';
import { classIndices } from './class-target';
import type { Classifier, Regressor } from './contract';
import {
  classificationMetrics,
  regressionMetrics,
  type ClassificationMetrics,
  type RegressionMetrics,
} from './metrics';

/**
 * A regressor's `evaluate`: its predictions beside the target column.
 * @throws HephError as `predict` does; `missing-column` without the target, `invalid-data` if there is no row
 */
export async function evaluateRegressor(
  model: Pick<Regressor, 'predict'>,
  table: Table,
  target: string,
): Promise<RegressionMetrics> {
  requireRows(table, 1);
  const { values } = requireTarget(table, target);
  return regressionMetrics(values, await model.predict(table));
}

/**
 * A classifier's `evaluate`: its probabilities beside the target column.
 * @throws HephError as `predict` does; `invalid-data` if there is no row, or naming that of an unknown class
 */
export async function evaluateClassifier(
  model: Pick<Classifier, 'predictProba' | 'classes'>,
  table: Table,
  target: string,
): Promise<ClassificationMetrics> {
  const { classes } = model;
  requireRows(table, 1);
  const indices = classIndices(table, target, classes);
  return classificationMetrics(indices, await model.predictProba(table), classes.length);
}
