import { LEAF, type Tree } from '../trees/tree';

/** How much of a node's cover its left child has; half of it where neither has any. */
export function shareOfLeft({ cover }: Tree, left: number): number {
  const both = cover[left]! + cover[left + 1]!;
  return both > 0 ? cover[left]! / both : 0.5;
}

/** What is to be known of a tree before it is walked. */
export interface TreeShape {
  /** For each node, how many leaves it leads to. */
  readonly leaves: Uint32Array;
  /** How many questions the longest path asks. */
  readonly depth: number;
}

/** Surveys a tree. */
export function shapeOf({ left }: Tree): TreeShape {
  const depths = new Uint32Array(left.length);
  let depth = 0;
  for (let node = 0; node < left.length; node++) {
    const child = left[node]!;
    if (child === LEAF) continue;
    depths[child] = depths[child + 1] = depths[node]! + 1;
    depth = Math.max(depth, depths[child]!);
  }
  const leaves = new Uint32Array(left.length);
  for (let node = left.length - 1; node >= 0; node--) {
    const child = left[node]!;
    leaves[node] = child === LEAF ? 1 : leaves[child]! + leaves[child + 1]!;
  }
  return { leaves, depth };
}
