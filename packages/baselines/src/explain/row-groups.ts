import { rowGoesLeft } from '../trees/row-goes-left';
import type { Tree } from '../trees/tree';
import type { Quadrature } from './gauss-legendre';
import { extendPath, type Path } from './path';
import { shareOfLeft } from './tree-shape';
import { withRoom } from './with-room';

/** How many features a path may have for rows to be grouped by them: a bit each. */
export const mostGroupingFeatures = 30;

/** How many rows can be grouped. */
export const mostGroupedRows = 8192;

/**
 * The rows of which a node is asked, grouped by the features of its path that they disagree with: these are all that the
 * path's factors differ in.
 */
export class RowGroups {
  /** For each group, a bit for each of the path's features, by its place there: whether the group disagrees with it. */
  readonly disagrees: number[] = [];
  /** Group after group, each quadrature point's weight times the path's factors f(t). */
  products: Float64Array;
  /** Each row's group. */
  readonly ofRow: Uint16Array;

  private constructor(
    readonly path: Path,
    numRows: number,
    private readonly quadrature: Quadrature,
  ) {
    this.ofRow = new Uint16Array(numRows);
    this.products = new Float64Array(4 * quadrature.points.length);
  }

  /** At the root, all rows are one group. */
  static atRoot(numRows: number, quadrature: Quadrature): RowGroups {
    const groups = new RowGroups({ features: [], shares: [] }, numRows, quadrature);
    groups.disagrees.push(0);
    groups.products.set(quadrature.weights);
    return groups;
  }

  /** The same rows at a node's two children; with one of them, each row disagrees. */
  part(tree: Tree, node: number, columns: readonly Float32Array[]): [RowGroups, RowGroups] {
    const { ofRow } = this;
    const asked = tree.feature[node]!;
    const column = columns[asked]!;
    const share = shareOfLeft(tree, tree.left[node]!);
    const [left, right] = [share, 1 - share].map(
      ofChild => new RowGroups(extendPath(this.path, asked, ofChild), ofRow.length, this.quadrature),
    ) as [RowGroups, RowGroups];
    const place = left.path.features.indexOf(asked);
    // For each group and side, where its rows that go there are at the children; -1 where there has been none.
    const atLeft = new Int32Array(2 * this.disagrees.length).fill(-1);
    const atRight = new Int32Array(2 * this.disagrees.length);
    const knownLeft = new Map<number, number>();
    const knownRight = new Map<number, number>();
    for (let row = 0; row < ofRow.length; row++) {
      const group = ofRow[row]!;
      const goesLeft = rowGoesLeft(tree, node, column[row]!);
      const key = 2 * group + (goesLeft ? 0 : 1);
      if (atLeft[key]! < 0) {
        atLeft[key] = left.find(this, group, place, goesLeft, knownLeft);
        atRight[key] = right.find(this, group, place, !goesLeft, knownRight);
      }
      left.ofRow[row] = atLeft[key]!;
      right.ofRow[row] = atRight[key]!;
    }
    return [left, right];
  }

  /** What a parent's group is here, where its rows are sent (or not); a new group if it is none yet. */
  private find(
    parent: RowGroups,
    group: number,
    place: number,
    isSentHere: boolean,
    known: Map<number, number>,
  ): number {
    const disagreed = parent.disagrees[group]!;
    const disagrees = isSentHere ? disagreed : disagreed | (1 << place);
    const found = known.get(disagrees);
    if (found !== undefined) return found;
    const added = this.disagrees.push(disagrees) - 1;
    known.set(disagrees, added);
    const { points } = this.quadrature;
    this.products = withRoom(this.products, (added + 1) * points.length);
    const share = this.path.shares[place]!;
    const shareAbove = parent.path.shares[place] ?? 1;
    for (let p = 0; p < points.length; p++) {
      const t = points[p]!;
      const factor = ((disagrees >> place) & 1 ? 0 : t) + share * (1 - t);
      const above = ((disagreed >> place) & 1 ? 0 : t) + shareAbove * (1 - t);
      // Where the factor above is 0, so is the product.
      const product = parent.products[group * points.length + p]!;
      this.products[added * points.length + p] = product === 0 ? 0 : (product * factor) / above;
    }
    return added;
  }
}
