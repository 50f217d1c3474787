import type { FeatureMatrix } from '../trees/feature-matrix';
import { rowGoesLeft } from '../trees/row-goes-left';
import { LEAF, type Tree } from '../trees/tree';
import { gaussLegendre } from './gauss-legendre';

/** What a leaf means for a row. The arrays are reused from leaf to leaf. */
export interface ReachedLeaf {
  readonly value: number;
  /** The features that the path asks about, each once; only the first `count` are valid. */
  readonly features: Uint32Array;
  readonly count: number;
  /** For each quadrature point t, its weight times all features' factors f_k(t). */
  readonly products: Float64Array;
  /** For feature k and point number p at `[k · points + p]`: (o_k − z_k) / f_k(t). */
  readonly effects: Float64Array;
}

/**
 * Walks trees for one row, and tells of each leaf what the path's features make of it.
 *
 * In the game behind path-dependent TreeSHAP (Lundberg, Erion & Lee 2018, "Consistent Individualized Feature
 * Attribution for Tree Ensembles") a leaf of value v is worth v ∏_{k∈S} o_k ∏_{k∉S} z_k to a set S of known features:
 * o_k is 1 where the row agrees with all that the path asks of feature k and 0 otherwise, z_k is the share of the
 * training rows that do (by cover, split by split). Since the Shapley weights are |S|!(d−|S|−1)!/d! = ∫₀¹ t^|S|
 * (1−t)^(d−|S|−1) dt, the sum over all sets is an integral of a product,
 *
 *   φ_i = v (o_i − z_i) ∫₀¹ ∏_{k≠i} f_k(t) dt,   f_k(t) = o_k t + z_k (1 − t),
 *
 * a polynomial of degree d − 1, for which Gauss–Legendre quadrature with d/2 points is exact. The interaction index
 * leaves out two features instead of one: see {@link explainInteractions}.
 */
export class TreeWalker {
  /** How many quadrature points there are. */
  readonly numPoints: number;
  private readonly points: Float64Array;
  /** The products of each node on the path, by depth. */
  private readonly products: Float64Array[];
  private readonly effects: Float64Array;
  /** For each feature, o and z as the path has them so far; both 1 where it has not asked. */
  private readonly agrees: Uint8Array;
  private readonly share: Float64Array;
  private readonly isOnPath: Uint8Array;
  private readonly path: Uint32Array;
  private pathLength = 0;

  constructor(
    private readonly matrix: FeatureMatrix,
    trees: readonly Tree[],
  ) {
    const { numFeatures } = matrix;
    const depth = trees.reduce((deepest, tree) => Math.max(deepest, depthOf(tree)), 0);
    const { points, weights } = gaussLegendre(Math.max(1, Math.ceil(Math.min(depth, numFeatures) / 2)));
    this.numPoints = points.length;
    this.points = points;
    this.products = [weights, ...Array.from({ length: depth }, () => new Float64Array(points.length))];
    this.effects = new Float64Array(numFeatures * points.length);
    this.agrees = new Uint8Array(numFeatures).fill(1);
    this.share = new Float64Array(numFeatures).fill(1);
    this.isOnPath = new Uint8Array(numFeatures);
    this.path = new Uint32Array(numFeatures);
  }

  /** Tells of every leaf that the row may reach where some features are unknown. */
  walk(tree: Tree, row: number, visit: (leaf: ReachedLeaf) => void): void {
    this.descend(tree, 0, 0, row, visit);
  }

  private descend(
    tree: Tree,
    node: number,
    depth: number,
    row: number,
    visit: (leaf: ReachedLeaf) => void,
  ): void {
    const asked = tree.feature[node]!;
    if (asked === LEAF) {
      const { path: features, pathLength: count, effects } = this;
      visit({ value: tree.value[node]!, features, count, products: this.products[depth]!, effects });
      return;
    }
    const left = tree.left[node]!;
    const goesLeft = rowGoesLeft(tree, node, this.matrix.values[row * this.matrix.numFeatures + asked]!);
    const leftShare = shareOfLeft(tree, left);
    const isNew = this.isOnPath[asked] === 0;
    if (isNew) {
      this.isOnPath[asked] = 1;
      this.path[this.pathLength++] = asked;
    }
    const agreed = this.agrees[asked]!;
    const share = this.share[asked]!;
    for (let side = 0; side < 2; side++) {
      const agreesHere = (side === 0) === goesLeft ? agreed : 0;
      const shareHere = share * (side === 0 ? leftShare : 1 - leftShare);
      // A factor of 0 makes the leaf worth nothing, whatever else is known.
      if (agreesHere === 0 && shareHere === 0) continue;
      this.ask(asked, agreesHere, shareHere, depth);
      this.descend(tree, left + side, depth + 1, row, visit);
      this.answer(asked, agreed, share);
    }
    if (isNew) {
      this.isOnPath[asked] = 0;
      this.pathLength--;
    }
  }

  /** Replaces a feature's factor in the products for the next depth. */
  private ask(feature: number, agrees: number, share: number, depth: number): void {
    const { points, numPoints, effects } = this;
    const above = this.products[depth]!;
    const below = this.products[depth + 1]!;
    const agreed = this.agrees[feature]!;
    const shared = this.share[feature]!;
    for (let p = 0; p < numPoints; p++) {
      const t = points[p]!;
      const factor = agrees * t + share * (1 - t);
      below[p] = (above[p]! * factor) / (agreed * t + shared * (1 - t));
      effects[feature * numPoints + p] = (agrees - share) / factor;
    }
    this.agrees[feature] = agrees;
    this.share[feature] = share;
  }

  /** Puts a feature back to how it was above. */
  private answer(feature: number, agreed: number, share: number): void {
    const { points, numPoints, effects } = this;
    for (let p = 0; p < numPoints; p++) {
      const t = points[p]!;
      effects[feature * numPoints + p] = (agreed - share) / (agreed * t + share * (1 - t));
    }
    this.agrees[feature] = agreed;
    this.share[feature] = share;
  }
}

/** How much of a node's cover its left child has; half of it where neither has any. */
export function shareOfLeft(tree: Tree, left: number): number {
  const both = tree.cover[left]! + tree.cover[left + 1]!;
  return both > 0 ? tree.cover[left]! / both : 0.5;
}

/** How many questions the longest path asks. */
function depthOf({ left }: Tree): number {
  const depths = new Uint32Array(left.length);
  let deepest = 0;
  for (let node = 0; node < left.length; node++) {
    if (left[node] === LEAF) continue;
    const depth = depths[node]! + 1;
    depths[left[node]!] = depth;
    depths[left[node]! + 1] = depth;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
