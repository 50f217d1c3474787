const { isNaN } = Number;

/** Where in a sorted feature each value ends; missing values, at the end of all, are left out. */
export function endsOfEqualValues(sorted: Float32Array): Uint32Array {
  const ends = new Uint32Array(sorted.length);
  let count = 0;
  let value = sorted[0]!;
  for (let place = 1; place <= sorted.length && !isNaN(value); place++) {
    const next = place < sorted.length ? sorted[place]! : NaN;
    if (next !== value) ends[count++] = place;
    value = next;
  }
  return ends.subarray(0, count);
}

/**
 * Joins equal values to bins: each ends where it has its share of the weight that those before it have left.
 * @param weights those of the sorted feature's rows
 */
export function endsOfBins(groupEnds: Uint32Array, weights: Float64Array, maxBins: number): Uint32Array {
  const lastEnd = groupEnds.at(-1)!;
  const ends = new Uint32Array(maxBins);
  let count = 0;
  let left = 0;
  for (let place = 0; place < lastEnd; place++) left += weights[place]!;
  let share = left / maxBins;
  let inBin = 0;
  let place = 0;
  for (let group = 0; group < groupEnds.length; group++) {
    const end = groupEnds[group]!;
    for (; place < end; place++) inBin += weights[place]!;
    const mayEnd = inBin >= share && count < maxBins - 1;
    if (!mayEnd && end < lastEnd) continue;
    ends[count++] = end;
    left -= inBin;
    share = left / (maxBins - count);
    inBin = 0;
  }
  return ends.subarray(0, count);
}
