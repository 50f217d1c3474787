import { CategoryLists } from './category-lists';
import type { FeatureSampler } from './feature-sampler';
import { isAccepted, mayGrow, type GrowthRules } from './growth-rules';
import { midpoint } from './rank-binner';
import { SortedSlots } from './sorted-slots';
import { BestSplit } from './split';
import type { OpenNode, TrainingRows } from './training-rows';
import type { TreeBuilder } from './tree-builder';

const { isNaN } = Number;

/** What is to be known of the features that trees are grown on. */
interface SlotFeatures {
  readonly numRows: number;
  /** As `FeatureColumns` have it. */
  readonly numCategories?: Uint32Array | undefined;
}

/**
 * Finishes the lower part of deep trees. A histogram costs as much for three rows as for three thousand, and most nodes
 * of a deep tree are tiny. Nodes of at most `maxRows` rows therefore have their rows in order of every feature, and
 * each split parts these lists in place. Cuts lie between values, not bins: small nodes are split exactly.
 *
 * Gains are in double precision and without regularization, as forests have them.
 */
export class SortedSubtrees {
  private readonly slots: SortedSlots;
  private readonly goesLeft: Uint8Array;
  private readonly scratch: Uint32Array;
  private readonly best = new BestSplit();
  /** For features that are categories; absent where all are numbers. */
  private readonly categories: CategoryLists | undefined;

  /** @param columns each feature's values, `NaN` where they are missing */
  constructor(
    features: SlotFeatures,
    columns: readonly Float32Array[],
    private readonly rules: GrowthRules,
    readonly maxRows: number,
  ) {
    this.slots = new SortedSlots(features.numRows, columns, maxRows);
    this.categories = features.numCategories && new CategoryLists(features.numCategories, this.slots);
    this.goesLeft = new Uint8Array(this.slots.capacity);
    this.scratch = new Uint32Array(this.slots.capacity);
  }

  /** Grows the subtrees below these nodes of one tree. */
  grow(
    nodes: readonly OpenNode[],
    training: TrainingRows,
    sampler: FeatureSampler,
    builder: TreeBuilder,
  ): void {
    const waiting: OpenNode[] = [];
    for (let first = 0; first < nodes.length;) {
      const roots = this.slots.layOut(nodes, first, training);
      for (const root of roots) {
        waiting.push(root);
        for (let open = waiting.pop(); open; open = waiting.pop())
          this.splitNode(open, sampler, builder, waiting);
      }
      first += roots.length;
    }
  }

  private splitNode(
    open: OpenNode,
    sampler: FeatureSampler,
    builder: TreeBuilder,
    waiting: OpenNode[],
  ): void {
    const { best, rules, slots } = this;
    const { start, end, gradient, hessian } = open;
    best.reset();
    let numTried = 0;
    for (let index = 0; index < sampler.length && numTried < sampler.perNode; index++) {
      if (!this.search(sampler.draw(index), open)) continue;
      numTried++;
      // Two rows can be parted in one way only: no feature does it better than the first.
      if (end - start === 2 && best.feature >= 0) break;
    }
    if (!isAccepted(best, rules)) return;

    const node = builder.split(open, best, this.threshold());
    const depth = open.depth + 1;
    if (end - start === 2 || depth === rules.maxDepth) return;
    const middle = this.partition(open);
    const { leftGradient, leftHessian } = best;
    const left = { node, depth, start, end: middle, gradient: leftGradient, hessian: leftHessian };
    const right = {
      node: node + 1,
      depth,
      start: middle,
      end,
      gradient: gradient - leftGradient,
      hessian: hessian - leftHessian,
    };
    if (mayGrow(left, rules, slots)) waiting.push(left);
    if (mayGrow(right, rules, slots)) waiting.push(right);
  }

