import { exportOnnx } from '@heph/compile';
import { compile } from '@heph/compile/node';
import { categoricalEmbedding, categoryInteractionHash, stateTokens } from '@heph/layers';
import { useBackend } from '@heph/testing';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { type layers } from '@tensorflow/tfjs-layers';
import { InferenceSession, Tensor } from 'onnxruntime-node';

const cardinalities = [3, 2];
type Apply = (layer: layers.Layer, codes: tf.Tensor) => tf.Tensor;
const alone: Apply = (layer, codes) => layer.apply(codes) as tf.Tensor;
const withTokens: Apply = (layer, codes) =>
  layer.apply([tf.add(tf.zeros([1, 1, 4]), tf.ones([codes.shape[0]!, 2, 1])), codes]) as tf.Tensor;

const cases: [string, () => layers.Layer, Apply][] = [
  ['categoricalEmbedding', () => categoricalEmbedding({ cardinalities, outputDim: 4, seed: 1 }), alone],
  [
    'categoryInteractionHash, numbered',
    () => categoryInteractionHash({ hash: 'numbered', cardinalities, outputDim: 4, seed: 1 }),
    alone,
  ],
  ['categoryInteractionHash, linear', () => categoryInteractionHash({ outputDim: 4, seed: 1 }), alone],
  ['stateTokens', () => stateTokens({ numStates: 1, seed: 1 }), withTokens],
];
/** Column by column: what is a code, and what is none. */
const integers = [0, 1, 2, 1, 3, 0, -1, 1, 0, 2, 2 ** 31 - 1, 0, 0, -(2 ** 31)];
const reals = [0, 1, 2, 1, NaN, 0, 1.7, 1, 0, 1e10, -1, 0, 0, -Infinity];

describe.each(cases)('%s', (_name, create, apply) => {
  beforeAll(() => useBackend('cpu'));
  afterEach(() => tf.disposeVariables());

  it.each([
    ['int32', integers],
    ['float32', reals],
  ] as const)('gives the same for %s codes that are none, compiled and exported', async (dtype, values) => {
    const layer = create();
    const shape = [values.length / 2, 2];
    const codes = tf.tensor(values, shape, dtype);
    const expected = apply(layer, codes).dataSync();

    const compiled = compile((x: tf.Tensor) => apply(layer, x));
    const { data } = await compiled.run(codes);
    await compiled.dispose();
    expect(Array.from(data)).toEqual(Array.from(expected));

    const inputs = [{ name: 'codes', shape: [null, 2], dtype }];
    const file = await InferenceSession.create(exportOnnx(({ codes: x }) => apply(layer, x!), { inputs }));
    const given = dtype === 'int32' ? Int32Array.from(values) : Float32Array.from(values);
    const { output } = await file.run({ codes: new Tensor(dtype, given, shape) });
    expect(Array.from(output!.data as Float32Array)).toEqual(Array.from(expected));
    expect(expected.some(Number.isNaN)).toBe(
      dtype === 'float32' || _name !== 'categoryInteractionHash, linear',
    );
    expect(Array.from(expected.slice(0, 4)).some(Number.isNaN)).toBe(false);
  });
});
