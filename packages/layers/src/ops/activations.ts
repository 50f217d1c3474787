import { elu, relu, selu, sigmoid, softplus, tanh, mul, type Tensor } from '@tensorflow/tfjs-core';
import { gelu } from './gelu';

const activations = {
  linear: (x: Tensor) => x,
  relu: (x: Tensor) => relu(x),
  gelu,
  silu: (x: Tensor) => mul(x, sigmoid(x)),
  tanh: (x: Tensor) => tanh(x),
  sigmoid: (x: Tensor) => sigmoid(x),
  elu: (x: Tensor) => elu(x),
  selu: (x: Tensor) => selu(x),
  softplus: (x: Tensor) => softplus(x),
};

/** Elementwise functions that layers take by name. */
export type ActivationName = keyof typeof activations;

/** Applies a named elementwise function. */
export function activate(x: Tensor, name: ActivationName): Tensor {
  return activations[name](x);
}

/** Refuses a name that is not in the list, at construction. */
export function checkActivation(name: string): ActivationName {
  if (Object.hasOwn(activations, name)) return name as ActivationName;
  throw new RangeError(`activation must be one of ${Object.keys(activations).join(', ')}; received ${name}`);
}
