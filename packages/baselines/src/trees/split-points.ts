import type { FeatureSpec } from '../estimator/feature-schema';
import { cutOf, cutsOf } from './fine-features';
import { LEAF, type Tree } from './tree';

const { fround } = Math;

/** The number of fewest digits that is this one in float32, as XGBoost's files have it. */
function shortest(value: number): number {
  for (let digits = 1; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (fround(rounded) === value) return rounded;
  }
  return Number(value.toPrecision(9));
}

/** For each feature of numbers the distinct ones at which trees cut it, ascending; without those that all values are on one side of. */
export function splitPointsOf(
  trees: readonly Tree[],
  features: readonly FeatureSpec[],
): Record<string, number[]> {
  const points = features.map(() => new Set<number>());
  for (const { feature, threshold } of trees)
    feature.forEach((asked, node) => {
      if (asked === LEAF || Number.isNaN(threshold[node])) return;
      const cuts = cutsOf(features[asked]!);
      const point = cuts ? cuts[cutOf(threshold[node]!, cuts)] : shortest(threshold[node]!);
      if (point !== undefined && Number.isFinite(point)) points[asked]!.add(point);
    });
  const named = features.map(({ name }, i) => [name, [...points[i]!].sort((a, b) => a - b)] as const);
  return Object.fromEntries(named.filter(([, found]) => found.length > 0));
}
