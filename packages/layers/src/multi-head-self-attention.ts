import { serialization, tidy, type Tensor } from '@tensorflow/tfjs-core';
import {
  checkRank,
  fractionBelowOne,
  knownSize,
  onlyShape,
  type CallArgs,
  type Shape,
} from './support/arguments';
import { AttentionLayer, type AttentionLayerArgs } from './support/attention-layer';
import { type OptionNames } from './support/checked-layer';

export interface MultiHeadSelfAttentionArgs extends AttentionLayerArgs {
  /** Share of attention probabilities dropped in training. Default 0. */
  dropout?: number;
}

/**
 * Multi-head self-attention: every token looks at all tokens of its row.
 *
 * Per head `softmax(Q Kᵀ / √keyDim) V`, with `Q = x Wq + bq`, `K = x Wk`, `V = x Wv + bv`; the heads side by side, then `· Wo + bo`.
 *
 * Input and output `[batch, n, d]`. Weights `queryKernel`, `keyKernel`, `valueKernel` `[d, heads · keyDim]`,
 * `outputKernel [heads · keyDim, d]`; `queryBias`, `valueBias`, `outputBias`. (Keys have no bias: it would cancel in the
 * softmax.)
 *
 * ```ts
 * import { ones } from '@tensorflow/tfjs-core';
 * import { multiHeadSelfAttention } from '@heph/layers';
 *
 * const tokens = multiHeadSelfAttention({ numHeads: 2 }).apply(ones([2, 3, 4])); // [2, 3, 4]
 * ```
 *
 * Vaswani et al. 2017, "Attention Is All You Need".
 */
export class MultiHeadSelfAttention extends AttentionLayer {
  static readonly className = 'HephMultiHeadSelfAttention';
  /** Every option, so that an unknown one is refused. */
  static readonly optionNames: OptionNames<MultiHeadSelfAttentionArgs> = {
    dropout: true,
    numHeads: true,
    keyDim: true,
    useBias: true,
    kernelInitializer: true,
    seed: true,
  };
  private readonly dropout: number;

  constructor(args: MultiHeadSelfAttentionArgs) {
    super(args);
    this.dropout = fractionBelowOne('dropout', args.dropout ?? 0);
  }

  override build(inputShape: Shape | Shape[]): void {
    const shape = onlyShape(inputShape);
    checkRank('multiHeadSelfAttention', shape, 3, 'batch, n, d');
    const width = knownSize('multiHeadSelfAttention', shape, 2);
    this.expectInput(['batch', 'n', width]);
    this.buildAttention(width);
    this.buildSeedState(this.dropout);
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[], kwargs: CallArgs): Tensor {
    return tidy(() => {
      this.invokeCallHook(inputs, kwargs);
      const training = Boolean(kwargs['training']);
      const output = this.attend(this.onlyInput(inputs), training ? this.dropout : 0);
      if (training) this.advanceSeedState();
      return output;
    });
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return onlyShape(inputShape);
  }

  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), dropout: this.dropout };
  }
}
serialization.registerClass(MultiHeadSelfAttention);

/** Every token looks at all tokens of its row: see {@link MultiHeadSelfAttention}. */
export function multiHeadSelfAttention(args: MultiHeadSelfAttentionArgs): MultiHeadSelfAttention {
  return new MultiHeadSelfAttention(args);
}
