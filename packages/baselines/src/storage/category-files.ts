import { type CategorySets, setOf } from '../trees/category-sets';
import type { Tree } from '../trees/tree';
import { bytesOf, joined, numbersIn } from './array-files';

const sizesFile = 'trees.setSize.bin';
const codesFile = 'trees.setCodes.bin';

/** The sets of all trees: how many categories each node has, and these, node after node. No files where there are none. */
export function setsToFiles(trees: readonly Tree[]): Record<string, Uint8Array> {
  if (trees.every(({ categories }) => categories === undefined)) return {};
  const sizes = trees.map(({ categories, feature }) =>
    Uint32Array.from(feature, (_, node) => (categories ? setOf(categories, node).length : 0)),
  );
  return {
    [sizesFile]: joined(sizes.map(bytesOf)),
    [codesFile]: joined(trees.flatMap(({ categories }) => (categories ? [bytesOf(categories.codes)] : []))),
  };
}

/**
 * Sets from what {@link setsToFiles} made, for trees of these sizes; `undefined` for trees that have none.
 * @throws RangeError saying what is wrong
 */
export function setsFromFiles(
  files: Readonly<Record<string, Uint8Array>>,
  treeSizes: Uint32Array,
): (CategorySets | undefined)[] {
  if (!(sizesFile in files)) return Array.from(treeSizes, () => undefined);
  const numNodes = treeSizes.reduce((sum, size) => sum + size, 0);
  const sizes = numbersIn(files, sizesFile, Uint32Array, numNodes);
  const codes = numbersIn(
    files,
    codesFile,
    Uint32Array,
    sizes.reduce((sum, size) => sum + size, 0),
  );
  let node = 0;
  let end = 0;
  return Array.from(treeSizes, size => {
    const starts = new Uint32Array(size + 1);
    for (let i = 0; i < size; i++) starts[i + 1] = starts[i]! + sizes[node++]!;
    const sets = { starts, codes: codes.slice(end, (end += starts[size]!)) };
    if (!areAscending(sets)) throw new RangeError(`${codesFile} must have each set's categories in order`);
    return sets.codes.length > 0 ? sets : undefined;
  });
}

/** Whether every set is sorted and has each category once, as those who look for one in it rely on. */
function areAscending({ starts, codes }: CategorySets): boolean {
  for (let node = 0; node + 1 < starts.length; node++)
    for (let i = starts[node]! + 1; i < starts[node + 1]!; i++) if (codes[i - 1]! >= codes[i]!) return false;
  return true;
}
