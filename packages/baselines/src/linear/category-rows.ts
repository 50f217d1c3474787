import type { RowWeights } from '@heph/estimator';
import { ArrowMatrix, type ArrowShape, type BorderEntries } from './arrow-matrix';
import type { LinearRows } from './linear-rows';
import type { LinearTerm } from './linear-terms';

/** A feature of categories: which one each row has, and what a row counts as that has none. */
interface CategoricalFeature {
  readonly feature: number;
  /** For each row the category's place in the dictionary, −1 where it is missing. */
  readonly codes: Int32Array;
  /** For each category its share of the weight of the rows that have one. */
  readonly means: Float64Array;
  /** What share of all weight these have. */
  readonly shareOfPresent: number;
  /** For each category its place: a group, or a number of the border; −1 for the first and for those of all rows or none. */
  readonly places: Int32Array;
  readonly isEliminated: boolean;
}

/** A factor for each pair of a row's outputs: the second derivative of its loss. */
export type CurvatureOf = (row: number, curvature: Float64Array) => void;

/**
 * Rows of a linear model with many categories, as products of a row's few numbers: those of its numeric columns, and for each categorical
 * feature the one of its category. The feature with the most categories is that of the groups; all else is the border.
 * Where a category is missing, a row has all of the feature's, each by its share.
 */
export class CategoryRows {
  readonly shape: ArrowShape;
  /** The border's place of the intercept; −1 without one. */
  readonly interceptPlace: number;
  private readonly features: readonly CategoricalFeature[];
  readonly size: number;
  private readonly byFeature: ReadonlyMap<number, CategoricalFeature>;
  private readonly missing: readonly number[];
  private readonly entries: BorderEntries;
  private readonly firstOfBorder: number;

  /**
   * @param numeric columns, no value of them missing
   * @param columns each feature's places, `NaN` = missing; asked for those with categories only
   */
  private constructor(
    private readonly numeric: readonly Float64Array[],
    columns: ReadonlyMap<number, ArrayLike<number>>,
    counts: ReadonlyMap<number, number>,
    private readonly weights: RowWeights,
    fitIntercept: boolean,
    readonly numOutputs: number,
  ) {
    const most = Math.max(...counts.values());
    const eliminated = [...counts].find(([, count]) => count === most)![0];
    let next = numeric.length;
    this.features = [...columns].map(([feature, column]) => {
      const count = counts.get(feature)!;
      const codes = Int32Array.from(column, code => (Number.isNaN(code) ? -1 : code));
      const { means, shareOfPresent } = sharesOf(codes, count, weights);
      const isEliminated = feature === eliminated;
      const places = new Int32Array(count).fill(-1);
      for (let code = 1; code < count; code++)
        if (means[code]! > 0 && (means[code]! < 1 || !fitIntercept))
          places[code] = isEliminated ? code - 1 : next++;
      return { feature, codes, means, shareOfPresent, places, isEliminated };
    });
    this.byFeature = new Map(this.features.map(feature => [feature.feature, feature]));
    this.interceptPlace = fitIntercept ? next++ : -1;
    this.shape = { numGroups: most - 1, numOutputs, numBorder: next };
    this.firstOfBorder = this.shape.numGroups * numOutputs;
    this.size = this.firstOfBorder + numOutputs * next;
    this.missing = rowsWithout(this.features, weights);
    const room = numeric.length + this.features.length + 1;
    this.entries = { places: new Int32Array(room), values: new Float64Array(room), count: 0 };
  }

  /** The rows of a model's terms, given its numeric columns. */
  static of(
    { design, weights }: LinearRows,
    terms: readonly LinearTerm[],
    numeric: readonly Float64Array[],
    fitIntercept: boolean,
    numOutputs: number,
  ): CategoryRows {
    const columns = new Map<number, ArrayLike<number>>();
    const counts = new Map<number, number>();
    for (const { feature, category } of terms) {
      if (category < 0) continue;
      columns.set(feature, design.places(feature));
      counts.set(feature, category + 1);
    }
    return new CategoryRows(numeric, columns, counts, weights, fitIntercept, numOutputs);
  }

