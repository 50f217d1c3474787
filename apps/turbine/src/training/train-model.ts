import { requireNumericColumn, type Table } from '@heph/data';
import { score, type Scores } from '../comparison/model-result';
import type { Split } from '../data/split';
import type { ComparedModel, FitContext, FittedModel } from '../models/model';
import {
  conformalHalfWidth,
  coveredShare,
  type IntervalCalibration,
  requireCalibrationRows,
} from './conformal';
import { halveValidation } from './halve-validation';

export interface TrainOptions extends FitContext {
  /** The share of intervals that shall hold the truth. */
  readonly coverage: number;
}

/** A model that was fitted to be used, and what is known of it. */
export interface TrainedModel {
  readonly fitted: FittedModel;
  readonly fitSeconds: number;
  /** The rows it learned from; those that a network chose its epoch on are among them. */
  readonly learned: Table;
  /** The rows on which a network chose its epoch before it learned from them too. */
  readonly stopping: Table;
  /** The rows that intervals were made from; the model has not seen them. */
  readonly calibration: Table;
  readonly metrics: { readonly calibration: Scores; readonly test: Scores };
  readonly interval: IntervalCalibration;
}

/**
 * Fits a model on the training rows, makes its intervals from rows it has not seen, and scores both on the test rows.
 *
 * @throws HephError `invalid-data` if there are too few rows for the intervals, before anything is fitted
 * @throws whatever reason `signal` was aborted with
 */
export async function trainModel(
  model: ComparedModel,
  split: Split,
  { coverage, ...context }: TrainOptions,
): Promise<TrainedModel> {
  const { target, signal } = context;
  const { stopping, calibration } = halveValidation(split.validation);
  requireCalibrationRows(calibration.numRows, coverage);
  const started = performance.now();
  const fitted = await model.fit(split.train, stopping, context);
  const fitSeconds = (performance.now() - started) / 1000;
  signal.throwIfAborted();

  const predictionsOf = (rows: Table) => fitted.predict(rows.drop([target]));
  const [calibrationTruth, testTruth] = [targetOf(calibration, target), targetOf(split.test, target)];
  const calibrationPredictions = await predictionsOf(calibration);
  const testPredictions = await predictionsOf(split.test);
  const halfWidth = conformalHalfWidth(calibrationTruth, calibrationPredictions, coverage);
  return {
    fitted,
    fitSeconds,
    learned: split.train.concat(stopping),
    stopping,
    calibration,
    metrics: {
      calibration: score(calibrationTruth, calibrationPredictions),
      test: score(testTruth, testPredictions),
    },
    interval: {
      coverage,
      halfWidth,
      rows: calibration.numRows,
      testCoverage: coveredShare(testTruth, testPredictions, halfWidth),
    },
  };
}

function targetOf(table: Table, target: string): Float64Array | Float32Array {
  return requireNumericColumn(table, target).values;
}
