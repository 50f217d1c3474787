import type { RowWeights } from '@heph/estimator';
import type { SortedNode } from './sorted-node';

/**
 * Looks for the cut of a node that takes most off its Gini impurity. With w_k a side's weight of class k and W that of
 * all, the side's weighted impurity is W − Σ w_k² / W: the gain is what Σ w_k² / W grows by. As rows move from right to
 * left one by one, the sums of squares follow in constant time.
 */
export class GiniScan {
  /** The node's weight of each class, and of all. */
  readonly classWeights: Float64Array;
  weight = 0;
  bestGain = -Infinity;
  /** -1 as long as there is none. */
  bestFeature = -1;
  /** The last bin that goes left. */
  bestBin = 0;
  bestDefaultLeft = false;
  /** At a categorical feature, the categories that go right, ascending; all others go left, also missing values. */
  bestSet: Uint32Array = new Uint32Array();
  /** The sum of squares of the node's weights of the classes. */
  squares = 0;
  private readonly left: Float64Array;

  constructor(
    readonly labels: ArrayLike<number>,
    readonly weights: RowWeights,
    numClasses: number,
    readonly minChildWeight: number,
  ) {
    this.classWeights = new Float64Array(numClasses);
    this.left = new Float64Array(numClasses);
  }

  /** Turns to another node. */
  enter(rows: Uint32Array): void {
    const { classWeights, labels, weights } = this;
    classWeights.fill(0);
    this.weight = 0;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      classWeights[labels[row]!]! += weights[row]!;
      this.weight += weights[row]!;
    }
    this.squares = classWeights.reduce((sum, weight) => sum + weight * weight, 0);
    this.bestGain = -Infinity;
    this.bestFeature = -1;
  }

  /** Whether all rows of the node are of one class. */
  get isPure(): boolean {
    return this.classWeights.reduce((count, weight) => count + (weight > 0 ? 1 : 0), 0) < 2;
  }

  /** Tries every cut on a feature; tells whether the rows differ in it. */
  tryCuts(feature: number, sorted: SortedNode): boolean {
    const { bins, length, numPresent } = sorted;
    if (numPresent === 0) return false;
    const differ = numPresent < length || bins[0] !== bins[numPresent - 1];
    if (!differ) return false;
    this.scan(feature, sorted, false);
    if (numPresent < length) this.scan(feature, sorted, true);
    return true;
  }

  /** Keeps a split of categories. */
  keepSet(gain: number, feature: number, set: Uint32Array): void {
    this.bestGain = gain;
    this.bestFeature = feature;
    this.bestDefaultLeft = true;
    this.bestSet = set;
  }

  /** Goes through the rows that have a value, those that have none on the left from the start, or on the right. */
  private scan(feature: number, { rows, bins, length, numPresent }: SortedNode, defaultLeft: boolean): void {
    const { labels, weights, left, classWeights, weight: whole, minChildWeight } = this;
    left.fill(0);
    let leftWeight = 0;
    let leftSquares = 0;
    let rightSquares = this.squares;
    const first = defaultLeft ? numPresent - length : 0;
    for (let i = first; i < numPresent; i++) {
      const row = rows[i < 0 ? length + i : i]!;
      const weight = weights[row]!;
      const k = labels[row]!;
      const before = left[k]!;
      leftSquares += weight * (2 * before + weight);
      rightSquares -= weight * (2 * (classWeights[k]! - before) - weight);
      left[k] = before + weight;
      leftWeight += weight;
      if (i < 0 || (i + 1 < numPresent && bins[i + 1] === bins[i])) continue;
      const rightWeight = whole - leftWeight;
      if (leftWeight < minChildWeight || rightWeight < minChildWeight) continue;
      const gain = leftSquares / leftWeight + rightSquares / rightWeight - this.squares / whole;
      if (gain <= this.bestGain) continue;
      this.bestGain = gain;
      this.bestFeature = feature;
      this.bestBin = bins[i]!;
      this.bestDefaultLeft = defaultLeft;
    }
  }
}
