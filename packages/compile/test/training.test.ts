import '@tensorflow/tfjs-backend-cpu';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, type SymbolicTensor, input, layers, model } from '@tensorflow/tfjs-layers';
import { compile } from '../src/node';
import { floats, indices, positives } from './like-eager';

beforeAll(async () => {
  await tf.setBackend('cpu');
});
afterEach(() => tf.disposeVariables());

type Loss = () => tf.Scalar;

const numberIn = ({ data }: { data: ArrayLike<number> }) => data[0]!;

/** Trains twice, eagerly and compiled, from equal weights, and returns the largest relative difference of losses. */
async function compareTraining(
  build: () => { loss: (...args: tf.Tensor[]) => tf.Scalar; variables: tf.Variable[] },
  makeOptimizer: () => tf.Optimizer,
  args: tf.Tensor[],
  steps: number,
): Promise<{ loss: number; weight: number; first: number; last: number }> {
  const [eager, traced] = [build(), build()];
  const [eagerOptimizer, tracedOptimizer] = [makeOptimizer(), makeOptimizer()];
  const compiled = compile((...inputs: tf.Tensor[]) =>
    tracedOptimizer.minimize((() => traced.loss(...inputs)) as Loss, true, traced.variables),
  );
  const losses: [number, number][] = [];
  for (let step = 0; step < steps; step++) {
    const expected = tf.tidy(() =>
      eagerOptimizer.minimize((() => eager.loss(...args)) as Loss, true, eager.variables)!.dataSync(),
    )[0]!;
    losses.push([expected, numberIn(await compiled.run(...args))]);
  }
  compiled.sync();
  await compiled.dispose();
  const weights = eager.variables.map((variable, i) => {
    const difference = tf.max(tf.abs(tf.sub(variable, traced.variables[i]!)));
    return difference.dataSync()[0]!;
  });
  expect(tracedOptimizer.iterations).toBe(eagerOptimizer.iterations);
  return {
    loss: Math.max(...losses.map(([expected, actual]) => Math.abs(actual / expected - 1))),
    weight: Math.max(...weights),
    first: losses[0]![0],
    last: losses.at(-1)![0],
  };
}

function linearModel() {
  const kernel = tf.variable(floats(6, 3));
  const bias = tf.variable(tf.zeros([3]));
  const loss = (x?: tf.Tensor, y?: tf.Tensor) =>
    tf.losses.meanSquaredError(y!, tf.tanh(tf.add(tf.matMul(x!, kernel), bias))) as tf.Scalar;
  return { loss, variables: [kernel, bias] };
}

const optimizers: Record<string, () => tf.Optimizer> = {
  sgd: () => tf.train.sgd(0.1),
  momentum: () => tf.train.momentum(0.05, 0.9),
  'momentum of Nesterov': () => tf.train.momentum(0.05, 0.9, true),
  adagrad: () => tf.train.adagrad(0.05),
  adadelta: () => tf.train.adadelta(0.5),
  adam: () => tf.train.adam(0.01),
  adamax: () => tf.train.adamax(0.01, 0.9, 0.999, 1e-8, 0.1),
  rmsprop: () => tf.train.rmsprop(0.01),
  'rmsprop, centred': () => tf.train.rmsprop(0.001, 0.9, 0.5, 1e-12, true),
};

describe('stock optimizers', () => {
  const data = () => [floats(16, 6), tf.sin(floats(16, 3))];

  it.each(Object.keys(optimizers))('%s trains as it does eagerly', async name => {
    const { loss, weight, first, last } = await compareTraining(linearModel, optimizers[name]!, data(), 30);
    expect(last).toBeLessThan(first);
    expect(loss).toBeLessThan(1e-5);
    expect(weight).toBeLessThan(1e-4);
  });

  it.each(Object.keys(optimizers))(
    '%s follows a learning rate of zero, set between two steps',
    async name => {
      const { loss, variables } = linearModel();
      const optimizer = optimizers[name]!();
      const [x, y] = data() as [tf.Tensor, tf.Tensor];
      const compiled = compile((a: tf.Tensor, b: tf.Tensor) =>
        optimizer.minimize((() => loss(a, b)) as Loss, true, variables),
      );
      await compiled.run(x, y);
      compiled.sync();
      const before = variables[0]!.dataSync().slice();
      if ('setLearningRate' in optimizer) (optimizer as tf.SGDOptimizer).setLearningRate(0);
      else Object.assign(optimizer, { learningRate: 0 });
      await compiled.run(x, y);
      compiled.sync();
      // Momentum and its kin go on with what they had gathered; the others stand still.
      const gathers = name === 'rmsprop, centred';
      if (gathers) expect(variables[0]!.dataSync()).not.toEqual(before);
      else expect(variables[0]!.dataSync()).toEqual(before);
      expect(compiled.info.traces).toBe(1);
      await compiled.dispose();
    },
  );
});

