/** A seed of one's own for each weight or mask of a layer; without a seed there is none to derive from. */
export function deriveSeed(seed: number | null | undefined, purpose: string): number | undefined {
  if (seed == null) return undefined;
  let hash = seed | 0;
  for (let i = 0; i < purpose.length; i++) hash = Math.imul(hash ^ purpose.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 1;
}

/** The seed, or a random one. */
export function seedOrRandom(seed: number | undefined): number {
  return seed ?? Math.floor(Math.random() * 2 ** 31);
}
