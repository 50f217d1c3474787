import { expandDims, gather, reshape, scatterND, type Tensor } from '@tensorflow/tfjs-core';
import { withGradient } from './custom-gradient';

/**
 * Rows of `table [rows, d]` at integer `indices […]`: `[…, d]`.
 *
 * `tf.gather` does the forward pass, but its gradient needs a kernel that the WebAssembly backend lacks
 * (UnsortedSegmentSum). Here the gradient is a ScatterNd, which adds up repeated indices on every backend; on
 * WebAssembly it takes 0.03 ms for 512 rows of 64, the product with a one-hot matrix 0.1 ms and more.
 *
 * Indices must lie in [0, rows). What others do depends on the backend (an error, a row counted from the end, whatever
 * lies in memory there); `categoricalEmbedding` tells them from codes.
 */
export function embeddingLookup(table: Tensor, indices: Tensor): Tensor {
  return withGradient([table], ([weights], save) => {
    const [rows, width] = weights!.shape as [number, number];
    save([indices]);
    const gradient = (dy: Tensor, [saved]: Tensor[]) =>
      scatterND(expandDims(reshape(saved!, [-1]), 1), reshape(dy, [-1, width]), [rows, width]);
    return { value: gather(weights!, indices), gradient };
  });
}
