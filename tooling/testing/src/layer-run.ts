import {
  mul,
  sum,
  variable,
  variableGrads,
  type Scalar,
  type Tensor,
  type Variable,
} from '@tensorflow/tfjs-core';
import { type layers, type LayerVariable } from '@tensorflow/tfjs-layers';

/** Applies a layer, as its users do: one tensor alone, several as a list. */
export function applyLayer(layer: layers.Layer, inputs: Tensor[], training = false): Tensor {
  return layer.apply(inputs.length === 1 ? inputs[0]! : inputs, { training }) as Tensor;
}

/** The weight whose name ends so. */
export function weightNamed(layer: layers.Layer, name: string): LayerVariable {
  const found = layer.weights.find(weight => weight.originalName.split('/').at(-1) === name);
  if (found) return found;
  const names = layer.weights.map(weight => weight.originalName).join(', ');
  throw new Error(`expected a weight ${name}; received ${names}`);
}

/** Gradients of `sum(output ⊙ probe)`; `null` where an input is not float32 or a weight has no influence. */
export interface Gradients {
  inputs: (Tensor | null)[];
  weights: Map<string, Tensor>;
}

/** Runs a layer forward and backward. */
export function gradientsOf(
  layer: layers.Layer,
  inputs: Tensor[],
  probe: Tensor,
  training: boolean,
): Gradients {
  const isReal = (x: Tensor) => x.dtype === 'float32';
  const leaves = inputs.map(x => (isReal(x) ? variable(x) : x));
  const weights = layer.trainableWeights.map(weight => weight.read() as Variable);
  const reals = leaves.filter(isReal) as Variable[];
  const { value, grads } = variableGrads(
    () => sum(mul(applyLayer(layer, leaves, training), probe)) as Scalar,
    [...reals, ...weights],
  );
  const result = {
    inputs: leaves.map(x => (isReal(x) ? (grads[(x as Variable).name] ?? null) : null)),
    weights: new Map(
      layer.trainableWeights.flatMap(weight => {
        const gradient = grads[(weight.read() as Variable).name];
        return gradient ? [[weight.originalName, gradient] as const] : [];
      }),
    ),
  };
  for (const tensor of [value, ...reals]) tensor.dispose();
  return result;
}
