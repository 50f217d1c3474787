import { LeafWalker } from './leaf-walker';

/**
 * Gives to pairs of features too: for i ≠ j the Shapley interaction index (Grabisch & Roubens 1999), halved,
 *
 *   Φ_ij = ½ v (o_i − z_i)(o_j − z_j) ∫₀¹ ∏_{k≠i,j} f_k(t) dt
 *
 * for a leaf of value v, in the terms of {@link LeafWalker}, at the place of {@link pairPlace}.
 */
export class PairWalker extends LeafWalker {
  private readonly weighted = new Float64Array(this.numPoints);

  protected override giveLeaves(depth: number): void {
    super.giveLeaves(depth);
    const { path, count, agrees, shares, weighted } = this;
    const { products, numPoints, inverseRests, inverses, inverseAt } = this;
    const first = depth * numPoints;
    for (let i = 1; i < count; i++) {
      const one = path[i]!;
      const doesAgree = agrees[one] === 1;
      let withDisagreed = 0;
      for (let p = 0; p < numPoints; p++) {
        const effect = doesAgree ? (1 - shares[one]!) * inverses[inverseAt[one]! + p]! : -inverseRests[p]!;
        weighted[p] = products[first + p]! * effect;
        withDisagreed -= weighted[p]! * inverseRests[p]!;
      }
      for (let j = 0; j < i; j++) {
        const other = path[j]!;
        let both = withDisagreed;
        if (agrees[other] === 1) {
          const at = inverseAt[other]!;
          both = 0;
          for (let p = 0; p < numPoints; p++) both += weighted[p]! * inverses[at + p]!;
          both *= 1 - shares[other]!;
        }
        this.givePair(depth, one, other, both / 2);
      }
    }
  }

  private givePair(depth: number, one: number, other: number, effect: number): void {
    const { sums, numOutputs } = this;
    const { numberOf, numPlaces, values, start } = this.gift;
    let place = start + pairPlace(numberOf[one]!, numberOf[other]!);
    for (let output = 0; output < numOutputs; output++, place += numPlaces)
      values[place]! += effect * sums[depth * numOutputs + output]!;
  }
}

/** The place of a pair among all pairs of features, each pair once; features on their own are paired with themselves. */
export function pairPlace(one: number, other: number): number {
  return one > other ? (one * (one + 1)) / 2 + other : (other * (other + 1)) / 2 + one;
}
