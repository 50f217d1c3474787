import type { BestSplit, SplitRules } from './split';
import type { OpenNode, TrainingRows } from './training-rows';

const { abs, fround } = Math;

/** When a tree stops growing, and what its leaves say. */
export interface GrowthRules extends SplitRules {
  readonly maxDepth: number;
  /** A node of less hessian becomes a leaf. */
  readonly minSplitWeight: number;
  /** A split must gain more than this … */
  readonly gainAbove: number;
  /** … and at least this. */
  readonly minGain: number;
  /** Whether a node whose rows all have one target becomes a leaf. */
  readonly stopAtPureNodes: boolean;
  /** Leaves say −G/(H+λ) times this. */
  readonly learningRate: number;
}

/** What a leaf says: −G/(H+λ), the Newton step that minimizes the objective over its rows, times the learning rate. */
export function leafValue(gradient: number, hessian: number, rules: GrowthRules): number {
  return fround(fround(-gradient / (hessian + rules.lambda)) * rules.learningRate);
}

/** Whether the best split that was found, if any, is worth making. */
export function isAccepted(best: BestSplit, rules: GrowthRules): boolean {
  return best.feature >= 0 && best.gain > rules.gainAbove && best.gain >= rules.minGain;
}

/** Whether a node may be split at all. */
export function mayGrow(open: OpenNode, rules: GrowthRules, training: TrainingRows): boolean {
  const { depth, start, end, hessian } = open;
  if (depth >= rules.maxDepth || end - start < 2 || hessian < rules.minSplitWeight) return false;
  return !rules.stopAtPureNodes || !isPure(open, training);
}

/** Whether all rows of a node have the same gradient per hessian, that is, the same target. */
function isPure({ start, end }: OpenNode, { rows, gradients, hessians }: TrainingRows): boolean {
  const gradient = gradients[rows[start]!]!;
  const hessian = hessians[rows[start]!]!;
  // Weighted gradients are rounded, so that equal targets may give slightly different quotients.
  const tolerance = 1e-12 * abs(gradient);
  for (let i = start + 1; i < end; i++) {
    const other = hessians[rows[i]!]!;
    if (abs(gradient * other - gradients[rows[i]!]! * hessian) > tolerance * other) return false;
  }
  return true;
}
