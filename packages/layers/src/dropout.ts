import { serialization, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { fractionBelowOne, onlyShape, type CallArgs, type Shape } from './support/arguments';
import { type OptionNames } from './support/checked-layer';
import { SeededLayer, type SeededLayerArgs } from './support/seeded-layer';

export interface DropoutArgs extends SeededLayerArgs {
  /** Share of elements that are set to zero in training, in [0, 1). */
  rate: number;
}

/**
 * Dropout whose masks are reproducible: the weight `seedState`, an int32 step counter, is advanced on every training
 * call, and a mask follows from it and the seed. (`tf.layers.dropout` with a seed repeats one mask for ever.)
 *
 * Input and output of any one shape. Identity outside training.
 *
 * ```ts
 * import { ones } from '@tensorflow/tfjs-core';
 * import { dropout } from '@heph/layers';
 *
 * const thinned = dropout({ rate: 0.5, seed: 1 }).apply(ones([2, 4]), { training: true }); // zeros and twos
 * ```
 *
 * Srivastava et al. 2014, "Dropout: A Simple Way to Prevent Neural Networks from Overfitting".
 */
export class Dropout extends SeededLayer {
  static readonly className = 'HephDropout';
  /** Every option, so that an unknown one is refused. */
  static readonly optionNames: OptionNames<DropoutArgs> = {
    rate: true,
    seed: true,
  };
  private readonly rate: number;

  constructor(args: DropoutArgs) {
    super(args);
    this.rate = fractionBelowOne('rate', args.rate);
  }

  override build(_inputShape: Shape | Shape[]): void {
    this.buildSeedState(this.rate);
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[], kwargs: CallArgs): Tensor {
    return tidy(() => {
      this.invokeCallHook(inputs, kwargs);
      const x = this.onlyInput(inputs);
      if (!kwargs['training']) return x;
      const output = this.drop(x, this.rate, 'input');
      this.advanceSeedState();
      return output;
    });
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return onlyShape(inputShape);
  }

  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), rate: this.rate };
  }
}
serialization.registerClass(Dropout);

/** Reproducible dropout: see {@link Dropout}. */
export function dropout(args: DropoutArgs): Dropout {
  return new Dropout(args);
}