/** A model of the usual layers on a number vector and a category, its weights the same every time. */
function usualLayers(head: (x: SymbolicTensor) => SymbolicTensor): LayersModel {
  const numbers = input({ shape: [5] });
  const category = input({ shape: [1], dtype: 'int32' });
  const embedded = layers.flatten().apply(layers.embedding({ inputDim: 9, outputDim: 4 }).apply(category));
  const joined = layers.concatenate().apply([numbers, embedded as SymbolicTensor]);
  let hidden = layers.dense({ units: 16, activation: 'relu' }).apply(joined);
  hidden = layers.batchNormalization().apply(hidden);
  hidden = layers.dense({ units: 16, activation: 'elu' }).apply(hidden);
  hidden = layers.layerNormalization().apply(hidden);
  hidden = layers.dense({ units: 12, activation: 'selu' }).apply(hidden);
  hidden = layers.leakyReLU().apply(hidden);
  const network = model({ inputs: [numbers, category], outputs: head(hidden as SymbolicTensor) });
  network.setWeights(
    network
      .getWeights()
      .map(({ shape }, i) =>
        shape.length > 1 ? tf.mul(floats(...shape), 0.2) : positives(0.5 + i / 40, ...shape),
      ),
  );
  return network;
}

const regression = (x: SymbolicTensor) => layers.dense({ units: 1 }).apply(x) as SymbolicTensor;
const classification = (x: SymbolicTensor) =>
  layers.dense({ units: 3, activation: 'softmax' }).apply(x) as SymbolicTensor;

function trainable(network: LayersModel, loss: (target: tf.Tensor, output: tf.Tensor) => tf.Tensor) {
  return {
    loss: (numbers?: tf.Tensor, category?: tf.Tensor, target?: tf.Tensor) =>
      loss(target!, network.apply([numbers!, category!], { training: true }) as tf.Tensor) as tf.Scalar,
    variables: network.trainableWeights.map(weight => weight.read() as tf.Variable),
  };
}

const crossEntropy = (labels: tf.Tensor, probabilities: tf.Tensor) =>
  tf.neg(tf.mean(tf.sum(tf.mul(tf.oneHot(tf.squeeze(labels), 3), tf.log(tf.add(probabilities, 1e-7))), 1)));

