import { HephError } from '@heph/data';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { StoredTensor } from '../storage/safetensors';

type Weight = LayersModel['weights'][number];

/** Weights by a name that is the same in every instance of a network: layer name, then the weight's own name. */
function namedWeights(network: LayersModel): Map<string, Weight> {
  const named = new Map<string, Weight>();
  for (const layer of network.layers)
    for (const weight of layer.weights) named.set(stableName(layer.name, weight, named), weight);
  return named;
}

function stableName(layerName: string, weight: Weight, taken: Map<string, Weight>): string {
  const own = weight.originalName.slice(weight.originalName.lastIndexOf('/') + 1);
  let name = `${layerName}/${own}`;
  for (let i = 1; taken.has(name); i++) name = `${layerName}/${own}_${i}`;
  return name;
}

/** Copies every weight from one network to another of the same layers. */
export function copyWeights(from: LayersModel, to: LayersModel): void {
  const source = namedWeights(from);
  tf.tidy(() => {
    for (const [name, weight] of namedWeights(to)) weight.write(tf.clone(source.get(name)!.read()));
  });
}

export function readWeights(network: LayersModel): StoredTensor[] {
  return Array.from(namedWeights(network), ([name, weight]) => {
    const tensor = weight.read();
    const values = tensor.dataSync();
    return {
      name,
      shape: [...tensor.shape],
      values: values instanceof Float32Array ? values : Int32Array.from(values),
    };
  });
}

/** Writes those of the tensors that the network has a weight for. */
export function writeMatchingWeights(network: LayersModel, tensors: readonly StoredTensor[]): void {
  const weights = namedWeights(network);
  tf.tidy(() => {
    for (const { name, shape, values } of tensors) {
      const weight = weights.get(name);
      weight?.write(tf.tensor(values, [...shape], weight.dtype));
    }
  });
}

/** @throws HephError `invalid-file` if the tensors are not exactly the network's weights. */
export function writeWeights(network: LayersModel, tensors: readonly StoredTensor[]): void {
  const stored = new Map(tensors.map(tensor => [tensor.name, tensor]));
  const weights = namedWeights(network);
  for (const name of stored.keys())
    if (!weights.has(name)) throw new HephError('invalid-file', `the network has no weight '${name}'`);
  for (const [name, weight] of weights) {
    const tensor = stored.get(name);
    if (tensor === undefined)
      throw new HephError('invalid-file', `expected a weight '${name}'; received none`);
    if (tensor.shape.join() !== weight.shape.join())
      throw new HephError(
        'invalid-file',
        `weight '${name}': expected shape [${weight.shape.join(', ')}]; received [${tensor.shape.join(', ')}]`,
      );
  }
  writeMatchingWeights(network, tensors);
}
