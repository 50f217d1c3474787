import type { BinnedMatrix } from './binning';
import { CategorySearch } from './category-search';
import type { Histogram } from './histogram';
import { SetPartition } from './set-partition';
import type { BestSplit, SplitRules } from './split';
import type { OpenNode } from './training-rows';

/** What nodes with histograms need for splits on categories: what {@link CategorySearch} is told, and who goes where. */
export class CategoryHistogram {
  private readonly searched: CategorySearch;
  private readonly parts: SetPartition;

  constructor(
    private readonly matrix: BinnedMatrix,
    private readonly numCategories: Uint32Array,
  ) {
    const most = numCategories.reduce((largest, count) => Math.max(largest, count), 0);
    this.searched = new CategorySearch(most);
    this.parts = new SetPartition(matrix, most);
  }

  /** Whether a feature is one of categories. */
  has(feature: number): boolean {
    return this.numCategories[feature]! > 0;
  }

  /**
   * Looks for a better split of a node on one feature.
   * @returns whether there is anything to part
   */
  search(histogram: Histogram, feature: number, open: OpenNode, rules: SplitRules, best: BestSplit): boolean {
    const { searched } = this;
    const { offsets } = this.matrix;
    const first = offsets[feature]!;
    const missing = offsets[feature + 1]! - 1;
    searched.start(open, histogram[2 * missing + 1] !== 0, rules);
    for (let bin = first; bin < missing; bin++) {
      const inBin = histogram[2 * bin + 1]!;
      if (inBin !== 0) searched.add(bin - first, histogram[2 * bin]!, inBin);
    }
    return searched.search(feature, open, rules, best);
  }

  /** Parts a node's rows by the best split, left before right and both still in order; returns where the right begin. */
  partition(open: OpenNode, rows: Uint32Array, scratch: Uint32Array, { feature, set }: BestSplit): number {
    return this.parts.part(open, rows, scratch, feature, set);
  }
}
