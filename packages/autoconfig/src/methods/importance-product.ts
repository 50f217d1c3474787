import type { PairMethod } from './pair-method';

/**
 * The heuristic of the Python project Hephaestus: the product of the two features' importances. It says which features
 * matter, not whether they interact: two that merely add up score as high as two that depend on each other.
 */
export const importanceProduct: PairMethod = ({ importances }) => {
  const importanceOf = new Map(importances.map(({ feature, importance }) => [feature, importance]));
  return (a, b) => importanceOf.get(a)! * importanceOf.get(b)!;
};
