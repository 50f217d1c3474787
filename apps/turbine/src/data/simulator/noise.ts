import { createRandom } from '@heph/data';

/** Draws that a seed repeats exactly. */
export interface Noise {
  /** Uniform on [0, 1). */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** A standard normal process that remembers: `persistence` is the correlation from one hour to the next. */
  process(persistence: number): () => number;
}

export function seededNoise(seed: number): Noise {
  const random = createRandom(seed);
  return {
    uniform: () => random.uniform(),
    normal: () => random.normal(),
    process(persistence) {
      const innovation = Math.sqrt(1 - persistence ** 2);
      let value = random.normal();
      return () => (value = persistence * value + innovation * random.normal());
    },
  };
}
