/** What an ensemble of `ensembleSize` members predicts. */
export interface UncertainPredictions {
  /** The members' mean, `[table.numRows]`: what `predict` gives. */
  mean: Float64Array;
  /**
   * How far the members disagree: their standard deviation, `[table.numRows]`, in the target's units. It says where the
   * network knows little; noise in the target comes on top of it.
   */
  standardDeviation: Float64Array;
}

/**
 * Mean and standard deviation of each row's members, as they are.
 *
 * @param members what each member says, `[rows, numMembers]`, row-major
 */
export function spreadOf(members: Float32Array, numMembers: number): UncertainPredictions {
  const numRows = members.length / numMembers;
  const mean = new Float64Array(numRows);
  const standardDeviation = new Float64Array(numRows);
  for (let i = 0; i < numRows; i++) {
    const row = members.subarray(i * numMembers, (i + 1) * numMembers);
    const centre = row.reduce((sum, value) => sum + value, 0) / numMembers;
    const squares = row.reduce((sum, value) => sum + (value - centre) ** 2, 0);
    mean[i] = centre;
    standardDeviation[i] = Math.sqrt(squares / (numMembers - 1));
  }
  return { mean, standardDeviation };
}
