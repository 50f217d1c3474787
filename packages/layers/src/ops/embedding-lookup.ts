import {
  cast,
  equal,
  expandDims,
  gather,
  range,
  reshape,
  scatterND,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { withGradient } from './custom-gradient';
import { matMul } from './mat-mul';

/** Up to this many rows the table's gradient is a product with a one-hot matrix; beyond, a scatter. */
const oneHotRows = 256;

/**
 * Rows of `table [rows, d]` at integer `indices […]`: `[…, d]`.
 *
 * `tf.gather` does the forward pass, but its gradient needs a kernel that the WebAssembly backend lacks
 * (UnsortedSegmentSum). Here a small table's gradient is `one-hotᵀ · dy`, a large one's is a ScatterNd, which adds up
 * repeated indices on every backend.
 */
export function embeddingLookup(table: Tensor, indices: Tensor): Tensor {
  return withGradient([table], ([weights], save) => {
    const [rows, width] = weights!.shape as [number, number];
    save([indices]);
    const gradient = (dy: Tensor, [saved]: Tensor[]) => {
      const flatIndices = reshape(saved!, [-1]);
      const flatDy = reshape(dy, [-1, width]);
      if (rows > oneHotRows) return scatterND(expandDims(flatIndices, 1), flatDy, [rows, width]);
      const hits = equal(expandDims(range(0, rows, 1, 'int32'), 1), expandDims(flatIndices, 0));
      return matMul(cast(hits, 'float32'), flatDy);
    };
    return { value: gather(weights!, indices), gradient };
  });
}
