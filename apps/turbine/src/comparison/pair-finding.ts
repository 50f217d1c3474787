import { decimal, percent } from '../format';
import type { LearnedInteractions } from './learned-interactions';
import type { SeenInteraction } from './seen-interactions';

/** Which columns act together, for a forest and for a network, in a sentence; none where either has no pair. */
export function pairFinding(
  {
    forest,
    models,
  }: { readonly forest: readonly SeenInteraction[]; readonly models: readonly LearnedInteractions[] },
  network: string,
): string | undefined {
  const [seen] = forest;
  const pairs = models.find(({ name }) => name === network)?.pairs ?? [];
  const [learned] = pairs;
  if (!seen || !learned) return undefined;
  const [one, other] = [seen.columns.join(' × '), learned.columns.join(' × ')];
  const share = `${percent(seen.share)} of the variance of NOx`;
  const strength = `${decimal(learned.strength, 1)} mg/m³`;
  const isSame = seen.columns.every(column => learned.columns.includes(column));
  return isSame
    ? `The columns that act together most are ${one}, for a forest that looked at the training rows (${share}) and in what ${network} learned (${strength}).`
    : `A forest that looked at the training rows saw ${one} act together most (${share}); ${network} learned most of ${other} (${strength}).`;
}
