import { createRandom, requireTarget, Table } from '@heph/data';
import { useBackend } from '@heph/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { SingleRowConfig } from '../config/single-row-config';
import { InputEncoder } from '../encoding/input-encoder';
import { networkInputs } from '../network/network-inputs';
import { toTensor } from '../training/eager-engine';
import { powers, recall } from './neighbor-memory';
import { RememberedRows } from './remembered-rows';
import { rowKeys } from './row-keys';

function table(numRows: number, seed: number): Table {
  const random = createRandom(seed);
  const rows = Array.from({ length: numRows }, () => ({
    // Wild values count as far as the farthest, gaps as the mean.
    a: random.uniform() < 0.1 ? NaN : random.normal() * (random.uniform() < 0.05 ? 1e4 : 1),
    b: random.normal(),
    kind: ['x', 'y', ''][random.integer(3)]!,
    // Too many categories for a key.
    name: `n${random.integer(60)}`,
    grade: ['low', 'high'][random.integer(2)]!,
    y: random.normal(),
  }));
  return Table.fromRows(rows);
}

describe('rows that are asked one by one', () => {
  beforeAll(() => useBackend('wasm'));

  it('say what the matrix of all distances says, for every power', async () => {
    const [known, asked] = [table(300, 1), table(40, 2)];
    const config = SingleRowConfig.generate(known, { target: 'y' });
    const encoder = InputEncoder.fit(config, known, 'standard');
    const keysOf = (rows: Table) => rowKeys(networkInputs(encoder.encode(rows)).map(toTensor), config);
    const values = Float32Array.from(requireTarget(known, 'y').values);
    const keys = tf.tidy(() => keysOf(known).dataSync() as Float32Array);
    const remembered = new RememberedRows({ keys, values }, config);
    const recalled = await remembered.recallAll(encoder.encode(asked));
    expect([...recalled.keys()]).toEqual([...powers]);
    for (const power of powers) {
      const expected = tf.tidy(() => recall(keysOf(asked), { keys, values, power }).dataSync());
      const all = recalled.get(power)!;
      all.forEach((mean, i) => expect(mean).toBeCloseTo(expected[i]!, 2));
      // Without the rows that are too far to count.
      const near = await remembered.recall(encoder.encode(asked), power);
      near.forEach((mean, i) => expect(Math.abs(mean - all[i]!)).toBeLessThan(1e-5));
    }
  });
});
