/** Up to so many are sorted by insertion. */
const few = 32;

/**
 * Fills `order` with 0, 1, 2, …, sorted by their keys, and equal keys by their weights: so that the order depends on nothing
 * but these two.
 */
export function sortPlaces(order: Uint32Array, keys: Float64Array, weights: Float64Array): void {
  const isAfter = (a: number, b: number) =>
    keys[a]! > keys[b]! || (keys[a]! === keys[b]! && weights[a]! > weights[b]!);
  for (let i = 0; i < order.length; i++) order[i] = i;
  if (order.length > few) {
    order.sort((a, b) => (isAfter(a, b) ? 1 : isAfter(b, a) ? -1 : 0));
    return;
  }
  for (let i = 1; i < order.length; i++) {
    let place = i;
    for (; place > 0 && isAfter(order[place - 1]!, i); place--) order[place] = order[place - 1]!;
    order[place] = i;
  }
}
