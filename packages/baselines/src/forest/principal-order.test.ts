import { createRandom } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { principalKeys } from './principal-order';

const orderOf = (keys: Float64Array) => [...keys.keys()].sort((a, b) => keys[a]! - keys[b]!);

function keysOf(classWeights: number[][]): Float64Array {
  const weights = Float64Array.from(classWeights, row => row.reduce((a, b) => a + b));
  const total = weights.reduce((a, b) => a + b);
  const means = Float64Array.from(classWeights[0]!, (_, k) =>
    classWeights.reduce((sum, row) => sum + row[k]! / total, 0),
  );
  const keys = new Float64Array(classWeights.length);
  principalKeys(Float64Array.from(classWeights.flat()), weights, means, keys);
  return keys;
}

describe('principalKeys', () => {
  it('of two classes sort by the share of either', () => {
    const random = createRandom(1);
    const rows = Array.from({ length: 12 }, () => [1 + random.integer(20), 1 + random.integer(20)]);
    const byShare = orderOf(Float64Array.from(rows, ([a, b]) => a! / (a! + b!)));
    expect([byShare, byShare.toReversed()]).toContainEqual(orderOf(keysOf(rows)));
  });

  it('of several classes sort along the direction in which the shares vary most', () => {
    // Classes 1 and 2 take from one another by far more than class 0 does from both.
    const random = createRandom(2);
    const lean = Array.from({ length: 10 }, (_, i) => i / 10 + 0.05 * random.uniform());
    const rows = lean.map(share => {
      const first = 0.2 + 0.04 * random.uniform();
      return [first, (1 - first) * share, (1 - first) * (1 - share)].map(part => 100 * part);
    });
    const byLean = orderOf(Float64Array.from(lean));
    expect([byLean, byLean.toReversed()]).toContainEqual(orderOf(keysOf(rows)));
  });

  it('are all alike where categories are', () => {
    const keys = keysOf([
      [4, 4, 4],
      [2, 2, 2],
    ]);
    expect(Math.abs(keys[0]! - keys[1]!)).toBeLessThan(1e-15);
  });
});
