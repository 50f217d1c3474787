import { createRandom, type Random } from '@heph/data';
import type { RowWeights } from '@heph/estimator';
import { weightedRows } from '../trees/sort-features';
import type { ForestParameters } from './forest-parameters';

/** Each tree's random stream begins from a seed of its own, so that no tree depends on another. */
export function treeSeeds({ seed, nEstimators }: ForestParameters): number[] {
  const seeds = createRandom(seed);
  return Array.from({ length: nEstimators }, () => seeds.integer(2 ** 32));
}

/** Draws the rows that each tree learns from, in a buffer that it reuses. */
export class Bootstrap {
  /** The rows with a weight, where others have none. */
  private readonly chosen: Uint32Array | undefined;
  private readonly drawn: RowWeights;

  /** @param draws `false`: every tree learns from all rows as they are */
  constructor(
    private readonly weights: RowWeights,
    private readonly draws: boolean,
  ) {
    if (draws && weights.includes(0)) this.chosen = weightedRows(weights);
    // Where weights are bytes each is 1: bytes are enough, since the chance that one of n rows is drawn more than 255
    // times is less than n / 256!.
    this.drawn = new (weights.BYTES_PER_ELEMENT === 1 ? Uint8Array : Float64Array)(weights.length);
  }

  /**
   * Each row's weight in a tree. As many draws as there are rows, with replacement; a row drawn k times has k times its
   * weight, one that was not drawn ("out of the bag") has 0.
   */
  weightsOf(random: Random): RowWeights {
    const { chosen, drawn, weights } = this;
    if (!this.draws) return weights;
    drawn.fill(0);
    const count = chosen?.length ?? weights.length;
    for (let draw = 0; draw < count; draw++) {
      const place = random.integer(count);
      const row = chosen ? chosen[place]! : place;
      drawn[row]! += weights[row]!;
    }
    return drawn;
  }
}
