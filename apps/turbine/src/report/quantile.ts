/**
 * A quantile of sorted numbers, between two of them by their distance (Hyndman & Fan's type 7, as in NumPy).
 *
 * @param sorted at least one number, the smallest first
 * @param share from 0 to 1
 */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  return low + (place - below) * ((sorted[below + 1] ?? low) - low);
}
