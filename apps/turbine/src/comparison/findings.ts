import type { SplitName } from '../data/split';
import { count, decimal, duration, listing, percent } from '../format';
import { modelNames, networkNames } from '../models/names';
import { curveFindings } from './curve-findings';
import type { LearnedInteractions } from './learned-interactions';
import type { LearningCurve } from './learning-curve';
import { pairFinding } from './pair-finding';
import type { ProtocolName } from './protocol';
import type { SeenInteraction } from './seen-interactions';
import { type PairedTest, significanceLevel } from './significance';
import type { ModelSummary } from './summary';

export interface FindingsInput {
  /** The first is the one that findings are about. */
  readonly protocols: readonly { readonly name: ProtocolName; readonly summaries: readonly ModelSummary[] }[];
  readonly tests: readonly PairedTest[];
  readonly curves: readonly LearningCurve[];
  readonly interactions: {
    readonly forest: readonly SeenInteraction[];
    readonly models: readonly LearnedInteractions[];
  };
  readonly simulated: boolean;
  readonly split: SplitName;
  readonly seeds: number;
  readonly testRows: number;
}

/** Whether a paired test tells two models' errors apart. */
type Proven = (a: ModelSummary, b: ModelSummary) => boolean;

const treeNames: readonly string[] = [modelNames.forest, modelNames.xgboost];

/** What this run's numbers say, in sentences, flattering or not. */
export function findFindings(input: FindingsInput): string[] {
  const { protocols, tests, curves, simulated, split } = input;
  const [{ name: protocol, summaries } = { name: 'fair', summaries: [] }, ...otherProtocols] = protocols;
  const ranked = [...summaries].sort((a, b) => a.mse.mean - b.mse.mean);
  const [best] = ranked;
  if (!best) return [];
  const named = (name: string) => summaries.find(summary => summary.name === name);
  const bestNetwork = ranked.find(({ name }) => networkNames.includes(name));
  const bestTrees = ranked.find(({ name }) => treeNames.includes(name));
  const xgboost = named(modelNames.xgboost);
  const proven: Proven = (a, b) =>
    tests.some(
      ({ models, p }) => models.includes(a.name) && models.includes(b.name) && p < significanceLevel,
    );
  return [
    simulated && 'The data are simulated: these figures say nothing about a real turbine.',
    protocol === 'original' &&
      bestNetwork &&
      'By the original protocol the networks choose their epoch and the share of neighbours on the test rows: their figures flatter them.',
    bestOfAll(best, ranked[1], proven),
    bestNetwork && xgboost && againstXGBoost(bestNetwork, xgboost, proven),
    bestNetwork && bestTrees && bestTrees !== xgboost && againstTrees(bestNetwork, bestTrees, proven),
    worthOfInteractions(named(modelNames.interactive), named(modelNames.enhanced), proven),
    worthOfEnhancement(named(modelNames.enhanced), named(modelNames.base), proven),
    againstLinear(best, named(modelNames.linear)),
    belowTheMean(ranked, split),
    ...curveFindings(curves.filter(curve => curve.protocol === protocol)),
    bestNetwork && pairFinding(input.interactions, bestNetwork.name),
    ...otherProtocols.map(other => byOtherProtocol(other, summaries)),
    bestNetwork && xgboost && cost(bestNetwork, xgboost),
    ranked.length > 1 && certainty(input),
  ].filter(finding => typeof finding === 'string');
}

function bestOfAll(best: ModelSummary, second: ModelSummary | undefined, proven: Proven): string {
  const lead = second
    ? `, ${margin(best, second)} below the runner-up, ${second.name} (${mse(second)})${unless(proven(best, second))}`
    : '';
  return `${best.name} has the lowest error: MSE ${mse(best)}${lead}.`;
}

function againstXGBoost(network: ModelSummary, xgboost: ModelSummary, proven: Proven): string {
  return `The best network, ${network.name} (MSE ${mse(network)}), is ${versus(network, xgboost)} XGBoost with its defaults (${mse(xgboost)})${unless(proven(network, xgboost))}.`;
}

function againstTrees(network: ModelSummary, trees: ModelSummary, proven: Proven): string {
  return `The best tree model is ${trees.name} (${mse(trees)}): ${network.name} is ${versus(network, trees)} it${unless(proven(network, trees))}.`;
}

function worthOfInteractions(
  interactive: ModelSummary | undefined,
  enhanced: ModelSummary | undefined,
  proven: Proven,
): string | undefined {
  if (!interactive || !enhanced) return undefined;
  const figures = `${enhanced.name} ${mse(enhanced)}, ${interactive.name} ${mse(interactive)}`;
  if (!proven(interactive, enhanced))
    return `Explicit interactions made no difference that chance could not explain (${figures}).`;
  const effect = interactive.mse.mean < enhanced.mse.mean ? 'lowered' : 'raised';
  return `Explicit interactions ${effect} the error by ${margin(interactive, enhanced)} (${figures}).`;
}

function worthOfEnhancement(
  enhanced: ModelSummary | undefined,
  base: ModelSummary | undefined,
  proven: Proven,
): string | undefined {
  if (!enhanced || !base) return undefined;
  return `${enhanced.name} is ${versus(enhanced, base)} ${base.name} (${mse(enhanced)} and ${mse(base)})${unless(proven(enhanced, base))}.`;
}

function byOtherProtocol(
  { name, summaries }: FindingsInput['protocols'][number],
  fair: readonly ModelSummary[],
): string {
  const best = [...summaries].sort((a, b) => a.mse.mean - b.mse.mean)[0]!;
  const same = fair.find(summary => summary.name === best.name)!;
  return `By the ${name} protocol ${best.name} has the lowest error: MSE ${mse(best)}, where the fair protocol gives it ${mse(same)}.`;
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

function certainty({ seeds, testRows }: FindingsInput): string {
  const level = `${decimal(significanceLevel * 100, 0)}% level`;
  return seeds > 1
    ? `Each model was fitted with ${seeds} seeds; "not proven" marks differences that a paired t-test over the seeds at the ${level} cannot tell from chance (over the test rows, where seeds change nothing).`
    : `Each model was fitted once; "not proven" marks differences that a paired t-test over the squared errors of the ${count(testRows)} test rows at the ${level} cannot tell from chance. What another seed would change, only --seeds 3 or more can tell.`;
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

function unless(isProven: boolean): string {
  return isProven ? '' : ', a difference not proven';
}
