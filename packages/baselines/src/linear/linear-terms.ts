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

/** The terms' values for the rows of a table; `NaN` where the feature is missing. */
export class Design {
  readonly numRows: number;
  private readonly columns: (Float64Array | Float32Array)[];

  /** @throws HephError `missing-column`, `schema-mismatch` or `invalid-data`, naming column and row */
  constructor(table: Table, features: readonly FeatureSpec[]) {
    requireTable('table', table);
    this.numRows = table.numRows;
    this.columns = features.map(feature => featureValues(table, feature));
  }

  value({ feature, category }: LinearTerm, row: number): number {
    const value = this.columns[feature]![row]!;
    if (category < 0 || Number.isNaN(value)) return value;
    return value === category ? 1 : 0;
  }
}
