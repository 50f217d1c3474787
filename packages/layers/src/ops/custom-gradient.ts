import { customGrad, type GradSaveFunc, type Tensor } from '@tensorflow/tfjs-core';

/** What an op with a gradient of its own returns: its value, and the inputs' gradients in the inputs' order. */
export interface ValueWithGradient {
  value: Tensor;
  /** `dy` is the gradient of the value; `saved` are the tensors given to `save`, in that order. */
  gradient: (dy: Tensor, saved: Tensor[]) => Tensor | Tensor[];
}

/**
 * `tf.customGrad` with its inputs and its `save` function apart, as they are used.
 *
 * A tensor that the gradient needs has to be saved: anything else made in `compute` is disposed of before
 * the backward pass starts.
 */
export function withGradient(
  inputs: Tensor[],
  compute: (inputs: Tensor[], save: GradSaveFunc) => ValueWithGradient,
): Tensor {
  const op = customGrad((...args: (Tensor | GradSaveFunc)[]) => {
    const save = args[args.length - 1] as GradSaveFunc;
    const { value, gradient } = compute(args.slice(0, -1) as Tensor[], save);
    return { value, gradFunc: gradient };
  });
  return op(...inputs);
}
