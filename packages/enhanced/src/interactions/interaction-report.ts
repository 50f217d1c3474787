import type { ConfigChoice } from '@heph/autoconfig';

/** What was found in the training table, and what followed from it. */
export interface InteractionReport {
  /** Every feature's share in what a random forest learned, the largest first; they sum to 1. */
  importances: { feature: string; importance: number }[];
  /** Every setting of the interactions with the reason for it; the pairs that were selected are one of them. */
  choices: ConfigChoice[];
}