  /** Whether XᵀVX has the shape of an arrow: no category is missing. */
  get isArrow(): boolean {
    return this.missing.length === 0;
  }

  /** Where a term's number for an output is in a vector; −1 for one that is always 0. */
  placeOf({ feature, category }: LinearTerm, output: number): number {
    const found = this.byFeature.get(feature)!;
    const place = found.places[category]!;
    if (place < 0) return -1;
    return found.isEliminated ? place * this.numOutputs + output : this.borderPlace(place, output);
  }

  /** What a row counts as that has no category, by a term of one. */
  meanOf({ feature, category }: LinearTerm): number {
    return this.byFeature.get(feature)!.means[category]!;
  }

  /** Where one of the border's numbers for an output is in a vector. */
  borderPlace(place: number, output: number): number {
    return this.firstOfBorder + output * this.shape.numBorder + place;
  }

  /** How far a category's term is from its origin, the mean or 0: the root of its mean square. */
  spreadOf({ feature, category }: LinearTerm): number {
    const { means, shareOfPresent } = this.byFeature.get(feature)!;
    const mean = means[category]!;
    return Math.sqrt(
      this.interceptPlace >= 0
        ? shareOfPresent * mean * (1 - mean)
        : shareOfPresent * mean + (1 - shareOfPresent) * mean ** 2,
    );
  }

  /**
   * XᵀVX, as far as it has the shape of an arrow: without what rows have of categories that are missing.
   * @param turn called between rows; what it returns is waited for
   */
  async matrix(curvatureOf: CurvatureOf, turn: () => Promise<void> | undefined): Promise<ArrowMatrix> {
    const matrix = new ArrowMatrix(this.shape);
    const curvature = new Float64Array(this.numOutputs ** 2);
    for (let row = 0; row < this.weights.length; row++) {
      if (this.weights[row] === 0) continue;
      curvatureOf(row, curvature);
      matrix.addRow(this.enter(row), this.entries, curvature);
      if (row % 256 === 255) await turn();
    }
    return matrix;
  }

  /** XᵀVX times a vector. */
  multiply(matrix: ArrowMatrix, curvatureOf: CurvatureOf, vector: Float64Array): Float64Array {
    const product = matrix.multiply(vector);
    if (this.missing.length === 0) return product;
    const { numOutputs } = this;
    const curvature = new Float64Array(numOutputs ** 2);
    const shared = this.sharedMargins(vector);
    const given = this.features.map(() => new Float64Array(numOutputs));
    for (const row of this.missing) {
      curvatureOf(row, curvature);
      for (let k = 0; k < numOutputs; k++) {
        let ofShared = 0;
        let whole = 0;
        for (let l = 0; l < numOutputs; l++) {
          const absent = this.sharedMargin(shared, row, l);
          ofShared += curvature[k * numOutputs + l]! * absent;
          whole += curvature[k * numOutputs + l]! * (absent + this.presentMargin(vector, row, l));
        }
        this.giveRow(product, given, row, k, ofShared, whole);
      }
    }
    this.giveShares(product, given);
    return product;
  }

  /** Xᵀ times a number for each row and output. */
  transposed(slopeOf: (row: number, output: number) => number): Float64Array {
    const { numOutputs } = this;
    const product = new Float64Array(this.size);
    const given = this.features.map(() => new Float64Array(numOutputs));
    for (let row = 0; row < this.weights.length; row++) {
      if (this.weights[row] === 0) continue;
      for (let k = 0; k < numOutputs; k++) {
        const slope = slopeOf(row, k);
        this.giveRow(product, given, row, k, slope, slope);
      }
    }
    this.giveShares(product, given);
    return product;
  }

  /** For each feature and output, what a row adds to the margin whose category is missing: to be handed to {@link margin}. */
  sharedMargins(vector: Float64Array): Float64Array[] {
    return this.features.map(({ means, places, isEliminated }) =>
      Float64Array.from({ length: this.numOutputs }, (_, k) => {
        let sum = 0;
        for (let code = 0; code < places.length; code++)
          if (places[code]! >= 0) sum += means[code]! * vector[this.placeIn(places[code]!, isEliminated, k)]!;
        return sum;
      }),
    );
  }

