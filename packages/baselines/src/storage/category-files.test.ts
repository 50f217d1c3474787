import { describe, expect, it } from '@jest/globals';
import type { Tree } from '../trees/tree';
import { treesFromFiles, treesToFiles } from './tree-files';

const numeric: Tree = {
  feature: Int32Array.of(1, -1, -1),
  threshold: Float32Array.of(0.5, 0, 0),
  defaultLeft: Uint8Array.of(1, 0, 0),
  left: Int32Array.of(1, -1, -1),
  value: Float32Array.of(0, -1, 1),
  cover: Float32Array.of(10, 4, 6),
  gain: Float32Array.of(10, 0, 0),
};
const bySet: Tree = {
  ...numeric,
  threshold: Float32Array.of(NaN, 0, 0),
  categories: { starts: Uint32Array.of(0, 3, 3, 3), codes: Uint32Array.of(1, 4, 900) },
};
const uint32 = (...numbers: number[]) => new Uint8Array(Uint32Array.from(numbers).buffer);

describe('sets of categories in files', () => {
  it('come back with their trees, of which some have none', () => {
    const trees = [numeric, bySet, numeric, bySet];
    expect(treesFromFiles(treesToFiles(trees), 2)).toEqual(trees);
  });

  it('take no file where there are none', () => {
    expect(Object.keys(treesToFiles([numeric]))).not.toContain('trees.setSize.bin');
  });

  it.each([
    ['a split by no threshold and no set', {}, { categories: undefined }],
    ['a set beside a threshold', {}, { threshold: Float32Array.of(1, 0, 0) }],
    [
      'a set at a leaf',
      {},
      {
        threshold: Float32Array.of(0.5, NaN, 0),
        categories: { starts: Uint32Array.of(0, 0, 1, 1), codes: Uint32Array.of(1) },
      },
    ],
    ['a category that comes twice', { 'trees.setCodes.bin': uint32(4, 4, 900) }, {}],
    ['categories out of order', { 'trees.setCodes.bin': uint32(4, 1, 900) }, {}],
    ['fewer categories than the sets have', { 'trees.setCodes.bin': uint32(1, 4) }, {}],
    ['sizes that fill the memory', { 'trees.setSize.bin': uint32(4294967295, 4294967295, 0) }, {}],
    ['fewer sizes than nodes', { 'trees.setSize.bin': uint32(3, 0) }, {}],
  ])('refuse %s', (_name, files, tree) => {
    const stored = { ...treesToFiles([{ ...bySet, ...tree }]), ...files };
    expect(() => treesFromFiles(stored, 2)).toThrow(
      /^tree 0, node \d is neither|setCodes.bin must have|setSize.bin must have/,
    );
  });

  it('refuse to be half there', () => {
    const { 'trees.setCodes.bin': _, ...rest } = treesToFiles([bySet]);
    expect(() => treesFromFiles(rest, 2)).toThrow('there must be a file trees.setCodes.bin');
  });
});
