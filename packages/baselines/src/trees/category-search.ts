import { leastOfCategory } from './category-rules';
import { sortPlaces } from './sort-places';
import { sideGain, splitGain, type BestSplit, type SplitRules } from './split';

/** What a node's rows sum up to. */
interface NodeSums {
  readonly gradient: number;
  readonly hessian: number;
}

/**
 * Looks for the categories of a node that should go another way than the rest. Sorted by G/(H+λ), the best set of
 * categories for a convex loss lies at one end of the order (Fisher 1958, "On grouping for maximum homogeneity"; Breiman
 * et al. 1984, ch. 4.2), so that k categories need k − 1 cuts instead of 2^(k−1): LightGBM and XGBoost do so too.
 *
 * Missing values, and categories with too few rows ({@link leastOfCategory}), are the "rest": they stay together, and
 * both ends of the order are tried as what parts from them. The rest goes left; without one, the larger side does, so that
 * what a node has never seen goes with most of its rows. The set that goes right is kept.
 */
export class CategorySearch {
  private readonly codes: Uint32Array;
  private readonly gradients: Float64Array;
  private readonly hessians: Float64Array;
  private readonly ratios: Float64Array;
  private readonly order: Uint32Array;
  private count = 0;
  private least = 0;
  private hasRest = false;

  /** @param mostCategories the most categories that a feature has */
  constructor(mostCategories: number) {
    this.codes = new Uint32Array(mostCategories);
    this.gradients = new Float64Array(mostCategories);
    this.hessians = new Float64Array(mostCategories);
    this.ratios = new Float64Array(mostCategories);
    this.order = new Uint32Array(mostCategories);
  }

  /** Turns to a feature at a node. */
  start({ hessian }: NodeSums, hasMissing: boolean, { enoughForCategory }: SplitRules): void {
    this.count = 0;
    this.least = leastOfCategory(hessian, enoughForCategory);
    this.hasRest = hasMissing;
  }

  /** Tells of a category that the node has. */
  add(code: number, gradient: number, hessian: number): void {
    if (hessian < this.least) {
      this.hasRest = true;
      return;
    }
    const i = this.count++;
    this.codes[i] = code;
    this.gradients[i] = gradient;
    this.hessians[i] = hessian;
  }

  /**
   * Tries every cut; only a strictly greater gain replaces the best.
   * @returns whether there is anything to part
   */
  search(feature: number, node: NodeSums, rules: SplitRules, best: BestSplit): boolean {
    const { count, hasRest, order, ratios, gradients, hessians } = this;
    if (count + (hasRest ? 1 : 0) < 2) return false;
    const { lambda, minChildWeight } = rules;
    for (let i = 0; i < count; i++) ratios[i] = gradients[i]! / (hessians[i]! + lambda);
    sortPlaces(order.subarray(0, count), ratios, hessians);
    const whole = sideGain(node.gradient, node.hessian, rules);
    let bestGain = best.gain;
    let start = -1;
    let end = -1;
    let bestGradient = 0;
    let bestHessian = 0;
    for (let side = 0; side < (hasRest ? 2 : 1); side++) {
      let gradient = 0;
      let hessian = 0;
      // All categories together part from the rest only; that cut is the same from both ends.
      const numCuts = hasRest && side === 0 ? count : count - 1;
      for (let i = 0; i < numCuts; i++) {
        const place = side === 0 ? i : count - 1 - i;
        const category = order[place]!;
        gradient += gradients[category]!;
        hessian += hessians[category]!;
        // Between equals there is no cut: which of them comes first is left to chance.
        const next = side === 0 ? place + 1 : place - 1;
        if (next < count && ratios[order[next]!] === ratios[category]) continue;
        const other = node.hessian - hessian;
        if (hessian < minChildWeight || other < minChildWeight) continue;
        const gain = splitGain(node.gradient - gradient, other, gradient, hessian, whole, rules);
        if (gain <= bestGain) continue;
        bestGain = gain;
        start = side === 0 ? 0 : place;
        end = side === 0 ? place + 1 : count;
        bestGradient = gradient;
        bestHessian = hessian;
      }
    }
    if (end < 0) return true;
    if (!hasRest && bestHessian > node.hessian - bestHessian) {
      start = end;
      end = count;
      bestGradient = node.gradient - bestGradient;
      bestHessian = node.hessian - bestHessian;
    }
    const set = order
      .subarray(start, end)
      .map(category => this.codes[category]!)
      .sort();
    best.keepSet(bestGain, feature, set, node.gradient - bestGradient, node.hessian - bestHessian);
    return true;
  }
}
