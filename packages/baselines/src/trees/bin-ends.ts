import type { RowWeights } from '@heph/estimator';

const { isNaN } = Number;

/**
 * Where in a sorted feature its bins end: at each value, if these are at most `maxBins`, else as {@link endsByWeight} has it.
 * Missing values, at the end of all, are left out.
 * @param weightsOf those of the sorted feature's rows
 */
export function endsOfBins(sorted: Float32Array, maxBins: number, weightsOf: () => RowWeights): Uint32Array {
  let present = sorted.length;
  while (present > 0 && isNaN(sorted[present - 1]!)) present--;
  return endsOfValues(sorted, present, maxBins) ?? endsByWeight(sorted, present, maxBins, weightsOf());
}

/** `undefined` if there are more values than bins. */
function endsOfValues(sorted: Float32Array, present: number, maxBins: number): Uint32Array | undefined {
  const ends = new Uint32Array(Math.min(maxBins, present));
  let count = 0;
  for (let end = 1; end <= present; end++) {
    if (end < present && sorted[end] === sorted[end - 1]) continue;
    if (count === ends.length) return undefined;
    ends[count++] = end;
  }
  return ends.subarray(0, count);
}

/** Joins equal values to bins: each ends where it has its share of the weight that those before it have left. */
function endsByWeight(
  sorted: Float32Array,
  present: number,
  maxBins: number,
  weights: RowWeights,
): Uint32Array {
  const ends = new Uint32Array(maxBins);
  let count = 0;
  let left = 0;
  for (let place = 0; place < present; place++) left += weights[place]!;
  let share = left / maxBins;
  let inBin = 0;
  for (let end = 1; end <= present; end++) {
    inBin += weights[end - 1]!;
    if (end < present && sorted[end] === sorted[end - 1]) continue;
    const mayEnd = inBin >= share && count < maxBins - 1;
    if (!mayEnd && end < present) continue;
    ends[count++] = end;
    left -= inBin;
    share = left / (maxBins - count);
    inBin = 0;
  }
  return ends.subarray(0, count);
}
