import { describe, expect, it } from '@jest/globals';
import type { Tree } from '../trees/tree';
import { treesFromFiles, treesToFiles } from './tree-files';

const stump: Tree = {
  feature: Int32Array.of(1, -1, -1),
  threshold: Float32Array.of(0.5, 0, 0),
  defaultLeft: Uint8Array.of(1, 0, 0),
  left: Int32Array.of(1, -1, -1),
  value: Float32Array.of(0, -1, 1),
  cover: Float32Array.of(10, 4, 6),
  gain: Float32Array.of(10, 0, 0),
};
const leaf: Tree = {
  feature: Int32Array.of(-1),
  threshold: Float32Array.of(0),
  defaultLeft: Uint8Array.of(0),
  left: Int32Array.of(-1),
  value: Float32Array.of(3),
  cover: Float32Array.of(10),
  gain: Float32Array.of(0),
};

describe('treesFromFiles', () => {
  it('gives back the trees that treesToFiles was given', () => {
    expect(treesFromFiles(treesToFiles([stump, leaf, stump]), 2)).toEqual([stump, leaf, stump]);
  });

  it('takes a split that parts present from missing values', () => {
    const tree = { ...stump, threshold: Float32Array.of(Infinity, 0, 0) };
    expect(treesFromFiles(treesToFiles([tree]), 2)).toEqual([tree]);
  });

  it.each([
    ['a child before its parent', { left: Int32Array.of(0, -1, -1) }],
    ['a child outside the tree', { left: Int32Array.of(2, -1, -1) }],
    ['a split without a child', { left: Int32Array.of(-1, -1, -1) }],
    ['a leaf with a child', { left: Int32Array.of(1, 2, -1) }],
    ['a feature that the model lacks', { feature: Int32Array.of(2, -1, -1) }],
    ['a negative feature', { feature: Int32Array.of(-2, -1, -1) }],
    ['a threshold that is no number', { threshold: Float32Array.of(NaN, 0, 0) }],
    ['an infinite value', { value: Float32Array.of(0, -Infinity, 1) }],
  ])('refuses %s', (_name, broken) => {
    const files = treesToFiles([leaf, { ...stump, ...broken }]);
    expect(() => treesFromFiles(files, 2)).toThrow(/^tree 1, node \d is neither a leaf nor a split$/);
  });

  it('refuses a tree without nodes', () => {
    const empty = { ...leaf, ...treesFromFiles(treesToFiles([]), 2)[0] };
    const none = Object.fromEntries(
      Object.entries(empty).map(([name, array]) => [name, (array as Float32Array).slice(0, 0)]),
    );
    expect(() => treesFromFiles(treesToFiles([none as unknown as Tree]), 2)).toThrow(
      /tree 0 must have a node/,
    );
  });

  it('refuses files that are missing, too short or too long', () => {
    const files = treesToFiles([stump]);
    const { 'trees.left.bin': left, ...rest } = files;
    expect(() => treesFromFiles(rest, 2)).toThrow('there must be a file trees.left.bin');
    const short = { ...files, 'trees.left.bin': left!.slice(0, 8) };
    expect(() => treesFromFiles(short, 2)).toThrow('trees.left.bin must have 12 bytes; it has 8');
    const sizes = { ...files, 'trees.size.bin': Uint8Array.of(255, 255, 255, 255) };
    expect(() => treesFromFiles(sizes, 2)).toThrow(/must have \d+ bytes; it has 12/);
    const cut = { ...files, 'trees.size.bin': Uint8Array.of(3, 0) };
    expect(() => treesFromFiles(cut, 2)).toThrow('trees.size.bin must have 0 bytes; it has 2');
  });
});
