import { createRandom } from '@heph/data';
import { useBackend } from '@heph/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { powers, recall } from './neighbor-memory';

describe('recall', () => {
  beforeAll(() => useBackend('wasm'));
  const random = createRandom(4);
  const numbers = (count: number) => Float32Array.from({ length: count }, () => random.normal());
  const [keys, values, asked] = [numbers(40 * 3), numbers(40), numbers(5 * 3)];

  it.each(powers)('is the mean of values weighted by inverse distance, power %i', power => {
    const found = tf.tidy(() => recall(tf.tensor2d(asked, [5, 3]), { keys, values, power }).dataSync());
    for (let row = 0; row < 5; row++) {
      let [sum, total] = [0, 0];
      for (let i = 0; i < 40; i++) {
        const square = [0, 1, 2].reduce(
          (all, j) => all + (asked[row * 3 + j]! - keys[i * 3 + j]!) ** 2,
          1e-3,
        );
        sum += values[i]! / square ** power;
        total += 1 / square ** power;
      }
      expect(found[row]).toBeCloseTo(sum / total, 3);
    }
  });

  it('gives back the value of a row that is remembered', () => {
    const found = tf.tidy(() => recall(tf.tensor2d(keys, [40, 3]), { keys, values, power: 6 }).dataSync());
    values.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 2));
  });
});
