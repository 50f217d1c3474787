import { HephError } from '@heph/data';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { StoredTensor } from './safetensors';

/** Tensors by the names under which they are stored. */
export type NamedTensors<T extends tf.Tensor = tf.Tensor> = ReadonlyMap<string, T>;

/** A network's weights by names that are the same in every instance of it: layer name, then the weight's own name. */
export function namedWeights(network: LayersModel): NamedTensors<tf.Variable> {
  const named = new Map<string, tf.Variable>();
  for (const layer of network.layers)
    for (const weight of layer.weights)
      named.set(stableName(layer.name, weight.originalName, named), weight.read() as tf.Variable);
  return named;
}

function stableName(layerName: string, originalName: string, taken: NamedTensors): string {
  const own = originalName.slice(originalName.lastIndexOf('/') + 1);
  let name = `${layerName}/${own}`;
  for (let i = 1; taken.has(name); i++) name = `${layerName}/${own}_${i}`;
  return name;
}

/** Copies every weight from one network to another of the same layers. */
export function copyWeights(from: LayersModel, to: LayersModel): void {
  const source = namedWeights(from);
  tf.tidy(() => {
    for (const [name, weight] of namedWeights(to)) weight.assign(tf.clone(source.get(name)!));
  });
}

export function readTensors(tensors: NamedTensors): StoredTensor[] {
  return Array.from(tensors, ([name, tensor]) => {
    const values = tensor.dataSync();
    return {
      name,
      shape: [...tensor.shape],
      values: values instanceof Float32Array ? values : Int32Array.from(values),
    };
  });
}

/** Assigns those of the tensors that there is a variable for. */
export function writeMatchingTensors(
  variables: NamedTensors<tf.Variable>,
  tensors: readonly StoredTensor[],
): void {
  tf.tidy(() => {
    for (const { name, shape, values } of tensors) {
      const variable = variables.get(name);
      variable?.assign(tf.tensor(values, [...shape], variable.dtype));
    }
  });
}

/** @throws HephError `invalid-file` if the tensors are not exactly those of the variables. */
export function writeTensors(variables: NamedTensors<tf.Variable>, tensors: readonly StoredTensor[]): void {
  requireSameTensors(variables, tensors);
  writeMatchingTensors(variables, tensors);
}

/** @throws HephError `invalid-file` if names or shapes differ. */
export function requireSameTensors(expected: NamedTensors, tensors: readonly StoredTensor[]): void {
  const stored = new Map(tensors.map(tensor => [tensor.name, tensor]));
  for (const name of stored.keys())
    if (!expected.has(name)) throw new HephError('invalid-file', `the network has no weight '${name}'`);
  for (const [name, weight] of expected) {
    const tensor = stored.get(name);
    if (tensor === undefined)
      throw new HephError('invalid-file', `expected a weight '${name}'; received none`);
    if (tensor.shape.join() !== weight.shape.join())
      throw new HephError(
        'invalid-file',
        `weight '${name}': expected shape [${weight.shape.join(', ')}]; received [${tensor.shape.join(', ')}]`,
      );
  }
}
