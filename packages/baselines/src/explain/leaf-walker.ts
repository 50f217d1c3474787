import { rowGoesLeft } from '../trees/row-goes-left';
import { LEAF } from '../trees/tree';
import type { ExplainedTree } from './ensemble';
import type { Path } from './path';
import { shareOfLeft } from './tree-shape';

/** What the leaves below a node give to features, and perhaps to pairs of them. */
export interface Gift {
  /** For each feature that may be asked about, where it is among those that have places. */
  readonly numberOf: Uint32Array;
  /** For each of these features, its own place. */
  readonly placeOf: Uint32Array;
  /** How many places each output has. */
  numPlaces: number;
  /** For each output, its places, from `start` on. */
  values: Float64Array;
  start: number;
}

/**
 * Walks a tree below a node for one row, and gives the features of the paths what the leaves are worth to them.
 *
 * In the game behind path-dependent TreeSHAP (Lundberg, Erion & Lee 2018, "Consistent Individualized Feature
 * Attribution for Tree Ensembles") a leaf of value v is worth v ∏_{k∈S} o_k ∏_{k∉S} z_k to a set S of known features:
 * o_k is 1 where the row agrees with all that the path asks of feature k and 0 otherwise, z_k is the share of the
 * training rows that do (by cover, split by split). Since the Shapley weights are |S|!(d−|S|−1)!/d! = ∫₀¹ t^|S|
 * (1−t)^(d−|S|−1) dt, the sum over all sets is an integral of a product,
 *
 *   φ_i = v (o_i − z_i) ∫₀¹ ∏_{k≠i} f_k(t) dt,   f_k(t) = o_k t + z_k (1 − t),
 *
 * a polynomial of degree d − 1, for which Gauss–Legendre quadrature with d/2 points is exact.
 *
 * Once a row disagrees with a feature, all that the path asks of it further only scales the leaves. So leaves are
 * summed up, each with its scale, until the row is asked about a feature with which it does not yet disagree. To all the
 * features that a row disagrees with, leaves give the same, −v ∫₀¹ ∏ f_k(t) / (1 − t) dt (Yang 2021, "Fast TreeSHAP"): that
 * is summed up too, and given to a feature for all leaves of a branch together.
 */
export class LeafWalker {
  /** How many quadrature points there are. */
  readonly numPoints: number;
  readonly numOutputs: number;
  /** For each quadrature point, 1 / (1 − t): minus the effect (o − z) / f(t) of a feature that the row disagrees with. */
  protected readonly inverseRests: Float64Array;
  /** The features that the path asks about, each once; only the first `count` are valid. */
  protected readonly path: Uint32Array;
  protected count = 0;
  /** Those of them that the row agrees with; only the first `numAgreed` are valid. */
  protected readonly agreed: Uint32Array;
  protected numAgreed = 0;
  /** For each feature, o and z as the path has them; both 1 where it has not asked. z is valid where o is 1. */
  protected readonly agrees: Uint8Array;
  protected readonly shares: Float64Array;
  /** For each feature with which the row agrees, where `inverses` has 1 / f(t). */
  protected readonly inverseAt: Uint32Array;
  protected readonly inverses: Float64Array;
  /** By depth, each quadrature point's weight times all factors f(t) without the scale. */
  protected readonly products: Float64Array;
  /** By depth, each output's sum of leaves. */
  protected readonly sums: Float64Array;
  /** For each output, what the leaves so far have given to each feature that the row disagrees with. */
  private readonly given: Float64Array;
  private readonly isOnPath: Uint8Array;
  private row = 0;

  constructor(
    private readonly explained: ExplainedTree,
    private readonly columns: readonly Float32Array[],
    private readonly points: Float64Array,
    numLevels: number,
    protected readonly gift: Gift,
  ) {
    const numFeatures = columns.length;
    const numPoints = points.length;
    this.numPoints = numPoints;
    this.numOutputs = explained.values.length;
    this.inverseRests = points.map(t => 1 / (1 - t));
    this.products = new Float64Array(numLevels * numPoints);
    this.inverses = new Float64Array(numLevels * numPoints).fill(1);
    this.sums = new Float64Array(numLevels * this.numOutputs);
    this.agrees = new Uint8Array(numFeatures).fill(1);
    this.shares = new Float64Array(numFeatures).fill(1);
    this.inverseAt = new Uint32Array(numFeatures);
    this.isOnPath = new Uint8Array(numFeatures);
    this.path = new Uint32Array(numFeatures);
    this.agreed = new Uint32Array(numFeatures);
    this.given = new Float64Array(this.numOutputs);
  }

  /** Goes to the end of a path, for walks from there. */
  enter({ features, shares }: Path): void {
    for (let i = 0; i < this.count; i++) {
      const feature = this.path[i]!;
      this.isOnPath[feature] = 0;
      this.agrees[feature] = 1;
      this.shares[feature] = 1;
      this.inverseAt[feature] = 0;
    }
    this.count = features.length;
    for (let i = 0; i < features.length; i++) {
      const feature = features[i]!;
      this.path[i] = feature;
      this.isOnPath[feature] = 1;
      this.setShare(feature, shares[i]!, i + 1);
    }
  }

