import { Table, createRandom } from '@heph/data';
import { useBackend } from '@heph/testing';
import { SingleRowConfig, TabularRegressor } from '@heph/transformer';
import { beforeAll, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { membersOf } from '../network/prediction-head';
import { squaredError } from './squared-error';
import { supervisedTask } from './supervised-task';

beforeAll(() => useBackend('wasm'));

it('gives each member of an ensemble a loss of its own', () => {
  const random = createRandom(2);
  const numbers = (count: number) => Float32Array.from({ length: count }, () => random.normal());
  const rows = {
    numRows: 6,
    numeric: numbers(12),
    states: new Int32Array(12),
    categorical: new Int32Array(0),
  };
  const targets = numbers(6);
  const table = Table.fromColumns({ a: [1, 2], b: [3, 4], y: [5, 6] });
  const model = new TabularRegressor({
    modelConfig: SingleRowConfig.generate(table, { target: 'y' }),
    dModel: 4,
    nHeads: 1,
    numLayers: 0,
    dropout: 0,
    pooling: 'flatten',
    ensembleSize: 3,
    seed: 1,
  });
  const inputs = [tf.tensor2d(rows.numeric, [6, 2]), tf.tensor2d(rows.states, [6, 2], 'int32')];
  const said = (membersOf(model.model)!.predict(inputs) as tf.Tensor).dataSync();
  const objective = squaredError({ mean: 0, standardDeviation: 1 });
  const task = supervisedTask(model.model, { rows, targets, weights: null }, null, objective);
  const loss = tf.tidy(() => task.loss([...inputs, tf.tensor2d(targets, [6, 1])]).dataSync()[0]!);

  let ofMembers = 0;
  let ofMean = 0;
  targets.forEach((target, row) => {
    const members = Array.from(said.slice(3 * row, 3 * row + 3));
    const mean = members.reduce((sum, value) => sum + value, 0) / 3;
    ofMembers += members.reduce((sum, value) => sum + (value - target) ** 2, 0) / 18;
    ofMean += (mean - target) ** 2 / 6;
  });
  expect(loss).toBeCloseTo(ofMembers, 4);
  expect(Math.abs(ofMembers - ofMean)).toBeGreaterThan(1e-3);
  model.dispose();
});
