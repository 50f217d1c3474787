/** The array if it has room for so many numbers, else a longer one that begins with its numbers. */
export function withRoom(array: Float64Array, length: number): Float64Array {
  if (length <= array.length) return array;
  const longer = new Float64Array(2 * length);
  longer.set(array);
  return longer;
}
