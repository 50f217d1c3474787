import { allPairs, type PairMethod } from './pair-method';

/**
 * The product of the two features' importances, the heuristic of the Python project Hephaestus: it favours features
 * that tell much, and says nothing of whether they interact.
 */
export const importanceProduct: PairMethod = ({ importances }) =>
  Promise.resolve(
    allPairs(importances).map(([a, b]) => ({
      features: [a.feature, b.feature],
      score: a.importance * b.importance,
    })),
  );
