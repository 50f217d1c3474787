import {
  add,
  cast,
  div,
  equal,
  expandDims,
  serialization,
  squeeze,
  split,
  tidy,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { initializers, type LayerVariable } from '@tensorflow/tfjs-layers';
import { multiplyBroadcast } from './ops/broadcast';
import { knownSize, positiveInteger, type CallArgs, type LayerArgs, type Shape } from './support/arguments';
import { CheckedLayer, type OptionNames } from './support/checked-layer';
import { deriveSeed } from './support/seeds';
import { serialize, toInitializer, type Initializer, type InitializerArg } from './support/weights';

export interface StateTokensArgs extends LayerArgs {
  /** How many states besides 0, "as it is": for instance 1 = missing, 2 = masked. */
  numStates: number;
  /** Default normal with standard deviation `1 / √d`. */
  tokensInitializer?: InitializerArg;
  /** Makes the default initializer reproducible. Default none. */
  seed?: number;
}

/**
 * Puts a learned token in the place of a column's own wherever the column is in a special state: missing, masked, ….
 *
 * Inputs `[tokens [batch, n, d], states [batch, n] integers]`, output `[batch, n, d]`: state 0 keeps the token, state
 * `s ≥ 1` replaces it by row `s − 1` of the weight `tokens [numStates, n, d]`. The token that is replaced gets no
 * gradient; it must be a finite number all the same, so fill in missing values first. A number that is no state gives a
 * vector of NaN.
 *
 * ```ts
 * import { ones, tensor } from '@tensorflow/tfjs-core';
 * import { stateTokens } from '@heph/layers';
 *
 * const states = tensor([[0, 1]], [1, 2], 'int32');
 * const tokens = stateTokens({ numStates: 1 }).apply([ones([1, 2, 4]), states]); // the second one is learned
 * ```
 */
export class StateTokens extends CheckedLayer {
  static readonly className = 'HephStateTokens';
  /** Every option, so that an unknown one is refused. */
  static readonly optionNames: OptionNames<StateTokensArgs> = {
    numStates: true,
    tokensInitializer: true,
    seed: true,
  };
  private readonly numStates: number;
  private readonly tokensInitializer: Initializer | undefined;
  private readonly seed: number | undefined;
  private tokens!: LayerVariable;

  constructor(args: StateTokensArgs) {
    super(args);
    this.numStates = positiveInteger('numStates', args.numStates);
    this.tokensInitializer = toInitializer(args.tokensInitializer);
    this.seed = args.seed ?? undefined;
  }

  override build(inputShape: Shape | Shape[]): void {
    const [tokens] = checkShapes(inputShape);
    const columns = knownSize('stateTokens', tokens, 1);
    const width = knownSize('stateTokens', tokens, 2);
    const initializer =
      this.tokensInitializer ??
      initializers.randomNormal({
        mean: 0,
        stddev: 1 / Math.sqrt(width),
        seed: deriveSeed(this.seed, 'tokens')!,
      });
    this.expectInputs(['batch', columns, width], ['batch', columns]);
    this.tokens = this.addWeight('tokens', [this.numStates, columns, width], 'float32', initializer);
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[], kwargs: CallArgs): Tensor {
    return tidy(() => {
      this.invokeCallHook(inputs, kwargs);
      const [own, states] = this.allInputs(inputs) as [Tensor, Tensor];
      // Counted from 0, each 1 where a cell is in that state; a number that is no state is in none, and 0 / 0 is NaN.
      const inState: Tensor[] = Array.from({ length: this.numStates + 1 }, (_, state) =>
        cast(equal(states, state), 'float32'),
      );
      const isOwn = div(
        inState[0]!,
        inState.reduce((sum, cells) => add(sum, cells)),
      );
      const learned = split(this.tokens.read(), this.numStates, 0);
      return learned.reduce<Tensor>(
        (sum, token, i) => add(sum, multiplyBroadcast(expandDims(inState[i + 1]!, 2), squeeze(token, [0]))),
        multiplyBroadcast(own, expandDims(isOwn, 2)),
      );
    });
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return checkShapes(inputShape)[0];
  }

  override getConfig(): serialization.ConfigDict {
    return {
      ...super.getConfig(),
      numStates: this.numStates,
      tokensInitializer: serialize(this.tokensInitializer),
      seed: this.seed ?? null,
    };
  }
}
serialization.registerClass(StateTokens);

function checkShapes(inputShape: Shape | Shape[]): [Shape, Shape] {
  const [tokens, states] = inputShape as Shape[];
  if (tokens?.length !== 3 || states?.length !== 2) {
    throw new RangeError(
      `stateTokens expects inputs [batch, n, d] and [batch, n]; received shapes ${JSON.stringify(inputShape)}`,
    );
  }
  return [tokens, states];
}

/** Learned tokens for special states: see {@link StateTokens}. */
export function stateTokens(args: StateTokensArgs): StateTokens {
  return new StateTokens(args);
}
