import { CategorySearch } from './category-search';
import type { SortedSlots } from './sorted-slots';
import type { BestSplit, SplitRules } from './split';
import type { OpenNode } from './training-rows';

/** What nodes with sorted lists need for splits on categories: there the rows of a category lie side by side. */
export class CategoryLists {
  private readonly searched: CategorySearch;
  private readonly goesRight: Uint8Array;

  constructor(
    private readonly numCategories: Uint32Array,
    private readonly slots: SortedSlots,
  ) {
    const most = numCategories.reduce((largest, count) => Math.max(largest, count), 0);
    this.searched = new CategorySearch(Math.min(most, slots.capacity));
    this.goesRight = new Uint8Array(most);
  }

  /** Whether a feature is one of categories. */
  has(feature: number): boolean {
    return this.numCategories[feature]! > 0;
  }

  /**
   * Looks for a better split of a node on one feature.
   * @param presentEnd where the node's missing values begin
   * @returns whether there is anything to part
   */
  search(feature: number, open: OpenNode, presentEnd: number, rules: SplitRules, best: BestSplit): boolean {
    const { searched } = this;
    const { rows, gradients, hessians, values, capacity } = this.slots;
    const base = feature * capacity;
    searched.start(open, presentEnd < open.end, rules);
    let code = 0;
    let gradient = 0;
    let hessian = 0;
    for (let i = open.start; i < presentEnd; i++) {
      const slot = rows[base + i]!;
      if (values[base + slot] !== code) {
        if (hessian > 0) searched.add(code, gradient, hessian);
        code = values[base + slot]!;
        gradient = 0;
        hessian = 0;
      }
      gradient += gradients[slot]!;
      hessian += hessians[slot]!;
    }
    if (hessian > 0) searched.add(code, gradient, hessian);
    return searched.search(feature, open, rules, best);
  }

  /** Marks the slots that go left by the best split; returns how many do. */
  mark({ start, end }: OpenNode, presentEnd: number, best: BestSplit, goesLeft: Uint8Array): number {
    const { goesRight } = this;
    const { rows, values, capacity } = this.slots;
    const base = best.feature * capacity;
    let count = end - presentEnd;
    for (const code of best.set) goesRight[code] = 1;
    for (let i = start; i < presentEnd; i++) {
      const slot = rows[base + i]!;
      const side = 1 - goesRight[values[base + slot]!]!;
      goesLeft[slot] = side;
      count += side;
    }
    for (let i = presentEnd; i < end; i++) goesLeft[rows[base + i]!] = 1;
    for (const code of best.set) goesRight[code] = 0;
    return count;
  }
}
