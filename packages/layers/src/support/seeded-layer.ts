import { add, scalar, type serialization, type Tensor } from '@tensorflow/tfjs-core';
import { initializers, type LayerVariable } from '@tensorflow/tfjs-layers';
import { dropElements } from '../ops/drop-elements';
import { type LayerArgs } from './arguments';
import { CheckedLayer } from './checked-layer';
import { deriveSeed, seedOrRandom } from './seeds';

/** Arguments of every layer that draws at random. */
export interface SeededLayerArgs extends LayerArgs {
  /**
   * Makes the initial weights and the random masks reproducible. Layers of one kind and seed draw alike, so give each
   * a seed of its own. Default: other draws for every layer made.
   */
  seed?: number;
}

/**
 * A layer that drops elements in training. Its masks follow from its seed and a step counter that is a weight, so
 * that they are fresh on every step, the same in every run, and go on where they were after save and load.
 */
export abstract class SeededLayer extends CheckedLayer {
  readonly seed: number | undefined;
  private readonly maskSeed: number;
  private seedState: LayerVariable | undefined;

  constructor(args: SeededLayerArgs) {
    super(args);
    this.seed = args.seed ?? undefined;
    this.maskSeed = seedOrRandom(this.seed);
  }

  /** Adds the step counter, unless nothing is ever dropped. */
  protected buildSeedState(...rates: number[]): void {
    if (rates.every(rate => rate === 0)) return;
    this.seedState = this.addWeight('seedState', [], 'int32', initializers.zeros(), undefined, false);
  }

  /** Drops elements of `x` with this probability; `site` tells the masks of one layer apart. */
  protected drop(x: Tensor, rate: number, site: string): Tensor {
    if (rate === 0) return x;
    return dropElements(x, rate, deriveSeed(this.maskSeed, site)!, this.seedState!.read());
  }

  /** To be called at the end of each training call. */
  protected advanceSeedState(): void {
    this.seedState?.write(add(this.seedState.read(), scalar(1, 'int32')));
  }

  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), seed: this.seed ?? null };
  }
}
