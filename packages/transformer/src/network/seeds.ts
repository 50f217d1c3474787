/** A different seed for each part of a network, all from one: parts may be added without touching the others. */
export function seedFor(seed: number, part: string): number {
  // FNV-1a over the part's name, starting from the seed: a well-spread 31-bit number.
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < part.length; i++) hash = Math.imul(hash ^ part.charCodeAt(i), 0x01000193) >>> 0;
  return hash >>> 1;
}
