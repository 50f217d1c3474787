import { describe, it } from '@jest/globals';
import {
  checkArrayKinds,
  checkColumns,
  checkConstruction,
  checkDeterminism,
  checkMalformedTraining,
  checkMissingCells,
  checkNotFitted,
  checkPersistence,
  checkQuality,
  checkRowByRow,
  checkSampleWeights,
  checkTensorCount,
} from './estimator-checks';
import { type EstimatorSpec, type TestEstimator, type TestTable } from './estimator-spec';

/**
 * Declares the tests that every estimator passes. They run on the current TensorFlow.js backend, if the estimator
 * needs one.
 */
export function checkEstimator<T extends TestTable<T>, E extends TestEstimator<T>>(
  name: string,
  spec: EstimatorSpec<T, E>,
): void {
  describe(`${name} as an estimator`, () => {
    it('is made without work, and refuses bad parameters when fitted', () => checkConstruction(spec));
    it('says when it has not been fitted', () => checkNotFitted(spec));
    it('refuses tables that cannot be learned from', () => checkMalformedTraining(spec));
    it('matches columns by name and kind', () => checkColumns(spec));
    it('takes any kind of array, and leaves it alone', () => checkArrayKinds(spec));
    it('is the same under the same seed', () => checkDeterminism(spec));
    it('predicts each row by itself', () => checkRowByRow(spec));
    it('survives being saved and loaded', () => checkPersistence(spec));
    it('predicts where cells are missing or new', () => checkMissingCells(spec));
    it('beats its floor', () => checkQuality(spec));
    it('leaves no tensors', () => checkTensorCount(spec));
    if (spec.fitWeighted) it('counts a row as often as its weight says', () => checkSampleWeights(spec));
  });
}
