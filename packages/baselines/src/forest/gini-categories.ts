import type { BinnedMatrix } from '../trees/binning';
import { enoughForForests, leastOfCategory } from '../trees/category-rules';
import { SetPartition } from '../trees/set-partition';
import { sortPlaces } from '../trees/sort-places';
import type { GiniScan } from './gini-scan';
import { principalKeys } from './principal-order';

/**
 * Looks for the categories of a node that should go another way than the rest, by Gini impurity. Categories are sorted by
 * their shares of the classes ({@link principalKeys}), and the set that parts is one end of that order. What the rest is
 * and where it goes is as in {@link CategorySearch}.
 */
export class GiniCategories {
  private readonly parts: SetPartition;
  /** For each category its weight in the node, 0 between nodes; at the end that of missing values. */
  private readonly weightOf: Float64Array;
  private readonly placeOf: Int32Array;
  private readonly left: Float64Array;
  /** The categories that have rows enough, by their places: each one's number, weight and weights of the classes. */
  private codes: number[] = [];
  private weights = new Float64Array();
  private classWeights = new Float64Array();
  private hasRest = false;

  constructor(
    private readonly matrix: BinnedMatrix,
    private readonly numCategories: Uint32Array,
    private readonly numClasses: number,
  ) {
    const most = numCategories.reduce((largest, count) => Math.max(largest, count), 0);
    this.parts = new SetPartition(matrix, most);
    this.weightOf = new Float64Array(most + 1);
    this.placeOf = new Int32Array(most + 1);
    this.left = new Float64Array(numClasses);
  }

  /** Whether a feature is one of categories. */
  has(feature: number): boolean {
    return this.numCategories[feature]! > 0;
  }

  /** Tries every cut on a feature; tells whether there is any. */
  tryCuts(feature: number, rows: Uint32Array, scan: GiniScan): boolean {
    this.collect(feature, rows, scan);
    const { codes, hasRest } = this;
    if (codes.length + (hasRest ? 1 : 0) < 2) return false;
    const keys = new Float64Array(codes.length);
    const means = scan.classWeights.map(weight => weight / scan.weight);
    principalKeys(this.classWeights, this.weights, means, keys);
    const order = new Uint32Array(codes.length);
    sortPlaces(order, keys, this.weights);
    this.scan(feature, order, keys, scan);
    if (hasRest) this.scan(feature, order.reverse(), keys, scan);
    return true;
  }

  /** Parts a node's rows by the best split; returns where those that go right begin. */
  partition(
    node: { readonly start: number; readonly end: number },
    rows: Uint32Array,
    scratch: Uint32Array,
    { bestFeature, bestSet }: GiniScan,
  ): number {
    return this.parts.part(node, rows, scratch, bestFeature, bestSet);
  }

  /** Sums up the rows by category, and these by class where they have rows enough. */
  private collect(feature: number, rows: Uint32Array, { labels, weights, weight }: GiniScan): void {
    const { weightOf, placeOf, numClasses } = this;
    const { bins, numFeatures, offsets } = this.matrix;
    const missing = offsets[feature + 1]! - offsets[feature]! - 1;
    const least = leastOfCategory(weight, enoughForForests);
    const found: number[] = [];
    for (let i = 0; i < rows.length; i++) {
      const bin = bins[rows[i]! * numFeatures + feature]!;
      if (weightOf[bin] === 0) found.push(bin);
      weightOf[bin]! += weights[rows[i]!]!;
    }
    this.codes = found.filter(bin => bin !== missing && weightOf[bin]! >= least);
    this.hasRest = this.codes.length < found.length;
    this.weights = Float64Array.from(this.codes, code => weightOf[code]!);
    this.classWeights = new Float64Array(this.codes.length * numClasses);
    for (const bin of found) placeOf[bin] = -1;
    this.codes.forEach((code, place) => (placeOf[code] = place));
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      const place = placeOf[bins[row * numFeatures + feature]!]!;
      if (place >= 0) this.classWeights[place * numClasses + labels[row]!]! += weights[row]!;
    }
    for (const bin of found) weightOf[bin] = 0;
  }

  /** Moves categories out of the node one by one, from the beginning of an order. */
  private scan(feature: number, order: Uint32Array, keys: Float64Array, scan: GiniScan): void {
    const { hasRest, numClasses, weights, classWeights, left, codes } = this;
    const { weight: whole, squares, minChildWeight } = scan;
    left.set(scan.classWeights);
    let leftWeight = whole;
    let leftSquares = squares;
    let rightSquares = 0;
    let bestGain = scan.bestGain;
    let best = 0;
    let isRightLarger = false;
    const numCuts = hasRest ? order.length : order.length - 1;
    for (let i = 0; i < numCuts; i++) {
      const category = order[i]!;
      for (let k = 0; k < numClasses; k++) {
        const weight = classWeights[category * numClasses + k]!;
        const right = scan.classWeights[k]! - left[k]!;
        rightSquares += weight * (2 * right + weight);
        leftSquares -= weight * (2 * left[k]! - weight);
        left[k]! -= weight;
      }
      leftWeight -= weights[category]!;
      // Between equals there is no cut: which of them comes first is left to chance.
      if (i + 1 < order.length && keys[order[i + 1]!] === keys[category]) continue;
      const rightWeight = whole - leftWeight;
      if (leftWeight < minChildWeight || rightWeight < minChildWeight) continue;
      const gain = leftSquares / leftWeight + rightSquares / rightWeight - squares / whole;
      if (gain <= bestGain) continue;
      bestGain = gain;
      best = i + 1;
      isRightLarger = rightWeight > leftWeight;
    }
    if (best === 0) return;
    const moved = !hasRest && isRightLarger ? order.subarray(best) : order.subarray(0, best);
    scan.keepSet(bestGain, feature, moved.map(place => codes[place]!).sort());
  }
}
