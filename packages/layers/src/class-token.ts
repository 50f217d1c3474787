import { concat, serialization, tidy, zeros, type Tensor } from '@tensorflow/tfjs-core';
import { initializers, type LayerVariable } from '@tensorflow/tfjs-layers';
import { addBroadcast } from './ops/broadcast';
import {
  checkRank,
  knownSize,
  onlyShape,
  type CallArgs,
  type LayerArgs,
  type Shape,
} from './support/arguments';
import { CheckedLayer, type OptionNames } from './support/checked-layer';
import { deriveSeed } from './support/seeds';
import { serialize, toInitializer, type Initializer, type InitializerArg } from './support/weights';

export interface ClassTokenArgs extends LayerArgs {
  /** Default normal with standard deviation `1 / √d`. */
  tokenInitializer?: InitializerArg;
  /** Makes the default initializer reproducible. Default none. */
  seed?: number;
}

/**
 * Puts one learned token before the others, in which attention gathers what a row as a whole has to say.
 *
 * Input `[batch, n, d]`, output `[batch, n + 1, d]`. Weight `token [1, 1, d]`.
 *
 * ```ts
 * import { ones } from '@tensorflow/tfjs-core';
 * import { classToken } from '@heph/layers';
 *
 * const tokens = classToken().apply(ones([2, 3, 4])); // [2, 4, 4]
 * ```
 *
 * Devlin et al. 2019, "BERT"; for tables Gorishniy et al. 2021, "Revisiting Deep Learning Models for Tabular Data".
 */
export class ClassToken extends CheckedLayer {
  static readonly className = 'HephClassToken';
  /** Every option, so that an unknown one is refused. */
  static readonly optionNames: OptionNames<ClassTokenArgs> = {
    tokenInitializer: true,
    seed: true,
  };
  private readonly tokenInitializer: Initializer | undefined;
  private readonly seed: number | undefined;
  private token!: LayerVariable;

  constructor(args: ClassTokenArgs = {}) {
    super(args);
    this.tokenInitializer = toInitializer(args.tokenInitializer);
    this.seed = args.seed ?? undefined;
  }

  override build(inputShape: Shape | Shape[]): void {
    const shape = onlyShape(inputShape);
    checkRank('classToken', shape, 3, 'batch, n, d');
    const width = knownSize('classToken', shape, 2);
    this.expectInput(['batch', 'n', width]);
    const initializer =
      this.tokenInitializer ??
      initializers.randomNormal({
        mean: 0,
        stddev: 1 / Math.sqrt(width),
        seed: deriveSeed(this.seed, 'token')!,
      });
    this.token = this.addWeight('token', [1, 1, width], 'float32', initializer);
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[], kwargs: CallArgs): Tensor {
    return tidy(() => {
      this.invokeCallHook(inputs, kwargs);
      const x = this.onlyInput(inputs);
      // Added to zeros rather than tiled: the gradient of a tile is one slice and one sum for each row.
      return concat([addBroadcast(zeros([x.shape[0]!, 1, 1]), this.token.read()), x], 1);
    });
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [batch, tokens, width] = onlyShape(inputShape) as [number | null, number | null, number | null];
    return [batch, tokens == null ? null : tokens + 1, width];
  }

  override getConfig(): serialization.ConfigDict {
    return {
      ...super.getConfig(),
      tokenInitializer: serialize(this.tokenInitializer),
      seed: this.seed ?? null,
    };
  }
}
serialization.registerClass(ClassToken);

/** One learned token before the others: see {@link ClassToken}. */
export function classToken(args: ClassTokenArgs = {}): ClassToken {
  return new ClassToken(args);
}
