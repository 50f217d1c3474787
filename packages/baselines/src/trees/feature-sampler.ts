import type { Random } from '@heph/data';

/** Which features a node may split on, in the order in which it tries them. */
export class FeatureSampler {
  private readonly order: Uint32Array;

  /**
   * @param features the features a tree may use
   * @param perNode how many of them each node tries; those in which its rows do not differ do not count
   * @param random draws them anew for each node; without it every node tries all of them in the order given
   */
  constructor(
    features: ArrayLike<number>,
    readonly perNode: number,
    private readonly random?: Random,
  ) {
    this.order = Uint32Array.from(features);
  }

  get length(): number {
    return this.order.length;
  }

  /** The next feature to try, for `index` = 0, 1, 2, … up to `length`. */
  draw(index: number): number {
    const { order, random } = this;
    if (random) {
      const other = index + random.integer(order.length - index);
      const drawn = order[other]!;
      order[other] = order[index]!;
      order[index] = drawn;
    }
    return order[index]!;
  }
}
