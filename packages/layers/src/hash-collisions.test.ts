import { useBackend } from '@heph/testing';
import { describe, expect, it } from '@jest/globals';
import { squeeze, tensor, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { categoryInteractionHash } from './category-interaction-hash';
import { hashCollisions, type HashCollisionsArgs } from './hash-collisions';
import { allPairs, type Pair } from './support/pairs';

/** The row of every combination of every pair, looked up by the layer itself in a table of row numbers. */
function rowsOfLayer({ cardinalities, hashSize, hash, pairs }: HashCollisionsArgs): number[][] {
  const all = pairs ?? allPairs(cardinalities.length);
  return tidy(() => {
    const layer = categoryInteractionHash({
      hashSize,
      outputDim: 1,
      hash,
      ...(pairs && { pairs: [...pairs] }),
      ...(hash === 'numbered' && { cardinalities: [...cardinalities] }),
    });
    layer.build([null, cardinalities.length]);
    layer.setWeights([tensor([...Array(hashSize).keys()], [hashSize, 1])]);
    return all.map(([i, j], p) => {
      const codes = Array.from({ length: cardinalities[i]! * cardinalities[j]! }, (_, k) => {
        const row = new Array<number>(cardinalities.length).fill(0);
        row[i] = Math.floor(k / cardinalities[j]!);
        row[j] = k % cardinalities[j]!;
        return row;
      });
      const rows = layer.apply(tensor(codes, [codes.length, cardinalities.length], 'int32')) as Tensor;
      return (squeeze(rows, [2]).arraySync() as number[][]).map(row => row[p]!);
    });
  });
}

/** Straight from the definition: which combinations find another one on their row? */
function counted(rows: number[], all: number[]) {
  const onRow = new Map<number, number>();
  for (const row of all) onRow.set(row, (onRow.get(row) ?? 0) + 1);
  const colliding = rows.filter(row => onRow.get(row)! > 1).length;
  return {
    combinations: rows.length,
    colliding,
    share: rows.length === 0 ? 0 : colliding / rows.length,
    slotsUsed: new Set(rows).size,
  };
}

const somePairs: Pair[] = [
  [2, 0],
  [1, 2],
];

describe('hashCollisions', () => {
  it.each<HashCollisionsArgs>([
    { cardinalities: [5, 7, 8], hashSize: 100, hash: 'linear' },
    { cardinalities: [5, 7, 8], hashSize: 100, hash: 'pairwise' },
    { cardinalities: [5, 7, 8], hashSize: 100, hash: 'numbered' },
    { cardinalities: [5, 7, 8], hashSize: 1000, hash: 'pairwise' },
    { cardinalities: [40, 3, 20], hashSize: 900, hash: 'pairwise', pairs: somePairs },
    { cardinalities: [40, 3, 20], hashSize: 900, hash: 'numbered', pairs: somePairs },
    { cardinalities: [40, 45], hashSize: 20, hash: 'linear' },
    { cardinalities: [40, 45], hashSize: 20, hash: 'numbered' },
  ])('counts what the layer does: %j', async args => {
    await useBackend('cpu');
    const rows = rowsOfLayer(args);
    const pairs = args.pairs ?? allPairs(args.cardinalities.length);
    expect(hashCollisions(args)).toEqual({
      ...counted(rows.flat(), rows.flat()),
      pairs: pairs.map((pair, p) => ({
        pair,
        ...counted(rows[p]!, rows.flat()),
        slotsUsed: new Set(rows[p]).size,
        collidingWithin: counted(rows[p]!, rows[p]!).colliding,
      })),
      exact: true,
    });
  });

  it('has none where combinations are numbered and the table holds them', () => {
    const cardinalities = [60, 60, 10];
    const combinations = 60 * 60 + 2 * 60 * 10;
    const at = (hashSize: number) => hashCollisions({ cardinalities, hashSize, hash: 'numbered' });
    expect(at(combinations)).toMatchObject({ combinations, colliding: 0, slotsUsed: combinations });
    expect(at(combinations - 1)).toMatchObject({ colliding: 2, slotsUsed: combinations - 1 });
    expect(hashCollisions({ cardinalities, hashSize: 40_000, hash: 'pairwise' }).share).toBeGreaterThan(0.5);
  });

  it('has none without combinations', () => {
    expect(hashCollisions({ cardinalities: [7], hashSize: 20, hash: 'linear' })).toEqual({
      combinations: 0,
      colliding: 0,
      share: 0,
      slotsUsed: 0,
      pairs: [],
      exact: true,
    });
  });

  it('counts codes of very many categories together', () => {
    const args = { cardinalities: [1e6, 1e6], hashSize: 1000 } as const;
    expect(hashCollisions({ ...args, hash: 'linear' })).toMatchObject({
      combinations: 1e12,
      share: 1,
      slotsUsed: 1000,
      exact: true,
    });
  });

  it('expects what it cannot count', () => {
    const [a, b, hashSize] = [20_000, 12_000, 40_000_000];
    const { share, slotsUsed, exact, pairs } = hashCollisions({
      cardinalities: [a, b],
      hashSize,
      hash: 'pairwise',
    });
    // Poisson: e^−λ of the combinations are alone, e^−λ of the rows empty.
    const alone = Math.exp((-a * b) / hashSize);
    expect(exact).toBe(false);
    expect(share).toBeCloseTo(1 - alone, 6);
    expect(slotsUsed / hashSize).toBeCloseTo(1 - alone, 6);
    expect(pairs).toEqual([expect.objectContaining({ pair: [0, 1], combinations: a * b })]);
    expect(pairs[0]!.collidingWithin / (a * b)).toBeCloseTo(1 - alone, 6);
  });

  it('says what is wrong with its arguments', () => {
    const args = { cardinalities: [3, 4], hashSize: 10, hash: 'linear' } as const;
    expect(() => hashCollisions({ ...args, cardinalities: [3, 0] })).toThrow(
      'cardinalities[1] must be a positive integer; received 0',
    );
    expect(() => hashCollisions({ ...args, hashSize: 0 })).toThrow('hashSize must be a positive integer');
    expect(() => hashCollisions({ ...args, hash: 'other' as 'linear' })).toThrow(
      'hash must be one of linear, pairwise, numbered; received other',
    );
    expect(() => hashCollisions({ ...args, pairs: [[0, 2]] })).toThrow(
      'pairs[0] must lie within the 2 columns',
    );
  });
});
