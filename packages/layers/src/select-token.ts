import { serialization, slice, squeeze, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { checkRank, onlyShape, type CallArgs, type LayerArgs, type Shape } from './support/arguments';
import { CheckedLayer, type OptionNames } from './support/checked-layer';

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
export class SelectToken extends CheckedLayer {
  static readonly className = 'HephSelectToken';
  /** Every option, so that an unknown one is refused. */
  static readonly optionNames: OptionNames<SelectTokenArgs> = {
    index: true,
  };
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
    this.checkIndexWithin(shape);
    this.expectInput(['batch', 'n', 'd']);
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[], kwargs: CallArgs): Tensor {
    return tidy(() => {
      this.invokeCallHook(inputs, kwargs);
      const x = this.onlyInput(inputs);
      this.checkIndexWithin(x.shape);
      return squeeze(slice(x, [0, this.index, 0], [-1, 1, -1]), [1]);
    });
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const shape = onlyShape(inputShape);
    this.checkIndexWithin(shape);
    const [batch, , width] = shape as [number | null, number | null, number | null];
    return [batch, width];
  }

  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), index: this.index };
  }

  private checkIndexWithin([, tokens]: Shape): void {
    if (tokens != null && this.index >= tokens)
      throw new RangeError(`index must be below the number of tokens, ${tokens}; received ${this.index}`);
  }
}
serialization.registerClass(SelectToken);

/** One token of a row: see {@link SelectToken}. */
export function selectToken(args: SelectTokenArgs): SelectToken {
  return new SelectToken(args);
}
