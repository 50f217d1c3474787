import * as tf from '@tensorflow/tfjs-core';

/** The Python project's default network: 11 tokens of width 128, 4 heads, 4 layers, GELU in the feed-forward part. */
export const size = { width: 128, heads: 4, tokens: 11, layers: 4 };

/** The operations as TensorFlow.js brings them. */
export const stockOps = {
  linear: (x, kernel) => tf.matMul(x, kernel),
  scores: (queries, keys) => tf.matMul(queries, keys, false, true),
  mix: (weights, values) => tf.matMul(weights, values),
  gelu: x => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1)),
  norm: (x, gamma, beta) => {
    const centred = tf.sub(x, tf.mean(x, -1, true));
    const variance = tf.mean(tf.square(centred), -1, true);
    return tf.add(tf.mul(tf.mul(centred, tf.rsqrt(tf.add(variance, 1e-5))), gamma), beta);
  },
};

/** The same operations from @heph/layers, whose gradients never multiply by a matrix read transposed. */
export async function hephOps() {
  const { gelu, layerNormalization, matMul } = await import('@heph/layers');
  return {
    linear: (x, kernel) => matMul(x, kernel),
    scores: (queries, keys) => matMul(queries, keys, { transposeB: true }),
    mix: (weights, values) => matMul(weights, values),
    gelu,
    norm: layerNormalization,
  };
}

/** Weights, loss and one batch of data, the same for every engine up to the order of random draws. */
export function makeNetwork(ops, batch) {
  const { width, heads, tokens, layers } = size;
  let seed = 1;
  const kernel = (...shape) => tf.variable(tf.randomNormal(shape, 0, 0.05, 'float32', seed++));
  const norm = () => ({ gamma: tf.variable(tf.ones([width])), beta: tf.variable(tf.zeros([width])) });
  const blocks = Array.from({ length: layers }, () => ({
    query: kernel(width, width),
    key: kernel(width, width),
    value: kernel(width, width),
    output: kernel(width, width),
    hidden: [
      kernel(width, 2 * width),
      kernel(2 * width, 4 * width),
      kernel(4 * width, 4 * width),
      kernel(4 * width, width),
    ],
    norms: [norm(), norm()],
  }));
  const head = kernel(width, 1);

  const flat = [batch * tokens, width];
  const split = x => tf.transpose(tf.reshape(x, [batch, tokens, heads, width / heads]), [0, 2, 1, 3]);
  const block = (x, { query, key, value, output, hidden, norms }) => {
    const [queries, keys, values] = [query, key, value].map(weights => split(ops.linear(x, weights)));
    const scores = tf.mul(ops.scores(queries, keys), 1 / Math.sqrt(width / heads));
    const mixed = tf.reshape(tf.transpose(ops.mix(tf.softmax(scores), values), [0, 2, 1, 3]), flat);
    const attended = ops.norm(tf.add(x, ops.linear(mixed, output)), norms[0].gamma, norms[0].beta);
    const [first, second, third, fourth] = hidden;
    const wide = ops.linear(ops.linear(ops.gelu(ops.linear(attended, first)), second), third);
    return ops.norm(tf.add(attended, ops.linear(ops.gelu(wide), fourth)), norms[1].gamma, norms[1].beta);
  };
  const loss = (x, y) => {
    const encoded = blocks.reduce(block, tf.reshape(x, flat));
    const prediction = tf.mean(tf.reshape(ops.linear(encoded, head), [batch, tokens]), 1, true);
    return tf.mean(tf.square(tf.sub(prediction, y)));
  };
  return {
    loss,
    variables: [
      ...blocks.flatMap(({ norms, hidden, ...kernels }) => [
        ...Object.values(kernels),
        ...hidden,
        ...norms.flatMap(Object.values),
      ]),
      head,
    ],
    x: tf.randomNormal([batch, tokens, width], 0, 1, 'float32', 77),
    y: tf.randomNormal([batch, 1], 0, 1, 'float32', 78),
  };
}