  /** A row of X times a vector, for an output. */
  margin(vector: Float64Array, shared: readonly Float64Array[], row: number, output: number): number {
    return this.presentMargin(vector, row, output) + this.sharedMargin(shared, row, output);
  }

  private presentMargin(vector: Float64Array, row: number, output: number): number {
    const first = this.borderPlace(0, output);
    let sum = this.interceptPlace >= 0 ? vector[first + this.interceptPlace]! : 0;
    for (let j = 0; j < this.numeric.length; j++) sum += this.numeric[j]![row]! * vector[first + j]!;
    for (const { codes, places, isEliminated } of this.features) {
      const place = codes[row]! < 0 ? -1 : places[codes[row]!]!;
      if (place >= 0) sum += vector[this.placeIn(place, isEliminated, output)]!;
    }
    return sum;
  }

  private sharedMargin(shared: readonly Float64Array[], row: number, output: number): number {
    let sum = 0;
    for (let f = 0; f < shared.length; f++) if (this.features[f]!.codes[row]! < 0) sum += shared[f]![output]!;
    return sum;
  }

  private giveRow(
    product: Float64Array,
    given: readonly Float64Array[],
    row: number,
    output: number,
    toPresent: number,
    toMissing: number,
  ): void {
    const first = this.borderPlace(0, output);
    for (let j = 0; j < this.numeric.length; j++) product[first + j]! += toPresent * this.numeric[j]![row]!;
    if (this.interceptPlace >= 0) product[first + this.interceptPlace]! += toPresent;
    for (let f = 0; f < given.length; f++) {
      const { codes, places, isEliminated } = this.features[f]!;
      if (codes[row]! < 0) {
        given[f]![output]! += toMissing;
        continue;
      }
      const place = places[codes[row]!]!;
      if (place >= 0) product[this.placeIn(place, isEliminated, output)]! += toPresent;
    }
  }

  private giveShares(product: Float64Array, given: readonly Float64Array[]): void {
    this.features.forEach(({ means, places, isEliminated }, f) => {
      for (let k = 0; k < this.numOutputs; k++) {
        const slope = given[f]![k]!;
        if (slope === 0) continue;
        for (let code = 0; code < places.length; code++)
          if (places[code]! >= 0)
            product[this.placeIn(places[code]!, isEliminated, k)]! += slope * means[code]!;
      }
    });
  }

  /** Readies a row's numbers of the border; returns its group, −1 if it has none. */
  private enter(row: number): number {
    const { entries, numeric } = this;
    let count = 0;
    let group = -1;
    for (; count < numeric.length; count++) {
      entries.places[count] = count;
      entries.values[count] = numeric[count]![row]!;
    }
    for (const { codes, places, isEliminated } of this.features) {
      const place = codes[row]! < 0 ? -1 : places[codes[row]!]!;
      if (place < 0) continue;
      if (isEliminated) group = place;
      else {
        entries.places[count] = place;
        entries.values[count++] = 1;
      }
    }
    if (this.interceptPlace >= 0) {
      entries.places[count] = this.interceptPlace;
      entries.values[count++] = 1;
    }
    entries.count = count;
    return group;
  }

  private placeIn(place: number, isEliminated: boolean, output: number): number {
    return isEliminated ? place * this.numOutputs + output : this.borderPlace(place, output);
  }
}

function sharesOf(codes: Int32Array, count: number, weights: RowWeights) {
  const shares = new Float64Array(count);
  let present = 0;
  let total = 0;
  for (let row = 0; row < codes.length; row++) {
    total += weights[row]!;
    if (codes[row]! < 0) continue;
    shares[codes[row]!]! += weights[row]!;
    present += weights[row]!;
  }
  const means = present > 0 ? shares.map(share => share / present) : shares;
  return { means, shareOfPresent: present / total };
}

function rowsWithout(features: readonly CategoricalFeature[], weights: RowWeights): number[] {
  const rows: number[] = [];
  for (let row = 0; row < weights.length; row++)
    if (weights[row]! > 0 && features.some(({ codes }) => codes[row]! < 0)) rows.push(row);
  return rows;
}
