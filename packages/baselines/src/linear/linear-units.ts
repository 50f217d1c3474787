import { HephError, largestMagnitude, powerOfTwo, type Table } from '@heph/data';
import type { RowWeights } from '@heph/estimator';
import type { FeatureSpec } from '../estimator/feature-schema';
import type { LinearModel } from './linear-rows';
import type { LinearTerm } from './linear-terms';

/** Numbers up to this, and down to its inverse, have squares whose sums and products a double holds. */
const ordinary = 2 ** 200;
/** Below it a double has not all its digits. */
const leastOrdinary = 2 ** -1022;
/** What changes a prediction by less than this share of the target may be lost. */
const leastShare = 1e-12;

/** Powers of two to count in, so that squares neither overflow nor vanish: 1 for ordinary numbers. */
export interface LinearUnits {
  readonly ofTarget: number;
  readonly ofWeights: number;
  /** For each feature. */
  readonly ofFeatures: readonly number[];
}

export function unitsOf(
  table: Table,
  features: readonly FeatureSpec[],
  target: ArrayLike<number>,
  weights: RowWeights,
): LinearUnits {
  return {
    ofTarget: unitFor(target),
    ofWeights: unitFor(weights),
    ofFeatures: unitsOfFeatures(table, features),
  };
}

/** For each feature the power of two to count it in. */
export function unitsOfFeatures(table: Table, features: readonly FeatureSpec[]): number[] {
  return features.map(({ name }) => {
    const column = table.column(name);
    return column.kind === 'numeric' ? unitFor(column.values) : 1;
  });
}

function unitFor(values: ArrayLike<number>): number {
  const largest = largestMagnitude(values);
  return largest > ordinary || (largest > 0 && largest < 1 / ordinary) ? powerOfTwo(largest) : 1;
}

/**
 * A model of scaled numbers in the units of the table.
 * @throws HephError `invalid-data`, naming the column whose coefficient a double cannot hold
 */
export function inOwnUnits(
  { intercept, coefficients, means, standardErrors }: LinearModel,
  terms: readonly LinearTerm[],
  { ofTarget, ofFeatures }: LinearUnits,
): LinearModel {
  const perTerm = (value: number, j: number) => {
    const unit = ofFeatures[terms[j]?.feature ?? -1] ?? 1;
    const ratio = ofTarget / unit;
    // One step where the ratio is a double: the value may be beyond the range in between.
    return ratio > 0 && ratio < Infinity ? value * ratio : (value / unit) * ofTarget;
  };
  const scaled = coefficients.map(perTerm);
  scaled.forEach((coefficient, j) => {
    const isLost = Math.abs(coefficient) < leastOrdinary && Math.abs(coefficients[j]!) > leastShare;
    if (!Number.isFinite(coefficient) || isLost)
      throw new HephError(
        'invalid-data',
        `the coefficient of "${terms[j]!.name}" is beyond a double's range: expected the column and the target to be less far apart in size`,
      );
  });
  return {
    intercept: intercept * ofTarget,
    coefficients: scaled,
    means: means.map((mean, j) => mean * ofFeatures[terms[j]!.feature]!),
    standardErrors: standardErrors?.map((error, j) =>
      j < terms.length ? perTerm(error, j) : error * ofTarget,
    ),
  };
}
