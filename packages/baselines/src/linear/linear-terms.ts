import { requireTable, type Table } from '@heph/data';
import { featureValues, type FeatureSpec } from '../estimator/feature-schema';

/** One column of a linear model's design: a numeric feature, or whether a categorical one has some category. */
export interface LinearTerm {
  /** The feature's name, or `feature=category`. */
  readonly name: string;
  /** The feature's place among the features. */
  readonly feature: number;
  /** The category's place in the feature's dictionary; -1 for a numeric feature. */
  readonly category: number;
}

/** A term for each numeric feature, and one for each category but the first, to which the others compare. */
export function linearTerms(features: readonly FeatureSpec[]): LinearTerm[] {
  return features.flatMap((spec, feature) =>
    spec.kind === 'numeric'
      ? [{ name: spec.name, feature, category: -1 }]
      : spec.categories
          .map((value, category) => ({ name: `${spec.name}=${value}`, feature, category }))
          .slice(1),
  );
}

/** From so many categories on, a model is fitted by what is special about them: that a row has one of each feature. */
const manyCategories = 48;

export function hasManyCategories(terms: readonly LinearTerm[]): boolean {
  return terms.filter(({ category }) => category >= 0).length >= manyCategories;
}

/** What a feature adds to a sum of terms. */
export interface FeatureEffect {
  readonly feature: number;
  /** Of a numeric feature, the coefficient. */
  readonly numeric: number;
  /** Of a categorical one, what each category adds. */
  readonly ofCategory: Float64Array | undefined;
  /** What a missing value adds: as much as the training rows' average. */
  readonly shared: number;
}

/** What each feature adds, all its terms together. */
export function effectsOf(
  terms: readonly LinearTerm[],
  { coefficients, means }: { readonly coefficients: readonly number[]; readonly means: readonly number[] },
): FeatureEffect[] {
  const effects: FeatureEffect[] = [];
  for (let j = 0; j < terms.length;) {
    const { feature, category } = terms[j]!;
    if (category < 0) {
      const coefficient = coefficients[j]!;
      const shared = coefficient === 0 ? 0 : coefficient * means[j]!;
      effects.push({ feature, numeric: coefficient, ofCategory: undefined, shared });
      j++;
      continue;
    }
    const added = [0];
    let shared = 0;
    for (; j < terms.length && terms[j]!.feature === feature; j++) {
      added.push(coefficients[j]!);
      shared += coefficients[j]! * means[j]!;
    }
    effects.push({ feature, numeric: 0, ofCategory: Float64Array.from(added), shared });
  }
  return effects;
}

/** The terms' values for the rows of a table; `NaN` where the feature is missing. */
export class Design {
  readonly numRows: number;
  private readonly columns: (Float64Array | Float32Array)[];
  /** Absent where all are 1. */
  private readonly units: readonly number[] | undefined;

  /**
   * @param units for each feature what its numbers count in
   * @throws HephError `missing-column`, `schema-mismatch` or `invalid-data`, naming column and row
   */
  constructor(table: Table, features: readonly FeatureSpec[], units?: readonly number[]) {
    requireTable('table', table);
    this.numRows = table.numRows;
    this.units = units?.some(unit => unit !== 1) ? units : undefined;
    this.columns = features.map(feature => featureValues(table, feature));
  }

  value({ feature, category }: LinearTerm, row: number): number {
    const value = this.featureValue(feature, row);
    if (category < 0 || Number.isNaN(value)) return value;
    return value === category ? 1 : 0;
  }

  /** A number, or a category's place. */
  featureValue(feature: number, row: number): number {
    const value = this.columns[feature]![row]!;
    return this.units ? value / this.units[feature]! : value;
  }

  /** All of a categorical feature's places. */
  places(feature: number): ArrayLike<number> {
    return this.columns[feature]!;
  }

  /** Adds to each row's sum what its terms add. */
  addTo(sums: Float64Array, effects: readonly FeatureEffect[]): void {
    for (const { feature, numeric, ofCategory, shared } of effects)
      for (let row = 0; row < sums.length; row++) {
        const value = this.featureValue(feature, row);
        if (Number.isNaN(value)) sums[row]! += shared;
        else sums[row]! += ofCategory ? ofCategory[value]! : numeric * value;
      }
  }
}
