import { serialization, slice, squeeze, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import {
  checkRank,
  onlyShape,
  onlyTensor,
  type CallArgs,
  type LayerArgs,
  type Shape,
} from './support/arguments';

export interface SelectTokenArgs extends LayerArgs {
  /** Which token, counted from 0. */
  index: number;
}

/**
 * One token of a row, such as the class token, or the token of a column.
 *
 * Input `[batch, n, d]`, output `[batch, d]`. No weights.
 *
 * ```ts
 * import { ones } from '@tensorflow/tfjs-core';
 * import { selectToken } from '@heph/layers';
 *
 * const first = selectToken({ index: 0 }).apply(ones([2, 3, 4])); // [2, 4]
 * ```
 */
export class SelectToken extends layers.Layer {
  static readonly className = 'HephSelectToken';
  private readonly index: number;

  constructor(args: SelectTokenArgs) {
    super(args);
    if (!Number.isSafeInteger(args.index) || args.index < 0)
      throw new RangeError(`index must be a non-negative integer; received ${args.index}`);
    this.index = args.index;
  }

  override build(inputShape: Shape | Shape[]): void {
    const shape = onlyShape(inputShape);
    checkRank('selectToken', shape, 3, 'batch, n, d');
    const tokens = shape[1];
    if (tokens != null && this.index >= tokens)
      throw new RangeError(`index must be below the number of tokens, ${tokens}; received ${this.index}`);
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[], kwargs: CallArgs): Tensor {
    return tidy(() => {
      this.invokeCallHook(inputs, kwargs);
      return squeeze(slice(onlyTensor(inputs), [0, this.index, 0], [-1, 1, -1]), [1]);
    });
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [batch, , width] = onlyShape(inputShape) as [number | null, number | null, number | null];
    return [batch, width];
  }

  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), index: this.index };
  }
}
serialization.registerClass(SelectToken);

/** One token of a row: see {@link SelectToken}. */
export function selectToken(args: SelectTokenArgs): SelectToken {
  return new SelectToken(args);
}
