import { noLeakedTensors, useBackend } from '@heph/testing';
import {
  buildEncoder,
  SingleRowConfig,
  TabularRegressor,
  type EngineName,
  type ResolvedNetworkOptions,
} from '@heph/transformer';
import { beforeAll, expect, it } from '@jest/globals';
import {
  layers,
  model as layersModel,
  regularizers,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { interactionTable } from './interaction-table';

const table = interactionTable(100, 1);
const modelConfig = SingleRowConfig.generate(table, { target: 'y' });
const sizes = { modelConfig, dModel: 8, nHeads: 2, numLayers: 1, dropout: 0, seed: 1 };
const factor = 0.5;

/** A regressor with a head of its own: two regularized layers. */
class Regularized extends TabularRegressor {
  static factor = 0;

  protected override buildNetwork(options: ResolvedNetworkOptions): LayersModel {
    const encoder = buildEncoder(this.modelConfig, options);
    const penalty = regularizers.l2({ l2: Regularized.factor });
    const flat = layers.flatten({ name: 'flat' }).apply(encoder.tokens);
    const dense = (units: number, name: string) =>
      layers.dense({ units, name, kernelRegularizer: penalty, kernelInitializer: 'ones' });
    const hidden = dense(4, 'hidden').apply(flat);
    return layersModel({ inputs: encoder.inputs, outputs: dense(1, 'out').apply(hidden) as SymbolicTensor });
  }
}

beforeAll(() => useBackend('wasm'));

/** The loss of the first step, whose weights are all ones, and the weights' squares after the last. */
async function fit(penalty: number, engine: EngineName) {
  Regularized.factor = penalty;
  const model = new Regularized(sizes);
  const kernels = () => ['hidden', 'out'].map(name => model.model.getLayer(name).getWeights()[0]!);
  const squares = () =>
    kernels()
      .flatMap(kernel => Array.from(kernel.dataSync()))
      .reduce((sum, weight) => sum + weight ** 2, 0);
  const atFirst = squares();
  const options = { epochs: 20, batchSize: 100, learningRate: 0.01, weightDecay: 0, engine };
  const { history } = await model.fit(table, options);
  const result = { losses: history.loss!, atFirst, atLast: squares() };
  model.dispose();
  return result;
}

it.each(['eager', 'compiled'] as const)('penalties of layers enter the loss: %s', async engine => {
  const [free, penalized] = [await fit(0, engine), await fit(factor, engine)];
  const penalty = penalized.losses[0]! - free.losses[0]!;
  expect(penalty / (factor * penalized.atFirst)).toBeCloseTo(1, 4);
  expect(penalized.atLast).toBeLessThan(0.9 * free.atLast);
});

it('leaves no tensor behind', async () => {
  await fit(factor, 'eager');
  await noLeakedTensors(() => fit(factor, 'eager').then(() => undefined));
});
