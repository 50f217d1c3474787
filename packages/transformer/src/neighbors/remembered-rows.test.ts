import { createRandom, requireTarget, Table } from '@heph/data';
import { useBackend } from '@heph/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { SingleRowConfig } from '../config/single-row-config';
import { InputEncoder } from '../encoding/input-encoder';
import { toTensor } from '../engine/eager-engine';
import { networkInputs } from '../network/network-inputs';
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
    for (const power of powers) {
      const expected = tf.tidy(() => recall(keysOf(asked), { keys, values, power }).dataSync());
      const recalled = await remembered.recall(encoder.encode(asked), power);
      recalled.forEach((mean, i) => expect(mean).toBeCloseTo(expected[i]!, 2));
    }
  });

  it('leave out only rows that do not count', async () => {
    const random = createRandom(3);
    const numbers = (count: number) => Array.from({ length: count }, () => random.normal());
    const known = Table.fromColumns({ a: numbers(500), b: numbers(500), y: numbers(500) });
    const config = SingleRowConfig.generate(known, { target: 'y' });
    const encoder = InputEncoder.fit(config, known, 'standard');
    const [keys, asked] = [encoder.encode(known).numeric, encoder.encode(known.slice(0, 40))];
    const values = Float32Array.from(requireTarget(known, 'y').values);
    // Not among the rows themselves, which would be all that counts.
    asked.numeric.forEach((value, i) => (asked.numeric[i] = value + 0.2));
    for (const power of powers) {
      const recalled = await new RememberedRows({ keys, values }, config).recall(asked, power);
      recalled.forEach((mean, row) => {
        let [sum, total] = [0, 0];
        values.forEach((value, i) => {
          const gaps = [0, 1].map(j => asked.numeric[2 * row + j]! - keys[2 * i + j]!);
          const weight = gaps.reduce((all, gap) => all + gap * gap, 1e-3) ** -power;
          sum += weight * value;
          total += weight;
        });
        expect(Math.abs(mean - sum / total)).toBeLessThan(1e-5);
      });
    }
  });
});
