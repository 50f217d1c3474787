import { hasSet } from '../trees/category-sets';
import { countNodes, LEAF, type Tree } from '../trees/tree';
import { bytesOf, joined, numbersIn } from './array-files';
import { setsFromFiles, setsToFiles } from './category-files';

const sizesFile = 'trees.size.bin';
const arrays = ['feature', 'threshold', 'defaultLeft', 'left', 'value', 'cover', 'gain'] as const;
const fileOf = (array: (typeof arrays)[number]) => `trees.${array}.bin`;

/**
 * One file for each array of a tree, all trees one after another, and one with the trees' sizes; sets of categories are in
 * two files more, where there are any. Numbers are stored as they lie in memory, little-endian.
 */
export function treesToFiles(trees: readonly Tree[]): Record<string, Uint8Array> {
  const files: Record<string, Uint8Array> = {
    [sizesFile]: bytesOf(Uint32Array.from(trees, tree => tree.feature.length)),
  };
  for (const array of arrays) files[fileOf(array)] = joined(trees.map(tree => bytesOf(tree[array])));
  return { ...files, ...setsToFiles(trees) };
}

/**
 * Trees from what {@link treesToFiles} made. Every tree is checked to be one, so that prediction always ends.
 * @throws RangeError saying what is wrong
 */
export function treesFromFiles(files: Readonly<Record<string, Uint8Array>>, numFeatures: number): Tree[] {
  const sizes = numbersIn(files, sizesFile, Uint32Array);
  const numNodes = sizes.reduce((sum, size) => sum + size, 0);
  const stored: Tree = {
    feature: numbersIn(files, fileOf('feature'), Int32Array, numNodes),
    threshold: numbersIn(files, fileOf('threshold'), Float32Array, numNodes),
    defaultLeft: numbersIn(files, fileOf('defaultLeft'), Uint8Array, numNodes),
    left: numbersIn(files, fileOf('left'), Int32Array, numNodes),
    value: numbersIn(files, fileOf('value'), Float32Array, numNodes),
    cover: numbersIn(files, fileOf('cover'), Float32Array, numNodes),
    gain: numbersIn(files, fileOf('gain'), Float32Array, numNodes),
  };
  const categories = setsFromFiles(files, sizes);
  let start = 0;
  return Array.from(sizes, (size, number) => {
    const tree = { ...sliceOf(stored, start, (start += size)), categories: categories[number] };
    checkTree(tree, number, numFeatures);
    return tree;
  });
}

const classFile = (place: number) => `trees.value.${place}.bin`;

/** Trees of several classes, which share their structure: the first class's whole, of the others the values. */
export function classTreesToFiles(trees: readonly (readonly Tree[])[]): Record<string, Uint8Array> {
  const files = treesToFiles(trees[0]!);
  trees.slice(1).forEach((ofClass, i) => {
    files[classFile(i + 1)] = joined(ofClass.map(tree => bytesOf(tree.value)));
  });
  return files;
}

/**
 * Trees from what {@link classTreesToFiles} made.
 * @throws RangeError saying what is wrong
 */
export function classTreesFromFiles(
  files: Readonly<Record<string, Uint8Array>>,
  numFeatures: number,
  numClasses: number,
): Tree[][] {
  const first = treesFromFiles(files, numFeatures);
  const numNodes = countNodes(first);
  const others = Array.from({ length: numClasses - 1 }, (_, i) => {
    const values = numbersIn(files, classFile(i + 1), Float32Array, numNodes);
    if (!values.every(Number.isFinite)) throw new RangeError(`${classFile(i + 1)} must hold finite numbers`);
    let start = 0;
    return first.map(tree => ({ ...tree, value: values.slice(start, (start += tree.value.length)) }));
  });
  return [first, ...others];
}

function sliceOf(stored: Tree, start: number, end: number): Tree {
  return {
    feature: stored.feature.slice(start, end),
    threshold: stored.threshold.slice(start, end),
    defaultLeft: stored.defaultLeft.slice(start, end),
    left: stored.left.slice(start, end),
    value: stored.value.slice(start, end),
    cover: stored.cover.slice(start, end),
    gain: stored.gain.slice(start, end),
  };
}

function checkTree(tree: Tree, number: number, numFeatures: number): void {
  const { feature, threshold, left, value, categories } = tree;
  const size = feature.length;
  if (size === 0) throw new RangeError(`tree ${number} must have a node; it has none`);
  for (let node = 0; node < size; node++) {
    const isLeaf = feature[node] === LEAF && left[node] === LEAF;
    const isSplit =
      feature[node]! >= 0 && feature[node]! < numFeatures && left[node]! > node && left[node]! + 1 < size;
    const isBySet = categories !== undefined && hasSet(categories, node);
    const isCut = Number.isNaN(threshold[node]) ? isBySet && isSplit : !isBySet;
    if ((!isLeaf && !isSplit) || !isCut || !Number.isFinite(value[node]))
      throw new RangeError(`tree ${number}, node ${node} is neither a leaf nor a split`);
  }
}
