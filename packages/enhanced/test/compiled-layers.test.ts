import { compile } from '@heph/compile/node';
import {
  categoryInteractionHash,
  crossNetV2,
  interactionGate,
  lowRankCross,
  numericEmbedding,
  pairInteraction,
  quantileBoundaries,
} from '@heph/layers';
import { expectTensorsClose, useBackend } from '@heph/testing';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { input, type layers } from '@tensorflow/tfjs-layers';

const normals = (...shape: number[]) => tf.randomNormal(shape, 0, 1, 'float32', 1);
const codes = (...shape: number[]) => tf.randomUniform(shape, 0, 9, 'int32', 2);
const boundaries = [1, 4, 7].map(numBins =>
  quantileBoundaries([-2, -1, -0.4, 0, 0.3, 0.9, 1.7, 2.5], numBins),
);
const pairs: [number, number][] = [
  [0, 2],
  [1, 2],
];

const cases: [string, () => layers.Layer, () => tf.Tensor][] = [
  ['lowRankCross', () => lowRankCross({ rank: 2, dropout: 0, seed: 1 }), () => normals(8, 5)],
  ['crossNetV2', () => crossNetV2({ rank: 2, normalization: 'layer', seed: 1 }), () => normals(8, 5)],
  [
    'numericEmbedding, piecewise linear',
    () => numericEmbedding({ kind: 'piecewiseLinear', boundaries, outputDim: 4, seed: 1 }),
    () => normals(8, 3),
  ],
  [
    'categoryInteractionHash, numbered',
    () =>
      categoryInteractionHash({
        outputDim: 3,
        hash: 'numbered',
        cardinalities: [9, 9, 9],
        hashSize: 200,
        seed: 1,
      }),
    () => codes(8, 3),
  ],
  [
    'categoryInteractionHash, pairwise',
    () => categoryInteractionHash({ outputDim: 3, hash: 'pairwise', hashSize: 50, seed: 1 }),
    () => codes(8, 3),
  ],
  [
    'pairInteraction',
    () => pairInteraction({ pairs, rank: 2, outputDim: 3, seed: 1 }),
    () => normals(8, 3, 4),
  ],
  [
    'pairInteraction, each pair with maps of its own',
    () => pairInteraction({ pairs, rank: 2, outputDim: 3, share: false, normalization: 'layer', seed: 1 }),
    () => normals(8, 3, 4),
  ],
  ['interactionGate', () => interactionGate({ sparsity: 0.1 }), () => normals(8, 3, 4)],
  [
    'interactionGate, softplus, of parts of a row',
    () => interactionGate({ form: 'softplus', groups: 2, sparsity: 0.1 }),
    () => normals(8, 6),
  ],
];

/** A step of training towards outputs of a half, penalties included, as a function that can be traced. */
function stepOf(layer: layers.Layer, optimizer: tf.Optimizer) {
  const variables = layer.trainableWeights.map(weight => weight.read() as tf.Variable);
  return (x: tf.Tensor) =>
    optimizer.minimize(
      () => {
        const output = layer.apply(x, { training: true }) as tf.Tensor;
        const error = tf.mean(tf.square(tf.sub(output, 0.5)));
        return tf.addN([error, ...layer.calculateLosses()]) as tf.Scalar;
      },
      true,
      variables,
    )!;
}

describe('compiled', () => {
  beforeAll(() => useBackend('cpu'));
  afterEach(() => tf.disposeVariables());

  it.each(cases)('%s trains as it does eagerly', async (_name, create, example) => {
    const x = example();
    const [eager, traced] = [create(), create()];
    for (const layer of [eager, traced])
      layer.apply(input({ batchShape: [null, ...x.shape.slice(1)], dtype: x.dtype }));
    const step = stepOf(eager, tf.train.sgd(0.05));
    const compiled = compile(stepOf(traced, tf.train.sgd(0.05)), { seed: 1 });
    const losses: number[] = [];
    for (let i = 0; i < 5; i++) {
      const expected = tf.tidy(() => step(x).dataSync()[0]!);
      const { data } = await compiled.run(x);
      expectTensorsClose([data[0]!], [expected], { rtol: 1e-3 });
      losses.push(expected);
    }
    expect(losses.at(-1)).toBeLessThan(losses[0]!);
    compiled.sync();
    eager.weights.forEach((weight, i) =>
      expectTensorsClose(traced.weights[i]!.read(), weight.read(), { rtol: 1e-3, atol: 1e-6 }),
    );
    await compiled.dispose();
  });
});
