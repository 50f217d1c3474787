import type { FeaturePair } from '../feature-analysis';
import { aggressiveSizes, moderateSizes, type InteractionConfig } from '../interaction-config';
import { chooseHashSize, largestTable, mostCollisions, type HashChoice } from './hash-size';

/** One setting of an {@link InteractionConfig}, and why it is what it is. */
export interface ConfigChoice {
  setting: keyof InteractionConfig;
  value: InteractionConfig[keyof InteractionConfig];
  reason: string;
}

/** What the choices rest on. */
export interface DataFacts {
  readonly numRows: number;
  readonly numericColumns: readonly string[];
  readonly categoricalColumns: readonly string[];
  readonly pairs: readonly FeaturePair[];
  /** Whether each of them was found to interact; other methods fill the list with what merely matters most. */
  readonly pairsInteract: boolean;
  /** How many categories each categorical column has. */
  readonly cardinalities: readonly number[];
}

/** So many rows leave little to overfit. */
const manyRows = 100_000;
/** Ranks come in steps of so many. */
const rankStep = 8;
const mostRank = 64;
const mostLayers = 4;

/** Every setting with its reason: the documented sizes, unless the data speak against them. */
export function chooseConfig(facts: DataFacts, aggressive: boolean): ConfigChoice[] {
  const sizes = aggressive ? aggressiveSizes : moderateSizes;
  const start = aggressive ? 'the aggressive start' : 'the start for most data';
  const hash = chooseHashSize(facts.cardinalities, sizes.hashSize);
  return [
    ...chooseBranches(facts, hash),
    chooseRank(facts, sizes.lowRankRank, start),
    chooseLayers(facts, sizes.crossNetLayers, start),
    describeHash(hash, sizes.hashSize, start),
    chooseDropout(facts, sizes.dropout, start),
    { setting: 'pairs', value: [...facts.pairs], reason: describePairs(facts.pairs) },
  ];
}

function chooseBranches({ numericColumns, categoricalColumns }: DataFacts, hash: HashChoice): ConfigChoice[] {
  const columns = `${numericColumns.length + categoricalColumns.length} columns`;
  return [
    {
      setting: 'useLowRankCross',
      value: true,
      reason: `a low-rank product catches what the selected pairs of ${columns} leave`,
    },
    { setting: 'useCatInteractions', ...chooseCategories(categoricalColumns.length, hash) },
    { setting: 'useCrossNet', value: true, reason: `bounded-degree products of ${columns} at little cost` },
  ];
}

function chooseCategories(numColumns: number, { combinations, collisions }: HashChoice) {
  const found =
    numColumns === 1 ? 'there is 1 categorical column' : `there are ${numColumns} categorical columns`;
  if (numColumns < 2) return { value: false, reason: `${found}: no pair to embed` };
  if (collisions < mostCollisions) return { value: true, reason: found };
  const reason = `${combinations} combinations of categories do not fit a table of ${largestTable} rows: more than 5 % would share one`;
  return { value: false, reason };
}

function chooseRank({ pairs, pairsInteract }: DataFacts, rank: number, start: string): ConfigChoice {
  const setting = 'lowRankRank';
  if (!pairsInteract || pairs.length <= rank)
    return { setting, value: rank, reason: `${start}; a rank for each selected pair and to spare` };
  const value = Math.min(mostRank, rankStep * Math.ceil(pairs.length / rankStep));
  return {
    setting,
    value,
    reason: `${pairs.length} pairs interact: more than ${start} of ${rank} has room for`,
  };
}

function chooseLayers({ pairs, pairsInteract }: DataFacts, layers: number, start: string): ConfigChoice {
  const setting = 'crossNetLayers';
  const group = pairsInteract ? largestGroup(pairs) : [];
  if (group.length <= layers + 1)
    return { setting, value: layers, reason: `${start}: products of up to ${layers + 1} columns` };
  const value = Math.min(mostLayers, group.length - 1);
  return {
    setting,
    value,
    reason: `all of ${group.join(', ')} interact with one another: products of ${value + 1}`,
  };
}

function describeHash(hash: HashChoice, startSize: number, start: string): ConfigChoice {
  const setting = 'hashSize';
  const { hashSize: value, combinations, collisions } = hash;
  if (combinations === 0)
    return { setting, value, reason: `${start}; there are no combinations of categories` };
  if (collisions >= mostCollisions)
    return { setting, value, reason: `${start}; combinations of categories are not embedded` };
  const found = `of ${combinations} combinations ${(100 * collisions).toFixed(1)} % share a row`;
  if (value === startSize) return { setting, value, reason: `${start}: ${found}` };
  return {
    setting,
    value,
    reason: `larger than ${start} of ${startSize}, for collisions below 5 %: ${found}`,
  };
}

function chooseDropout({ numRows }: DataFacts, dropout: number, start: string): ConfigChoice {
  const setting = 'dropout';
  if (numRows < manyRows) return { setting, value: dropout, reason: start };
  return { setting, value: dropout / 2, reason: `half of ${start}: ${numRows} rows leave little to overfit` };
}

function describePairs(pairs: readonly FeaturePair[]): string {
  if (pairs.length === 0) return 'no pair was found';
  const [best] = pairs;
  return `${pairs.length} selected, the first of them ${best!.features.join(' × ')}`;
}

/** The largest group of features that all pair with one another, as far as adding them in the order of their pairs finds it. */
function largestGroup(pairs: readonly FeaturePair[]): string[] {
  const partners = new Map<string, Set<string>>();
  const partnersOf = (feature: string) => partners.get(feature) ?? new Set<string>();
  for (const {
    features: [a, b],
  } of pairs) {
    partners.set(a, partnersOf(a).add(b));
    partners.set(b, partnersOf(b).add(a));
  }
  let largest: string[] = [];
  for (const { features } of pairs) {
    const group: string[] = [...features];
    for (const feature of partners.keys())
      if (group.every(member => partnersOf(feature).has(member))) group.push(feature);
    if (group.length > largest.length) largest = group;
  }
  return largest;
}
