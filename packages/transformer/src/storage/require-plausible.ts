import type { StoredTensor } from './safetensors';

/** What a network's options say of its weights. */
export interface NetworkSizes {
  readonly widths: Readonly<Record<string, number>>;
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * Makes sure, before a network is built, that it is of the size of its stored weights: a manifest of a few bytes cannot ask
 * for more memory than its model's own file has.
 *
 * @param widths sizes by the options' names, each of which is the length of some weight
 * @param counts of things that have weights of their own
 * @throws RangeError naming the option that the weights do not show
 */
export function requirePlausible({ widths, counts }: NetworkSizes, weights: readonly StoredTensor[]): void {
  const lengths = new Set(weights.flatMap(({ shape }) => shape));
  for (const [name, value] of Object.entries(widths))
    if (!lengths.has(value))
      throw new RangeError(`${name} must be the length of some stored weight; received ${value}`);
  for (const [name, value] of Object.entries(counts))
    if (value > weights.length)
      throw new RangeError(`${name} must be at most the number of stored weights; received ${value}`);
}
