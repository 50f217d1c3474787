import { describe, expect, it } from '@jest/globals';
import { gainPerSplit, meanGainShares } from './importance';
import type { Tree } from './tree';

/** A tree of which only the gains matter here: one node for each pair of feature and gain, -1 for a leaf. */
function treeOf(...nodes: [feature: number, gain: number][]): Tree {
  const zeros = new Float32Array(nodes.length);
  return {
    feature: Int32Array.from(nodes, ([feature]) => feature),
    gain: Float32Array.from(nodes, ([, gain]) => gain),
    left: new Int32Array(nodes.length),
    defaultLeft: new Uint8Array(nodes.length),
    threshold: zeros,
    value: zeros,
    cover: zeros,
  };
}

const trees = [treeOf([0, 6], [1, 2], [-1, 0]), treeOf([-1, 0]), treeOf([1, 30], [1, 10])];

describe('meanGainShares', () => {
  it('adds up shares tree by tree; a tree without a split has none', () => {
    expect([...meanGainShares(trees, 3)]).toEqual([0.75, 1.25, 0]);
  });
});

describe('gainPerSplit', () => {
  it('averages over the splits on a feature', () => {
    expect([...gainPerSplit(trees, 3)]).toEqual([6, 14, 0]);
  });
});
