import { type Graph, type Pass } from '../graph/graph';
import { shareCommonSubexpressions } from './common-subexpressions';
import { foldConstants } from './constant-folding';
import { removeDeadCode } from './dead-code';
import { simplify } from './simplify';

/** In this order: what is dead is not worth simplifying, and what was simplified leaves dead nodes behind. */
const passes: readonly Pass[] = [
  removeDeadCode,
  shareCommonSubexpressions,
  foldConstants,
  simplify,
  shareCommonSubexpressions,
  removeDeadCode,
];

/** The same computation in fewer nodes. */
export function optimize(graph: Graph): Graph {
  return passes.reduce((current, pass) => pass(current), graph);
}
