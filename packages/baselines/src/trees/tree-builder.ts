import { joinSets } from './category-sets';
import { leafValue, type GrowthRules } from './growth-rules';
import type { BestSplit } from './split';
import type { OpenNode } from './training-rows';
import { LEAF, type Tree } from './tree';

/** A tree of more nodes keeps the arrays that it was built in, unless it leaves half of them empty. */
const fewNodes = 65_536;

/** Collects the nodes of one tree after another, in buffers that it reuses for trees of few nodes. */
export class TreeBuilder {
  private nodes = allocate(0);
  private readonly sets = new Map<number, Uint32Array>();
  private size = 0;

  constructor(private readonly rules: GrowthRules) {}

  /** Forgets the last tree and begins one with a single leaf, node 0, that so many rows are in. */
  start(gradient: number, hessian: number, numRows: number): void {
    const mostNodes = Math.min(2 * Math.max(1, numRows) - 1, 2 ** (this.rules.maxDepth + 1) - 1);
    if (mostNodes > this.nodes.feature.length) this.nodes = allocate(mostNodes);
    this.size = 0;
    this.sets.clear();
    this.addLeaf(gradient, hessian);
  }

  /**
   * Turns a leaf into a split with two leaves below it.
   * @param threshold `NaN` where it splits by the best split's set
   * @returns the left leaf, which the right one follows
   */
  split({ node, gradient, hessian }: OpenNode, best: BestSplit, threshold: number): number {
    const left = this.addLeaf(best.leftGradient, best.leftHessian);
    this.addLeaf(gradient - best.leftGradient, hessian - best.leftHessian);
    const { nodes } = this;
    nodes.feature[node] = best.feature;
    nodes.threshold[node] = threshold;
    nodes.defaultLeft[node] = best.defaultLeft ? 1 : 0;
    nodes.left[node] = left;
    if (Number.isNaN(threshold)) this.sets.set(node, best.set);
    // Where a forest splits although nothing is gained, rounding may leave less than nothing.
    nodes.gain[node] = Math.max(0, best.gain);
    return left;
  }

  /** The tree, in arrays of its own. */
  finish(): Tree {
    const { nodes, size } = this;
    const keepsArrays = size > fewNodes && 2 * size > nodes.feature.length;
    if (keepsArrays) this.nodes = allocate(0);
    const part = keepsArrays ? 'subarray' : 'slice';
    return {
      feature: nodes.feature[part](0, size),
      threshold: nodes.threshold[part](0, size),
      defaultLeft: nodes.defaultLeft[part](0, size),
      left: nodes.left[part](0, size),
      value: nodes.value[part](0, size),
      cover: nodes.cover[part](0, size),
      gain: nodes.gain[part](0, size),
      categories: joinSets(size, this.sets),
    };
  }

  private addLeaf(gradient: number, hessian: number): number {
    const node = this.size++;
    const { nodes } = this;
    nodes.feature[node] = LEAF;
    nodes.threshold[node] = 0;
    nodes.defaultLeft[node] = 0;
    nodes.left[node] = LEAF;
    nodes.value[node] = leafValue(gradient, hessian, this.rules);
    nodes.cover[node] = hessian;
    nodes.gain[node] = 0;
    return node;
  }
}

/** Memory that nothing was written to takes no room yet. */
function allocate(numNodes: number): Tree {
  return {
    feature: new Int32Array(numNodes),
    threshold: new Float32Array(numNodes),
    defaultLeft: new Uint8Array(numNodes),
    left: new Int32Array(numNodes),
    value: new Float32Array(numNodes),
    cover: new Float32Array(numNodes),
    gain: new Float32Array(numNodes),
  };
}
