import { describe, expect, it } from '@jest/globals';
import { scalar, tensor } from '@tensorflow/tfjs-core';
import { useBackend } from './backends';
import { expectTensorsClose, noLeakedTensors } from './tensors';

describe('expectTensorsClose', () => {
  it('passes what is equal but for rounding', async () => {
    await useBackend('cpu');
    expectTensorsClose(tensor([1, NaN, Infinity]), tensor([1 + 5e-6, NaN, Infinity]));
    expectTensorsClose([1.05], [1], { rtol: 0, atol: 0.1 });
    expectTensorsClose([], []);
  });

  it.each([
    [[1, 2], [1, 2.1], 'element 1: expected 2.1; received 2'],
    [[1, NaN], [1, 2], 'element 1: expected 2; received NaN'],
    [[1, 2], [1, NaN], 'element 1: expected NaN; received 2'],
    [[Infinity], [-Infinity], 'element 0: expected -Infinity; received Infinity'],
    [[5, 2], [1, 3], 'element 0: expected 1; received 5'],
    [[1], [1, 2], 'expected 2 values; received 1'],
  ])('refuses %j for %j', (received, expected, message) => {
    expect(() => expectTensorsClose(received, expected)).toThrow(message);
  });

  it('compares shapes', async () => {
    await useBackend('cpu');
    expect(() => expectTensorsClose(tensor([1, 2]), tensor([[1, 2]]))).toThrow(
      'expected shape [1, 2]; received [2]',
    );
  });
});

describe('noLeakedTensors', () => {
  it('counts', async () => {
    await useBackend('cpu');
    await expect(noLeakedTensors(() => scalar(1).dispose())).resolves.toBeUndefined();
    await expect(noLeakedTensors(() => void scalar(1))).rejects.toThrow('leaked 1');
    const tensorBefore = scalar(1);
    await expect(noLeakedTensors(() => tensorBefore.dispose())).rejects.toThrow('lost 1');
  });
});
