import type { Random } from '@heph/data';

/** `count` of the items, drawn without replacement and left in their order (selection sampling, Knuth's algorithm S). */
export function sampleInOrder(items: Uint32Array, count: number, random: Random): Uint32Array {
  const sample = new Uint32Array(count);
  let drawn = 0;
  for (let i = 0; drawn < count; i++)
    if (random.uniform() * (items.length - i) < count - drawn) sample[drawn++] = items[i]!;
  return sample;
}
