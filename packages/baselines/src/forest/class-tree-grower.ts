import type { RowWeights } from '@heph/estimator';
import type { BinnedMatrix } from '../trees/binning';
import { joinSets } from '../trees/category-sets';
import type { FeatureSampler } from '../trees/feature-sampler';
import { partRows } from '../trees/part-rows';
import { LEAF, type Tree } from '../trees/tree';
import type { ForestTreeGrower } from './forest-job';
import type { ForestParameters } from './forest-parameters';
import { GiniCategories } from './gini-categories';
import { GiniScan } from './gini-scan';
import { leafRules } from './mean-tree-grower';
import { SortedNode } from './sorted-node';

/** A node whose split is still to be looked for. */
interface OpenClassNode {
  readonly node: number;
  readonly depth: number;
  /** Its rows are `rows[start]` up to `rows[end - 1]`. */
  readonly start: number;
  readonly end: number;
}

/** A tree while it grows. */
interface Nodes {
  readonly feature: number[];
  readonly threshold: number[];
  readonly defaultLeft: number[];
  readonly left: number[];
  readonly cover: number[];
  readonly gain: number[];
  readonly sets: Map<number, Uint32Array>;
  /** For each class, its share of each node's rows. */
  readonly shares: readonly number[][];
}

/**
 * Grows classification trees by Gini impurity, Σ p (1 − p) over the classes. Cuts lie between bins. One pass over a
 * node's rows in order of a feature costs the same for any number of classes.
 */
export class ClassTreeGrower implements ForestTreeGrower {
  private readonly rows: Uint32Array;
  private readonly scratch: Uint32Array;
  private readonly sorted: SortedNode;
  /** For features that are categories; absent where all are numbers. */
  private readonly categories: GiniCategories | undefined;

  constructor(
    private readonly matrix: BinnedMatrix,
    private readonly labels: ArrayLike<number>,
    private readonly numClasses: number,
    private readonly parameters: ForestParameters,
  ) {
    this.rows = new Uint32Array(matrix.numRows);
    this.scratch = new Uint32Array(matrix.numRows);
    this.sorted = new SortedNode(matrix);
    this.categories = matrix.numCategories && new GiniCategories(matrix, matrix.numCategories, numClasses);
  }

  /** One tree for each class, which say its share; all have the same structure, in the same arrays. */
  grow(weights: RowWeights, sampler: FeatureSampler): Tree[] {
    const { rows, numClasses } = this;
    let numRows = 0;
    for (let row = 0; row < weights.length; row++) if (weights[row]! > 0) rows[numRows++] = row;
    const rules = leafRules(weights, this.parameters);
    const scan = new GiniScan(this.labels, weights, numClasses, rules.minChildWeight);
    const nodes = emptyNodes(numClasses);
    const waiting: OpenClassNode[] = [{ node: 0, depth: 0, start: 0, end: numRows }];
    addLeaf(nodes);
    for (let open = waiting.pop(); open; open = waiting.pop()) {
      const ofNode = rows.subarray(open.start, open.end);
      scan.enter(ofNode);
      setShares(nodes, open.node, scan);
      if (open.depth >= rules.maxDepth || scan.weight < rules.minSplitWeight || scan.isPure) continue;
      this.search(ofNode, sampler, scan);
      if (scan.bestFeature >= 0) this.split(open, nodes, scan, waiting);
    }
    return finished(nodes);
  }

  private search(rows: Uint32Array, sampler: FeatureSampler, scan: GiniScan): void {
    let numTried = 0;
    for (let index = 0; index < sampler.length && numTried < sampler.perNode; index++) {
      if (this.tryCuts(sampler.draw(index), rows, scan)) numTried++;
    }
  }

  /** Tries every cut on a feature; tells whether there is any. */
  private tryCuts(feature: number, rows: Uint32Array, scan: GiniScan): boolean {
    if (this.categories?.has(feature)) return this.categories.tryCuts(feature, rows, scan);
    this.sorted.sort(rows, feature);
    return scan.tryCuts(feature, this.sorted);
  }

  private split(open: OpenClassNode, nodes: Nodes, scan: GiniScan, waiting: OpenClassNode[]): void {
    const { matrix } = this;
    const { node, start, end } = open;
    const feature = scan.bestFeature;
    const left = addLeaf(nodes);
    addLeaf(nodes);
    nodes.feature[node] = feature;
    const isCategorical = this.categories?.has(feature) ?? false;
    if (isCategorical) nodes.sets.set(node, scan.bestSet);
    nodes.threshold[node] = isCategorical ? NaN : matrix.edges[matrix.offsets[feature]! + scan.bestBin]!;
    nodes.defaultLeft[node] = scan.bestDefaultLeft ? 1 : 0;
    nodes.left[node] = left;
    nodes.gain[node] = Math.max(0, scan.bestGain);
    const middle = this.partition(open, scan);
    const depth = open.depth + 1;
    waiting.push({ node: left + 1, depth, start: middle, end }, { node: left, depth, start, end: middle });
  }

  /** Parts a node's rows, left before right; returns where the right begin. */
  private partition(open: OpenClassNode, scan: GiniScan): number {
    const { rows, scratch, matrix, categories } = this;
    if (categories?.has(scan.bestFeature)) return categories.partition(open, rows, scratch, scan);
    const { bestFeature: feature, bestBin: last, bestDefaultLeft: defaultLeft } = scan;
    return partRows(open, rows, scratch, matrix, { feature, last, defaultLeft });
  }
}

function emptyNodes(numClasses: number): Nodes {
  const shares = Array.from({ length: numClasses }, () => []);
  return {
    feature: [],
    threshold: [],
    defaultLeft: [],
    left: [],
    cover: [],
    gain: [],
    sets: new Map(),
    shares,
  };
}

function addLeaf(nodes: Nodes): number {
  nodes.feature.push(LEAF);
  nodes.threshold.push(0);
  nodes.defaultLeft.push(0);
  nodes.left.push(LEAF);
  nodes.cover.push(0);
  nodes.gain.push(0);
  for (const ofClass of nodes.shares) ofClass.push(0);
  return nodes.feature.length - 1;
}

function setShares(nodes: Nodes, node: number, scan: GiniScan): void {
  nodes.cover[node] = scan.weight;
  nodes.shares.forEach((ofClass, k) => (ofClass[node] = scan.classWeights[k]! / scan.weight));
}

function finished(nodes: Nodes): Tree[] {
  const structure = {
    feature: Int32Array.from(nodes.feature),
    threshold: Float32Array.from(nodes.threshold),
    defaultLeft: Uint8Array.from(nodes.defaultLeft),
    left: Int32Array.from(nodes.left),
    cover: Float32Array.from(nodes.cover),
    gain: Float32Array.from(nodes.gain),
    categories: joinSets(nodes.feature.length, nodes.sets),
  };
  return nodes.shares.map(ofClass => ({ ...structure, value: Float32Array.from(ofClass) }));
}
