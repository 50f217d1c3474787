/**
 * Which categories go right at a tree's splits on categorical features; all others go left, as in XGBoost's files. A set
 * is a sorted list: it has few members where nodes are small, however many categories the feature has.
 */
export interface CategorySets {
  /** A node's set is `codes[starts[node]]` up to `codes[starts[node + 1] - 1]`; empty at leaves and numeric splits. */
  readonly starts: Uint32Array;
  /** Categories' places in the training table's dictionary, ascending within a set. */
  readonly codes: Uint32Array;
}

/** Whether a node splits by a set. */
export function hasSet({ starts }: CategorySets, node: number): boolean {
  return starts[node]! < starts[node + 1]!;
}

/** A node's set. */
export function setOf({ starts, codes }: CategorySets, node: number): Uint32Array {
  return codes.subarray(starts[node]!, starts[node + 1]!);
}

/** Whether a number's integer part is in a node's set; negative numbers are in none. */
export function isInSet({ starts, codes }: CategorySets, node: number, x: number): boolean {
  const code = Math.floor(x);
  const end = starts[node + 1]!;
  let low = starts[node]!;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (codes[middle]! < code) low = middle + 1;
    else high = middle;
  }
  return low < end && codes[low] === code;
}

/** The sets of so many nodes, one after another; `undefined` where there are none. */
export function joinSets(
  numNodes: number,
  sets: ReadonlyMap<number, ArrayLike<number>>,
): CategorySets | undefined {
  if (sets.size === 0) return undefined;
  const starts = new Uint32Array(numNodes + 1);
  for (let node = 0; node < numNodes; node++)
    starts[node + 1] = starts[node]! + (sets.get(node)?.length ?? 0);
  const codes = new Uint32Array(starts[numNodes]!);
  for (const [node, set] of sets) codes.set(set, starts[node]);
  return { starts, codes };
}