  /** Looks for a better split on one feature; tells whether the node's rows differ in it. */
  private search(feature: number, open: OpenNode): boolean {
    const { gradients, hessians, rows } = this.slots;
    const { start, end } = open;
    const presentEnd = this.presentEnd(feature, open);
    if (this.categories?.has(feature))
      return this.categories.search(feature, open, presentEnd, this.rules, this.best);
    if (presentEnd === end) return this.scan(feature, open, end, false, 0, 0);
    if (presentEnd === start) return false;
    // With one missing value in its list, the scan also cuts between the present and the missing.
    this.scan(feature, open, presentEnd + 1, false, 0, 0);
    let gradient = 0;
    let hessian = 0;
    for (let i = presentEnd; i < end; i++) {
      const slot = rows[feature * this.slots.capacity + i]!;
      gradient += gradients[slot]!;
      hessian += hessians[slot]!;
    }
    this.scan(feature, open, presentEnd, true, gradient, hessian);
    return true;
  }

  /** Tries every cut between two values up to `end`, given what goes left in any case. */
  private scan(
    feature: number,
    { start, gradient, hessian }: OpenNode,
    end: number,
    defaultLeft: boolean,
    left: number,
    leftHessian: number,
  ): boolean {
    const { rows, gradients, hessians, values } = this.slots;
    const { best } = this;
    const { minChildWeight } = this.rules;
    const base = feature * this.slots.capacity;
    let slot = rows[base + start]!;
    let value = values[base + slot]!;
    const first = value;
    let bestGain = best.gain * hessian;
    for (let i = start + 1; i < end; i++) {
      left += gradients[slot]!;
      leftHessian += hessians[slot]!;
      slot = rows[base + i]!;
      const next = values[base + slot]!;
      if (next === value) continue;
      value = next;
      const rightHessian = hessian - leftHessian;
      if (leftHessian < minChildWeight || rightHessian < minChildWeight) continue;
      // The gain times H is (G_L H − G H_L)² / (H_L H_R): no cancellation, and a division only where it wins.
      const lead = left * hessian - gradient * leftHessian;
      const spread = leftHessian * rightHessian;
      if (lead * lead <= bestGain * spread) continue;
      bestGain = (lead * lead) / spread;
      best.keep(bestGain / hessian, feature, i, defaultLeft, left, leftHessian);
    }
    return value !== first;
  }

  /** Where the node's missing values begin in the feature's list. */
  private presentEnd(feature: number, { start, end }: OpenNode): number {
    const base = feature * this.slots.capacity;
    while (end > start && isNaN(this.slots.values[base + this.slots.rows[base + end - 1]!])) end--;
    return end;
  }

  private threshold(): number {
    const { feature, position } = this.best;
    if (this.categories?.has(feature)) return NaN;
    const base = feature * this.slots.capacity;
    const below = this.slots.values[base + this.slots.rows[base + position - 1]!]!;
    const above = this.slots.values[base + this.slots.rows[base + position]!]!;
    return isNaN(above) ? Infinity : midpoint(below, above);
  }

  /** Parts the node's slots in every list, left before right and both still in order; returns where the right begin. */
  private partition(open: OpenNode): number {
    const { goesLeft, scratch } = this;
    const { rows } = this.slots;
    const { capacity } = this.slots;
    const { start, end } = open;
    const { feature: cut, defaultLeft } = this.best;
    const numLeft = this.mark(open);
    for (let feature = 0; feature < this.slots.numFeatures; feature++) {
      if (feature === cut && !defaultLeft) continue;
      const last = feature * capacity + end;
      let left = feature * capacity + start;
      let right = 0;
      for (let i = left; i < last; i++) {
        const slot = rows[i]!;
        const side = goesLeft[slot]!;
        // Both are written, one counts: a branch here would be mispredicted half of the time.
        rows[left] = slot;
        scratch[right] = slot;
        left += side;
        right += 1 - side;
      }
      for (let i = 0; i < right; i++) rows[left + i] = scratch[i]!;
    }
    return start + numLeft;
  }

  /** Marks the node's slots that go left; returns how many do. */
  private mark(open: OpenNode): number {
    const { goesLeft, categories, best } = this;
    const { start, end } = open;
    const { feature, position, defaultLeft } = best;
    const presentEnd = this.presentEnd(feature, open);
    if (categories?.has(feature)) return categories.mark(open, presentEnd, best, goesLeft);
    const base = feature * this.slots.capacity;
    for (let i = start; i < end; i++)
      goesLeft[this.slots.rows[base + i]!] = i < position || (defaultLeft && i >= presentEnd) ? 1 : 0;
    return position - start + (defaultLeft ? end - presentEnd : 0);
  }
}
