import { tensor, type Tensor } from '@tensorflow/tfjs-core';
import { type layers } from '@tensorflow/tfjs-layers';

/** A tensor written down: its shape and its values in row-major order. */
export interface Values {
  shape: number[];
  data: number[];
  /** Default `'float32'`. */
  dtype?: 'float32' | 'int32';
}

/** What a layer must compute, known from elsewhere. Weights go by the last part of their names. */
export interface LayerReference {
  /** Default `false`. */
  training?: boolean;
  inputs: Values[];
  weights: Record<string, Values>;
  output: Values;
  /** Gradients of `sum(output ⊙ probe)`. */
  probe?: Values;
  inputGradients?: Values[];
  weightGradients?: Record<string, Values>;
}

/** A layer as `runLayerTest` wants it. */
export interface LayerSpec {
  /** Makes the layer, each time with the same configuration and seed. */
  create: () => layers.Layer;
  /** Makes its inputs, batch first, each time the same. Gradients are checked for the float32 ones. */
  inputs: () => Tensor[];
  references?: LayerReference[];
  /** Other shapes than those of `inputs` that the layer takes once it is built for them. Default none but other batches. */
  accepts?: (shape: readonly number[], input: number) => boolean;
  /** An input of codes `[batch, n]`, and how many codes each column has: `Infinity` where any whole number is one. */
  codes?: { input: number; counts: readonly number[] };
}

/** The tensor that was written down. */
export function tensorOf({ shape, data, dtype = 'float32' }: Values): Tensor {
  return tensor(data, shape, dtype);
}
