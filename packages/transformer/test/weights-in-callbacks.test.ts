import { useBackend } from '@heph/testing';
import { SingleRowConfig, TabularRegressor } from '@heph/transformer';
import { beforeAll, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { interactionTable } from './interaction-table';

beforeAll(() => useBackend('cpu'));

const train = interactionTable(60, 1);
const modelConfig = SingleRowConfig.generate(train, { target: 'y' });

/** Trains, and notes after every batch what a callback sees, if it looks. */
async function seenBy(engine: 'compiled' | 'eager', look: (model: TabularRegressor) => number) {
  const model = new TabularRegressor({
    modelConfig,
    dModel: 8,
    nHeads: 2,
    numLayers: 1,
    dropout: 0,
    seed: 1,
  });
  const seen: number[] = [];
  await model.fit(train, {
    epochs: 2,
    batchSize: 20,
    engine,
    seed: 1,
    callbacks: { onBatchEnd: async () => void seen.push(look(model)) },
  });
  const end = model.model.getWeights().map(weight => Array.from(weight.dataSync()));
  model.dispose();
  return { seen, end };
}

const squares = (model: TabularRegressor) =>
  tf.tidy(() => tf.addN(model.model.getWeights().map(weight => tf.sum(tf.square(weight)))).dataSync()[0]!);

it('a callback sees the weights of the step just done, compiled as eagerly', async () => {
  const [compiled, eager] = [await seenBy('compiled', squares), await seenBy('eager', squares)];
  expect(new Set(eager.seen).size).toBe(6);
  expect(new Set(compiled.seen).size).toBe(6);
  compiled.seen.forEach((value, i) => expect(value / eager.seen[i]!).toBeCloseTo(1, 4));
});

it('a callback that reads weights changes nothing that is learned', async () => {
  const [reading, idle] = [await seenBy('compiled', squares), await seenBy('compiled', () => 0)];
  expect(reading.end).toEqual(idle.end);
});

it('weights are read as ever once a fit is over', async () => {
  const model = new TabularRegressor({ modelConfig, dModel: 8, nHeads: 2, numLayers: 1, seed: 1 });
  await model.fit(train, { epochs: 1, batchSize: 20, callbacks: { onBatchEnd: () => Promise.resolve() } });
  expect(model.model.weights.filter(weight => Object.hasOwn(weight, 'read'))).toEqual([]);
  model.dispose();
});