describe('models of stock layers', () => {
  const batch = (target: tf.Tensor) => [floats(32, 5), indices(9, 32, 1), target];

  it('train for 50 steps as they do eagerly: squared error', async () => {
    const build = () => trainable(usualLayers(regression), tf.losses.meanSquaredError);
    const { loss, first, last } = await compareTraining(
      build,
      () => tf.train.adam(0.001),
      batch(floats(32, 1)),
      50,
    );
    expect(last).toBeLessThan(0.9 * first);
    expect(loss).toBeLessThan(1e-4);
  });

  it('train for 50 steps as they do eagerly: cross-entropy', async () => {
    const build = () => trainable(usualLayers(classification), crossEntropy);
    const { loss, first, last } = await compareTraining(
      build,
      () => tf.train.adam(0.001),
      batch(indices(3, 32, 1)),
      50,
    );
    expect(last).toBeLessThan(0.9 * first);
    expect(loss).toBeLessThan(1e-4);
  });

  it('update the running statistics of batch normalization', async () => {
    const network = usualLayers(regression);
    const running = network.weights
      .filter(({ name }) => name.includes('moving'))
      .map(weight => weight.read());
    const before = running.map(statistic => statistic.dataSync().slice());
    const compiled = compile(
      (x: tf.Tensor, c: tf.Tensor) => network.apply([x, c], { training: true }) as tf.Tensor,
    );
    await compiled.run(floats(32, 5), indices(9, 32, 1));
    compiled.sync();
    const after = running.map(statistic => statistic.dataSync());
    expect(after).toHaveLength(2);
    after.forEach((statistic, i) => expect(statistic).not.toEqual(before[i]));
  });

  it.each([
    ['dropout', () => layers.dropout({ rate: 0.5 })],
    ['gaussian noise', () => layers.gaussianNoise({ stddev: 0.5 })],
    ['gaussian dropout', () => layers.gaussianDropout({ rate: 0.5 })],
    ['alpha dropout', () => layers.alphaDropout({ rate: 0.5 })],
  ])('draw the noise of %s anew in every run of training, and none in prediction', async (_, layer) => {
    const noise = layer();
    const x = positives(1, 40, 50);
    const training = compile((a: tf.Tensor) => noise.apply(a, { training: true }) as tf.Tensor, { seed: 7 });
    const [first, second] = [await training.run(x), await training.run(x)];
    expect(second.data).not.toEqual(first.data);
    const mean = Array.from(first.data).reduce((sum, value) => sum + value, 0) / first.data.length;
    expect(Math.abs(mean / tf.mean(x).dataSync()[0]! - 1)).toBeLessThan(0.2);
    const prediction = compile((a: tf.Tensor) => tf.mul(noise.apply(a, { training: false }) as tf.Tensor, 1));
    expect((await prediction.run(x)).data).toEqual(x.dataSync());
  });

  it.each([
    'elu',
    'hardSigmoid',
    'linear',
    'relu',
    'relu6',
    'selu',
    'sigmoid',
    'softmax',
    'softplus',
    'softsign',
    'tanh',
  ] as const)('run the activation %s and its gradient', async activation => {
    const layer = layers.activation({ activation });
    const x = floats(4, 5);
    const step = (a: tf.Tensor) => tf.grad(z => tf.mul(layer.apply(z) as tf.Tensor, floats(4, 5)))(a);
    const eager = step(x).dataSync();
    const constants: tf.Tensor[] = [];
    const compiled = compile(step, { constants });
    const { data } = await compiled.run(x);
    data.forEach((value, i) => expect(value).toBeCloseTo(eager[i]!, 5));
  });
});

describe('losses', () => {
  const pairs: Record<string, (a: tf.Tensor, b: tf.Tensor) => tf.Tensor> = {
    absoluteDifference: tf.losses.absoluteDifference,
    cosineDistance: (a, b) => tf.losses.cosineDistance(a, b, 1),
    hingeLoss: (a, b) => tf.losses.hingeLoss(a, b),
    huberLoss: tf.losses.huberLoss,
    logLoss: (a, b) => tf.losses.logLoss(tf.sigmoid(a), tf.sigmoid(b)),
    meanSquaredError: tf.losses.meanSquaredError,
    sigmoidCrossEntropy: (a, b) => tf.losses.sigmoidCrossEntropy(tf.sigmoid(a), b),
    softmaxCrossEntropy: (a, b) => tf.losses.softmaxCrossEntropy(tf.softmax(a), b),
  };

  it.each(Object.keys(pairs))('%s and its gradient are as eager', async name => {
    const step = (target: tf.Tensor, output: tf.Tensor) => {
      const { value, grad } = tf.valueAndGrad(prediction => pairs[name]!(target, prediction))(output);
      return [value, grad];
    };
    const args = [floats(6, 4), tf.mul(floats(4, 6), 0.7)].map((x, i) =>
      tf.reshape(x, i ? [6, 4] : [6, 4]),
    ) as [tf.Tensor, tf.Tensor];
    const [value, gradient] = step(...args).map(tensor => tensor.dataSync());
    const results = await compile(step).run(...args);
    expect(numberIn(results[0]!)).toBeCloseTo(value![0]!, 5);
    results[1]!.data.forEach((number, i) => expect(number).toBeCloseTo(gradient![i]!, 5));
  });
});
