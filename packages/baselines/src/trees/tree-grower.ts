import type { BinnedMatrix } from './binning';
import { CategoryHistogram } from './category-histogram';
import type { FeatureSampler } from './feature-sampler';
import { isAccepted, mayGrow, type GrowthRules } from './growth-rules';
import type { Histogram, Histograms } from './histogram';
import { LeafRows } from './leaf-rows';
import { partRows } from './part-rows';
import { ScriptHistograms } from './script-histograms';
import { searchHistogram } from './search-histogram';
import type { SortedSubtrees } from './sorted-subtrees';
import { BestSplit } from './split';
import type { OpenNode, TrainingRows } from './training-rows';
import type { Tree } from './tree';
import { TreeBuilder } from './tree-builder';
import { WasmHistograms } from './wasm-histograms';

interface NodeWithHistogram extends OpenNode {
  readonly histogram: Histogram;
}

/** What `grow` was given, and what is still to be done. */
interface Growth {
  readonly training: TrainingRows;
  readonly sampler: FeatureSampler;
  readonly waiting: NodeWithHistogram[];
  /** Nodes left to {@link SortedSubtrees}. */
  readonly small: OpenNode[];
}

/**
 * Grows trees on one binned matrix, depth first: a node's best split is read off its histogram. Only the smaller
 * child's histogram is summed up from its rows, the other's is what remains of the parent's.
 */
export class TreeGrower {
  /** Where `grow` left the rows of the last tree's nodes; not of those that {@link SortedSubtrees} finishes. */
  readonly leafRows = new LeafRows();
  private readonly matrix: BinnedMatrix;
  private readonly builder: TreeBuilder;
  private readonly histograms: Histograms;
  private readonly scratch: Uint32Array;
  private readonly best = new BestSplit();
  /** For features that are categories; absent where all are numbers. */
  private readonly categories: CategoryHistogram | undefined;

  /** @param sorted finishes small nodes; without it all nodes have histograms */
  constructor(
    matrix: BinnedMatrix,
    private readonly rules: GrowthRules,
    private readonly sorted?: SortedSubtrees,
  ) {
    this.builder = new TreeBuilder(rules);
    this.histograms = createHistograms(matrix);
    this.matrix = { ...matrix, bins: this.histograms.bins };
    this.categories = matrix.numCategories && new CategoryHistogram(this.matrix, matrix.numCategories);
    this.scratch = new Uint32Array(matrix.numRows);
  }

  /** Grows one tree. Reorders `training.rows`. */
  grow(training: TrainingRows, sampler: FeatureSampler): Tree {
    const growth: Growth = { training, sampler, waiting: [], small: [] };
    const root = rootOf(training);
    this.builder.start(root.gradient, root.hessian, root.end);
    this.leafRows.keep(0, root.start, root.end);
    if (this.needsHistogram(root, growth))
      growth.waiting.push({ ...root, histogram: this.histograms.of(training, root) });
    for (let open = growth.waiting.pop(); open; open = growth.waiting.pop()) this.splitNode(open, growth);
    this.sorted?.grow(growth.small, training, sampler, this.builder);
    return this.builder.finish();
  }

  /** Whether a node is to be split here; hands it on where it is small. */
  private needsHistogram(open: OpenNode, { training, small }: Growth): boolean {
    if (!mayGrow(open, this.rules, training)) return false;
    if (!this.sorted || open.end - open.start > this.sorted.maxRows) return true;
    small.push(open);
    return false;
  }

  private splitNode(open: NodeWithHistogram, growth: Growth): void {
    const { best, rules } = this;
    const { sampler } = growth;
    best.reset();
    let numTried = 0;
    for (let index = 0; index < sampler.length && numTried < sampler.perNode; index++)
      if (this.search(open, sampler.draw(index))) numTried++;
    if (!isAccepted(best, rules)) return this.histograms.giveBack(open.histogram);

    const node = this.builder.split(open, best, this.threshold());
    const depth = open.depth + 1;
    const middle = this.partition(open, growth.training.rows);
    this.leafRows.keep(node, open.start, middle);
    this.leafRows.keep(node + 1, middle, open.end);
    const left: OpenNode = {
      node,
      depth,
      start: open.start,
      end: middle,
      gradient: best.leftGradient,
      hessian: best.leftHessian,
    };
    const right: OpenNode = {
      node: node + 1,
      depth,
      start: middle,
      end: open.end,
      gradient: open.gradient - best.leftGradient,
      hessian: open.hessian - best.leftHessian,
    };
    if (middle - open.start <= open.end - middle) this.handDown(open.histogram, left, right, growth);
    else this.handDown(open.histogram, right, left, growth);
  }

  /** Looks for a better split on one feature; tells whether the node's rows differ in it. */
  private search(open: NodeWithHistogram, feature: number): boolean {
    const { best, matrix, rules, categories } = this;
    return categories?.has(feature)
      ? categories.search(open.histogram, feature, open, rules, best)
      : searchHistogram(open.histogram, matrix, feature, open, rules, best);
  }

  /** Gives the children that need one their histograms. The larger child waits longer, so that few wait at a time. */
  private handDown(histogram: Histogram, smaller: OpenNode, larger: OpenNode, growth: Growth): void {
    const forSmaller = this.needsHistogram(smaller, growth);
    const forLarger = this.needsHistogram(larger, growth);
    if (!forLarger) this.histograms.giveBack(histogram);
    if (!forSmaller && !forLarger) return;
    const fromRows = this.histograms.of(growth.training, smaller);
    if (forLarger) {
      this.histograms.subtract(histogram, fromRows);
      growth.waiting.push({ ...larger, histogram });
    }
    if (forSmaller) growth.waiting.push({ ...smaller, histogram: fromRows });
    else this.histograms.giveBack(fromRows);
  }

  private threshold(): number {
    const { feature, position } = this.best;
    if (this.categories?.has(feature)) return NaN;
    const { edges, lowestEdges, offsets } = this.matrix;
    return position < 0 ? lowestEdges[feature]! : edges[offsets[feature]! + position]!;
  }

  /** Parts a node's rows, left before right and both still in order; returns where the right begin. */
  private partition(open: OpenNode, rows: Uint32Array): number {
    const { scratch, best, categories } = this;
    if (categories?.has(best.feature)) return categories.partition(open, rows, scratch, best);
    const { feature, position: last, defaultLeft } = best;
    return partRows(open, rows, scratch, this.matrix, { feature, last, defaultLeft });
  }
}

function createHistograms(matrix: BinnedMatrix): Histograms {
  // A node that waits has a smaller sibling of at most half its parent's rows, in which the next one waits: so many can
  // wait at a time, beside the two that are worked on.
  const mostWaiting = Math.ceil(Math.log2(Math.max(1, matrix.numRows)));
  return WasmHistograms.tryCreate(matrix, mostWaiting + 2) ?? new ScriptHistograms(matrix);
}

function rootOf({ rows, gradients, hessians }: TrainingRows): OpenNode {
  const gradient = sumOf(rows, gradients);
  const hessian = sumOf(rows, hessians);
  return { node: 0, depth: 0, start: 0, end: rows.length, gradient, hessian };
}

function sumOf(rows: Uint32Array, values: TrainingRows['gradients'] | TrainingRows['hessians']): number {
  let sum = 0;
  for (let i = 0; i < rows.length; i++) sum += values[rows[i]!]!;
  return sum;
}
