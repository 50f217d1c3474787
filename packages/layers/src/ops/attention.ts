import {
  concat,
  mul,
  reshape,
  softmax,
  split,
  squeeze,
  tidy,
  transpose,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { linearMap } from './linear-map';
import { matMul } from './mat-mul';

/** Projections of multi-head self-attention; kernels are `[in, out]`. */
export interface AttentionWeights {
  /** `[d, heads · keyDim]`, as are key and value. */
  query: Tensor;
  key: Tensor;
  value: Tensor;
  /** `[heads · keyDim, d]` */
  output: Tensor;
  /** `[heads · keyDim]` each; all three or none. */
  queryBias?: Tensor | undefined;
  keyBias?: Tensor | undefined;
  valueBias?: Tensor | undefined;
  /** `[d]` */
  outputBias?: Tensor | undefined;
}

/**
 * Multi-head self-attention over tokens `[batch, tokens, d]`:
 * `softmax(Q Kᵀ / √keyDim) V`, per head, then the output projection.
 *
 * @param dropProbabilities applied to the attention probabilities `[batch, heads, tokens, tokens]`
 *
 * Vaswani et al. 2017, "Attention Is All You Need". The three projections run as one product.
 */
export function selfAttention(
  x: Tensor,
  weights: AttentionWeights,
  numHeads: number,
  dropProbabilities: (probabilities: Tensor) => Tensor = probabilities => probabilities,
): Tensor {
  return tidy(() => {
    const [batch, tokens] = x.shape as [number, number, number];
    const width = weights.query.shape[1]!;
    const keyDim = width / numHeads;
    const kernel = concat([weights.query, weights.key, weights.value], 1);
    const { queryBias, keyBias, valueBias } = weights;
    const bias = queryBias && keyBias && valueBias && concat([queryBias, keyBias, valueBias]);
    const projected = reshape(linearMap(x, kernel, bias), [batch, tokens, 3, numHeads, keyDim]);
    const heads = split(transpose(projected, [2, 0, 3, 1, 4]), 3, 0);
    const [query, key, value] = heads.map(head => squeeze(head, [0]));
    const scores = matMul(mul(query!, 1 / Math.sqrt(keyDim)), key!, { transposeB: true });
    const mixed = matMul(dropProbabilities(softmax(scores)), value!);
    const joined = reshape(transpose(mixed, [0, 2, 1, 3]), [batch, tokens, width]);
    return linearMap(joined, weights.output, weights.outputBias);
  });
}
