import type { SplitName } from '../data/split';
import { decimal, duration, listing, percent } from '../format';
import { modelNames } from '../models/names';
import { differsBeyondSeeds, usualSeedNoise } from './significance';
import type { ModelSummary } from './summary';

export interface FindingsInput {
  readonly summaries: readonly ModelSummary[];
  readonly simulated: boolean;
  readonly split: SplitName;
  readonly seeds: number;
}

const networkNames: readonly string[] = [modelNames.interactive, modelNames.enhanced, modelNames.base];
const treeNames: readonly string[] = [modelNames.forest, modelNames.xgboost];

/** What this run's numbers say, in sentences, flattering or not. */
export function findFindings({ summaries, simulated, split, seeds }: FindingsInput): string[] {
  const ranked = [...summaries].sort((a, b) => a.mse.mean - b.mse.mean);
  const [best] = ranked;
  if (!best) return [];
  const named = (name: string) => summaries.find(summary => summary.name === name);
  const bestNetwork = ranked.find(({ name }) => networkNames.includes(name));
  const bestTrees = ranked.find(({ name }) => treeNames.includes(name));
  const xgboost = named(modelNames.xgboost);
  return [
    simulated && 'The data are simulated: these figures say nothing about a real turbine.',
    bestOfAll(best, ranked[1]),
    bestNetwork && xgboost && againstXGBoost(bestNetwork, xgboost),
    bestNetwork && bestTrees && bestTrees !== xgboost && againstTrees(bestNetwork, bestTrees),
    worthOfInteractions(named(modelNames.interactive), named(modelNames.enhanced)),
    worthOfEnhancement(named(modelNames.enhanced), named(modelNames.base)),
    againstLinear(best, named(modelNames.linear)),
    belowTheMean(ranked, split),
    bestNetwork && xgboost && cost(bestNetwork, xgboost),
    certainty(seeds, bestNetwork !== undefined),
  ].filter(finding => typeof finding === 'string');
}

function bestOfAll(best: ModelSummary, second: ModelSummary | undefined): string {
  const lead = second
    ? `, ${margin(best, second)} below the runner-up, ${second.name} (${mse(second)})${unlessProven(best, second)}`
    : '';
  return `${best.name} has the lowest error: MSE ${mse(best)}${lead}.`;
}

function againstXGBoost(network: ModelSummary, xgboost: ModelSummary): string {
  return `The best network, ${network.name} (MSE ${mse(network)}), is ${versus(network, xgboost)} XGBoost with its defaults (${mse(xgboost)})${unlessProven(network, xgboost)}.`;
}

function againstTrees(network: ModelSummary, trees: ModelSummary): string {
  return `The best tree model is ${trees.name} (${mse(trees)}): ${network.name} is ${versus(network, trees)} it${unlessProven(network, trees)}.`;
}

function worthOfInteractions(
  interactive: ModelSummary | undefined,
  enhanced: ModelSummary | undefined,
): string | undefined {
  if (!interactive || !enhanced) return undefined;
  const figures = `${enhanced.name} ${mse(enhanced)}, ${interactive.name} ${mse(interactive)}`;
  if (!differsBeyondSeeds(interactive, enhanced))
    return `Explicit interactions made no difference that seeds could not explain (${figures}).`;
  const effect = interactive.mse.mean < enhanced.mse.mean ? 'lowered' : 'raised';
  return `Explicit interactions ${effect} the error by ${margin(interactive, enhanced)} (${figures}).`;
}

function worthOfEnhancement(
  enhanced: ModelSummary | undefined,
  base: ModelSummary | undefined,
): string | undefined {
  if (!enhanced || !base) return undefined;
  return `${enhanced.name} is ${versus(enhanced, base)} ${base.name} (${mse(enhanced)} and ${mse(base)})${unlessProven(enhanced, base)}.`;
}

function againstLinear(best: ModelSummary, linear: ModelSummary | undefined): string | undefined {
  if (!linear || linear === best) return undefined;
  const ratio = linear.mse.mean / best.mse.mean;
  return ratio > 1.2
    ? `A linear model is not enough: ${linear.name} leaves ${decimal(ratio, 1)} times the squared error of ${best.name}.`
    : `${linear.name} is within ${percent(ratio - 1)} of ${best.name}: there is little that a linear model misses.`;
}

/** A negative R² is easy to overlook in a table. */
function belowTheMean(ranked: readonly ModelSummary[], split: SplitName): string | undefined {
  const names = ranked.filter(({ r2 }) => r2.mean < 0).map(({ name }) => name);
  if (names.length === 0) return undefined;
  const reason = split === 'temporal' ? '; the turbine drifted from year to year' : '';
  const are = names.length === 1 ? 'is' : 'are';
  return `${listing(names)} ${are} worse than always predicting the mean of the test rows (R² below 0)${reason}.`;
}

function cost(network: ModelSummary, xgboost: ModelSummary): string {
  const ratio = network.fitSeconds / xgboost.fitSeconds;
  const times = `${decimal(ratio, ratio >= 10 ? 0 : 1)} times as long as XGBoost`;
  return `${network.name} took ${duration(network.fitSeconds)} to fit, ${times} (${duration(xgboost.fitSeconds)}).`;
}

function certainty(seeds: number, hasNetworks: boolean): string {
  if (seeds > 1)
    return `Each model was fitted with ${seeds} seeds; "not proven" marks differences that Welch’s test at the 5% level cannot tell from the spread between seeds.`;
  const noise = `some ${decimal(usualSeedNoise * 100, 0)}%`;
  return hasNetworks
    ? `Each model was fitted once. Another seed alone can move a network’s error by ${noise}, so smaller differences are not proven; --seeds 3 or more measures it.`
    : 'Each model was fitted once; --seeds 3 or more measures what seeds do to the errors.';
}

function mse(summary: ModelSummary): string {
  return decimal(summary.mse.mean, 2);
}

/** By how much the first is away from the second, relative to the second. */
function margin(a: ModelSummary, b: ModelSummary): string {
  return percent(a.mse.mean / b.mse.mean - 1);
}

function versus(a: ModelSummary, b: ModelSummary): string {
  return `${margin(a, b)} ${a.mse.mean < b.mse.mean ? 'below' : 'above'}`;
}

function unlessProven(a: ModelSummary, b: ModelSummary): string {
  return differsBeyondSeeds(a, b) ? '' : ', a difference not proven';
}
