import { compile } from '@heph/compile/node';
import { useBackend } from '@heph/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { AdamW } from './adamw';
import golden from './fixtures/adamw.json';

describe('AdamW', () => {
  let before = 0;
  beforeAll(async () => {
    await useBackend('cpu');
    before = tf.memory().numTensors;
  });
  afterAll(() => expect(tf.memory().numTensors).toBe(before));

  it('follows PyTorch step by step', () => {
    const { lr: learningRate, beta1, beta2, epsilon, weightDecay } = golden;
    const variable = tf.tidy(() => tf.variable(tf.tensor1d(golden.initial)));
    const optimizer = new AdamW({ learningRate, beta1, beta2, epsilon, weightDecay });
    golden.grads.forEach((gradient, step) => {
      tf.tidy(() => optimizer.applyGradients({ [variable.name]: tf.tensor1d(gradient) }));
      variable.dataSync().forEach((value, i) => expect(value).toBeCloseTo(golden.trajectory[step]![i]!, 5));
    });
    optimizer.dispose();
    variable.dispose();
  });

  it('follows PyTorch when compiled, the learning rate being an input', async () => {
    const { lr, beta1, beta2, epsilon, weightDecay } = golden;
    const variable = tf.tidy(() => tf.variable(tf.tensor1d(golden.initial)));
    const optimizer = new AdamW({ beta1, beta2, epsilon, weightDecay });
    optimizer.prepare([variable]);
    const step = compile((learningRate: tf.Tensor, gradient: tf.Tensor) => {
      optimizer.learningRate.assign(learningRate);
      optimizer.applyGradients({ [variable.name]: gradient });
    });
    for (const [i, gradient] of golden.grads.entries()) {
      await step.run(lr, Float32Array.from(gradient));
      step.sync();
      variable.dataSync().forEach((value, j) => expect(value).toBeCloseTo(golden.trajectory[i]![j]!, 5));
    }
    await step.dispose();
    optimizer.dispose();
    variable.dispose();
  });

  it('decays only what it is told to, and at the present learning rate', () => {
    const [kernel, bias] = ['kernel', 'bias'].map(name =>
      tf.tidy(() => tf.variable(tf.scalar(2), true, name)),
    );
    const optimizer = new AdamW({ learningRate: 1, weightDecay: 0.1, decays: name => name === 'kernel' });
    optimizer.setLearningRate(0.5);
    tf.tidy(() => optimizer.applyGradients({ kernel: tf.scalar(0), bias: tf.scalar(0) }));
    expect(kernel!.dataSync()[0]).toBeCloseTo(2 * (1 - 0.5 * 0.1), 6);
    expect(bias!.dataSync()[0]).toBe(2);
    optimizer.dispose();
    tf.dispose([kernel!, bias!]);
  });

  it('moves a variable at its own share of the learning rate, and decays it so', () => {
    const named = (names: string[]) =>
      names.map(name => tf.tidy(() => tf.variable(tf.scalar(2), true, name)));
    const [whole, part, still] = named(['whole', 'part', 'still']);
    const shares: Record<string, number> = { whole: 1, part: 0.25, still: 0 };
    const optimizer = new AdamW({ learningRate: 0.1, weightDecay: 0.5, rates: name => shares[name]! });
    const gradient = tf.scalar(3);
    tf.tidy(() => optimizer.applyGradients({ whole: gradient, part: gradient, still: gradient }));
    // A first step of Adam is as long as the learning rate.
    expect(whole!.dataSync()[0]).toBeCloseTo(2 * (1 - 0.1 * 0.5) - 0.1, 5);
    expect(part!.dataSync()[0]).toBeCloseTo(2 * (1 - 0.025 * 0.5) - 0.025, 5);
    expect(still!.dataSync()[0]).toBe(2);
    optimizer.dispose();
    tf.dispose([whole!, part!, still!, gradient]);
  });

  it('minimizes, as every optimizer of TensorFlow.js', () => {
    const x = tf.tidy(() => tf.variable(tf.scalar(3)));
    const optimizer = new AdamW({ learningRate: 0.1, weightDecay: 0 });
    for (let i = 0; i < 200; i++) optimizer.minimize(() => tf.square(tf.sub(x, 1)) as tf.Scalar);
    expect(x.dataSync()[0]).toBeCloseTo(1, 2);
    optimizer.dispose();
    x.dispose();
  });
});
