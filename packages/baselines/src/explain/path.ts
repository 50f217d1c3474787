/** What a path from the root has asked. */
export interface Path {
  /** Each feature once. */
  readonly features: readonly number[];
  /** For each of them, the share of the training rows that agree with all that was asked of it, split by split. */
  readonly shares: readonly number[];
}

/** The path to a child, which a share of its parent's training rows go to. */
export function extendPath({ features, shares }: Path, asked: number, share: number): Path {
  const place = features.indexOf(asked);
  if (place < 0) return { features: [...features, asked], shares: [...shares, share] };
  const changed = shares.slice();
  changed[place]! *= share;
  return { features, shares: changed };
}