  /**
   * Gives what the leaves below the path's end are worth to a row.
   * @param disagrees a bit for each feature of the path
   * @param products from `start` on, each quadrature point's weight times the path's factors
   */
  walk(node: number, row: number, disagrees: number, products: Float64Array, start: number): void {
    const { count, numPoints, path, agrees, given } = this;
    this.numAgreed = 0;
    for (let i = 0; i < count; i++) {
      const doesAgree = ((disagrees >> i) & 1) === 0;
      agrees[path[i]!] = doesAgree ? 1 : 0;
      if (doesAgree) this.agreed[this.numAgreed++] = path[i]!;
    }
    for (let p = 0; p < numPoints; p++) this.products[count * numPoints + p] = products[start + p]!;
    this.row = row;
    given.fill(0);
    this.descend(node, count, 1);
    for (let i = 0; i < count; i++) if (agrees[path[i]!] === 0) this.giveAll(path[i]!, 1);
  }

  private descend(node: number, depth: number, scale: number): void {
    const { sums, numOutputs } = this;
    for (let output = 0; output < numOutputs; output++) sums[depth * numOutputs + output] = 0;
    if (this.sumLeaves(node, depth, scale)) this.giveLeaves(depth);
  }

  /** Sums up the leaves that differ in scale alone, and descends to all others. Tells whether there was one. */
  private sumLeaves(node: number, depth: number, scale: number): boolean {
    const { tree, values } = this.explained;
    const asked = tree.feature[node]!;
    if (asked === LEAF) {
      const { sums, numOutputs } = this;
      for (let output = 0; output < numOutputs; output++)
        sums[depth * numOutputs + output]! += scale * values[output]![node]!;
      return true;
    }
    const left = tree.left[node]!;
    const leftShare = shareOfLeft(tree, left);
    if (this.agrees[asked] === 0) {
      const hasLeft = leftShare > 0 && this.sumLeaves(left, depth, scale * leftShare);
      const hasRight = leftShare < 1 && this.sumLeaves(left + 1, depth, scale * (1 - leftShare));
      return hasLeft || hasRight;
    }
    if (rowGoesLeft(tree, node, this.columns[asked]![this.row]!))
      this.part(asked, left, leftShare, left + 1, depth, scale);
    else this.part(asked, left + 1, 1 - leftShare, left, depth, scale);
    return false;
  }

  /** Descends to the child that the row is sent to, and to the other. */
  private part(
    asked: number,
    child: number,
    childShare: number,
    other: number,
    depth: number,
    scale: number,
  ): void {
    const { points, numPoints, products, inverses, agreed } = this;
    const share = this.shares[asked]!;
    const inverseAt = this.inverseAt[asked]!;
    const isNew = this.isOnPath[asked] === 0;
    if (isNew) {
      this.isOnPath[asked] = 1;
      this.path[this.count++] = asked;
      agreed[this.numAgreed++] = asked;
    }
    const above = depth * numPoints;
    const below = above + numPoints;
    this.setShare(asked, share * childShare, depth + 1);
    for (let p = 0; p < numPoints; p++)
      products[below + p] = (products[above + p]! * inverses[inverseAt + p]!) / inverses[below + p]!;
    this.descend(child, depth + 1, scale);

    const otherScale = scale * share * (1 - childShare);
    let place = this.numAgreed - 1;
    while (agreed[place] !== asked) place--;
    agreed[place] = agreed[--this.numAgreed]!;
    if (otherScale > 0) {
      for (let p = 0; p < numPoints; p++)
        products[below + p] = products[above + p]! * inverses[inverseAt + p]! * (1 - points[p]!);
      this.agrees[asked] = 0;
      this.giveAll(asked, -1);
      this.descend(other, depth + 1, otherScale);
      this.giveAll(asked, 1);
      this.agrees[asked] = 1;
    }
    this.shares[asked] = share;
    this.inverseAt[asked] = inverseAt;
    if (isNew) {
      this.isOnPath[asked] = 0;
      this.count--;
    } else {
      agreed[this.numAgreed++] = agreed[place]!;
      agreed[place] = asked;
    }
  }

  /** Gives what the leaves summed up at a depth are worth: to features that the row disagrees with, later. */
  protected giveLeaves(depth: number): void {
    const { agreed, numAgreed, shares, numPoints, products, inverseRests, inverses, inverseAt } = this;
    const { sums, numOutputs, given } = this;
    const { values, placeOf, numPlaces, start } = this.gift;
    const first = depth * numPoints;
    let effect = 0;
    for (let p = 0; p < numPoints; p++) effect -= products[first + p]! * inverseRests[p]!;
    for (let output = 0; output < numOutputs; output++)
      given[output]! += effect * sums[depth * numOutputs + output]!;
    for (let i = 0; i < numAgreed; i++) {
      const feature = agreed[i]!;
      const at = inverseAt[feature]!;
      effect = 0;
      for (let p = 0; p < numPoints; p++) effect += products[first + p]! * inverses[at + p]!;
      effect *= 1 - shares[feature]!;
      let place = start + placeOf[feature]!;
      for (let output = 0; output < numOutputs; output++, place += numPlaces)
        values[place]! += effect * sums[depth * numOutputs + output]!;
    }
  }

  /** Gives (or takes) all that is due to the features that the row disagrees with. */
  private giveAll(feature: number, times: 1 | -1): void {
    const { given, numOutputs } = this;
    const { values, placeOf, numPlaces, start } = this.gift;
    let place = start + placeOf[feature]!;
    for (let output = 0; output < numOutputs; output++, place += numPlaces)
      values[place]! += times * given[output]!;
  }

  private setShare(feature: number, share: number, level: number): void {
    const { points, numPoints, inverses } = this;
    const at = level * numPoints;
    this.shares[feature] = share;
    this.inverseAt[feature] = at;
    for (let p = 0; p < numPoints; p++) {
      const t = points[p]!;
      inverses[at + p] = 1 / (t + share * (1 - t));
    }
  }
}
