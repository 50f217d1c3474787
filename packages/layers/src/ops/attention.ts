import { mul, reshape, softmax, tidy, transpose, type Tensor } from '@tensorflow/tfjs-core';
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
  /** `[heads · keyDim]` each. Keys have none: it would add the same to all scores of a query, and cancel. */
  queryBias?: Tensor | undefined;
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
 * Vaswani et al. 2017, "Attention Is All You Need". Three products rather than one to cut apart: a transpose of five
 * axes, or a split of the last one, costs WebAssembly ten times what the products do.
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
    const heads = (kernel: Tensor, bias?: Tensor) =>
      transpose(reshape(linearMap(x, kernel, bias), [batch, tokens, numHeads, keyDim]), [0, 2, 1, 3]);
    const query = heads(weights.query, weights.queryBias);
    const key = heads(weights.key);
    const value = heads(weights.value, weights.valueBias);
    const scores = matMul(mul(query, 1 / Math.sqrt(keyDim)), key, { transposeB: true });
    const mixed = matMul(dropProbabilities(softmax(scores)), value);
    const joined = reshape(transpose(mixed, [0, 2, 1, 3]), [batch, tokens, width]);
    return linearMap(joined, weights.output, weights.outputBias);
  });
}
