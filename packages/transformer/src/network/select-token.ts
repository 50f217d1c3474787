import * as tf from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';

type Shape = (number | null)[];

export interface SelectTokenArgs {
  /** Which token, counted from 0. */
  index: number;
  name?: string;
}

/** One token of a row: `[B, T, d]` → `[B, d]`. */
export class SelectToken extends layers.Layer {
  static readonly className = 'HephSelectToken';
  private readonly index: number;

  constructor(args: SelectTokenArgs) {
    super(args);
    if (!Number.isSafeInteger(args.index) || args.index < 0)
      throw new RangeError(`index must be a non-negative integer; received ${args.index}`);
    this.index = args.index;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const tokens = (Array.isArray(inputs) ? inputs[0]! : inputs) as tf.Tensor3D;
      return tf.squeeze(tf.slice(tokens, [0, this.index, 0], [-1, 1, -1]), [1]);
    });
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [batch, , width] = inputShape as Shape;
    return [batch ?? null, width ?? null];
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), index: this.index };
  }
}
tf.serialization.registerClass(SelectToken);

/** One token of a row: see {@link SelectToken}. */
export function selectToken(args: SelectTokenArgs): SelectToken {
  return new SelectToken(args);
}
