/** From a good start, so many steps of the power method find the direction as well as an order needs it. */
const numSteps = 8;

/**
 * A key for each category by which to sort it where there are several classes: its shares of the classes along the first
 * principal component of all categories' shares (Coppersmith, Hong & Hosking 1999, "Partitioning nominal attributes in
 * decision trees"). Of two classes that is the order of their shares, in which the best split is a cut (Breiman et al. 1984).
 *
 * @param classWeights category after category, its weight of each class
 * @param weights the categories' weights
 * @param means each class's share of the node
 * @param keys receives the keys
 */
export function principalKeys(
  classWeights: Float64Array,
  weights: Float64Array,
  means: Float64Array,
  keys: Float64Array,
): void {
  const numClasses = means.length;
  const deviation = (category: number, k: number) =>
    classWeights[category * numClasses + k]! / weights[category]! - means[k]!;
  let direction = new Float64Array(numClasses);
  let farthest = -1;
  for (let category = 0; category < keys.length; category++) {
    let square = 0;
    for (let k = 0; k < numClasses; k++) square += deviation(category, k) ** 2;
    if (square * weights[category]! <= farthest) continue;
    farthest = square * weights[category]!;
    for (let k = 0; k < numClasses; k++) direction[k] = deviation(category, k);
  }
  const project = (category: number) => {
    let sum = 0;
    for (let k = 0; k < numClasses; k++) sum += deviation(category, k) * direction[k]!;
    return sum;
  };
  for (let step = 0; step < (numClasses > 2 ? numSteps : 0); step++) {
    const next = new Float64Array(numClasses);
    for (let category = 0; category < keys.length; category++) {
      const along = weights[category]! * project(category);
      for (let k = 0; k < numClasses; k++) next[k]! += along * deviation(category, k);
    }
    const length = Math.hypot(...next);
    if (length === 0) break;
    direction = next.map(component => component / length);
  }
  for (let category = 0; category < keys.length; category++) keys[category] = project(category);
}
