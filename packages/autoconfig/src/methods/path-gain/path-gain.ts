import { Progress } from '@heph/estimator';
import { allPairs, type PairMethod, type ScoredPair } from '../pair-method';
import { ClassRemainder } from './class-remainder';
import { featureLevels, type FeatureLevels } from './feature-levels';
import { NumberRemainder, type Remainder } from './remainder';

/** What is less of the target's variance is not worth a pair: models of single features leave as much by their steps. */
const leastShare = 1e-4;

interface Candidate {
  readonly features: [string, string];
  readonly levels: [FeatureLevels, FeatureLevels];
  score: number;
  /** How many pairs had been taken away when it was scored. */
  seenAfter: number;
}

/**
 * Pairs that gain when one splits below the other on a path, by their gain beyond what each gives alone: the share of
 * the target's variance that only the two together explain, beyond the pairs ranked above it and beyond chance.
 *
 * An additive model takes away what every feature gives alone. The pair that then gains most ({@link pairGain}) is
 * selected and what trees of it can say is taken away too, and so on: features correlated with those of a pair do not
 * come back as pairs of their own. Gains count as far as they exceed what the best of as many pairs reaches by
 * chance; without interactions nearly always no pair does.
 *
 * Of classes, the variance is that of their indicators, summed over the classes, and an additive model is one of the
 * log-odds: where these add up, nothing interacts.
 */
export const pathGain: PairMethod = async ({
  table,
  target,
  classes,
  importances,
  isCategorical,
  topPairs,
  signal,
}) => {
  const levels = new Map(
    importances.map(({ feature }) => [feature, featureLevels(table.column(feature), isCategorical(feature))]),
  );
  const remainder: Remainder =
    classes === null
      ? await NumberRemainder.ofAdditiveModel(table, target, levels, signal)
      : await ClassRemainder.ofAdditiveModel(table, classes, levels, signal);
  const candidates = allPairs([...levels]).map(([a, b]): Candidate => {
    return { features: [a[0], b[0]], levels: [a[1], b[1]], score: Infinity, seenAfter: -1 };
  });
  const deviations = chanceDeviations(candidates.length);
  const score = ({ levels: [a, b] }: Candidate) => {
    const { gain, deviation } = remainder.gainOf(a, b);
    return remainder.totalSquares > 0 ? (gain - deviations * deviation) / remainder.totalSquares : 0;
  };

  const selected: ScoredPair[] = [];
  const progress = new Progress(topPairs, { signal });
  while (selected.length < topPairs) {
    const best = await takeBest(candidates, selected.length, score, progress);
    if (!best || best.score < leastShare) break;
    selected.push({ features: best.features, score: best.score });
    if (selected.length < topPairs) await remainder.subtractPair(best.features);
  }
  return selected;
};

/** So many standard deviations the best of `count` pairs hardly ever reaches by chance. */
function chanceDeviations(count: number): number {
  return 1 + Math.sqrt(2 * Math.log(Math.max(1, count)));
}

/**
 * Takes out the candidate of the highest score. What others explain is never explained again, so that scores only
 * fall: only candidates that look best by an older score are scored anew.
 */
async function takeBest(
  candidates: Candidate[],
  numSelected: number,
  score: (candidate: Candidate) => number,
  progress: Progress,
): Promise<Candidate | undefined> {
  for (;;) {
    await progress.step(numSelected);
    let best: Candidate | undefined;
    for (const candidate of candidates) if (!best || candidate.score > best.score) best = candidate;
    if (!best) return undefined;
    if (best.seenAfter === numSelected) {
      candidates.splice(candidates.indexOf(best), 1);
      return best;
    }
    best.score = Math.min(best.score, score(best));
    best.seenAfter = numSelected;
  }
}
