import { createRandom, Table, type Random } from '@heph/data';

/** A target with planted interactions, and the pairs of its features that really interact. */
export interface Scenario {
  readonly table: Table;
  readonly planted: readonly (readonly [string, string])[];
}

type Columns = Record<string, Float64Array | string[]>;

/** What a scenario plants: columns of its own, the target without noise, the pairs. */
interface Plan {
  readonly columns: Columns;
  readonly signal: (row: number) => number;
  readonly planted: readonly (readonly [string, string])[];
}

type Planner = (random: Random, numRows: number) => Plan;

const numbers = (numRows: number, draw: () => number) => Float64Array.from({ length: numRows }, draw);
const names = (numRows: number, count: number, random: Random) =>
  Array.from({ length: numRows }, () => `c${random.integer(count)}`);
const codeOf = (name: string) => Number(name.slice(1));
/** Effects of every level, or of every combination of levels. */
const effects = (count: number, random: Random) => Array.from({ length: count }, () => random.normal());

const friedman: Planner = (random, numRows) => {
  const [a, b, c, d, e] = Array.from({ length: 5 }, () => numbers(numRows, () => random.uniform()));
  return {
    columns: { a: a!, b: b!, c: c!, d: d!, e: e! },
    signal: row =>
      10 * Math.sin(Math.PI * a![row]! * b![row]!) +
      20 * (c![row]! - 0.5) ** 2 +
      10 * d![row]! +
      5 * e![row]!,
    planted: [['a', 'b']],
  };
};

const products: Planner = (random, numRows) => {
  const [a, b, c, d, e, f] = Array.from({ length: 6 }, () => numbers(numRows, () => random.normal()));
  return {
    columns: { a: a!, b: b!, c: c!, d: d!, e: e!, f: f! },
    signal: row => 2 * a![row]! + a![row]! * b![row]! + 0.8 * c![row]! * d![row]! + 0.6 * e![row]! * f![row]!,
    planted: [
      ['a', 'b'],
      ['c', 'd'],
      ['e', 'f'],
    ],
  };
};

const xor: Planner = (random, numRows) => {
  const [a, b, c, d] = Array.from({ length: 4 }, () => numbers(numRows, () => random.normal()));
  return {
    columns: { a: a!, b: b!, c: c!, d: d! },
    signal: row =>
      (a![row]! > 0 !== b![row]! > 0.4 ? 1 : -1) + c![row]! + (c![row]! > 0 !== d![row]! > 0 ? 1 : 0),
    planted: [
      ['a', 'b'],
      ['c', 'd'],
    ],
  };
};

const categories: Planner = (random, numRows) => {
  const [a, b, c, d] = [5, 6, 12, 8].map(count => names(numRows, count, random));
  const first = effects(30, random);
  const second = effects(96, random);
  const alone = effects(5, random);
  return {
    columns: { a: a!, b: b!, c: c!, d: d! },
    signal: row =>
      2 * alone[codeOf(a![row]!)]! +
      first[6 * codeOf(a![row]!) + codeOf(b![row]!)]! +
      0.7 * second[8 * codeOf(c![row]!) + codeOf(d![row]!)]!,
    planted: [
      ['a', 'b'],
      ['c', 'd'],
    ],
  };
};

const mixed: Planner = (random, numRows) => {
  const [a, c] = [4, 10].map(count => names(numRows, count, random));
  const [b, d] = Array.from({ length: 2 }, () => numbers(numRows, () => random.normal()));
  const slopes = effects(4, random);
  const steps = effects(10, random);
  return {
    columns: { a: a!, b: b!, c: c!, d: d! },
    signal: row =>
      b![row]! +
      slopes[codeOf(a![row]!)]! * b![row]! +
      1.5 * steps[codeOf(c![row]!)]! * (d![row]! > 0.3 ? 1 : 0),
    planted: [
      ['a', 'b'],
      ['c', 'd'],
    ],
  };
};

/** Strong effects of single features, of categories and of quantities, and no interaction. */
const additive: Planner = (random, numRows) => {
  const [a, b, c] = Array.from({ length: 3 }, () => numbers(numRows, () => random.normal()));
  const d = names(numRows, 8, random);
  const steps = effects(8, random);
  return {
    columns: { a: a!, b: b!, c: c!, d },
    signal: row => 3 * a![row]! + Math.sin(2 * b![row]!) + c![row]! ** 2 + 2 * steps[codeOf(d[row]!)]!,
    planted: [],
  };
};

export const planners = { friedman, products, xor, categories, mixed, additive };

/**
 * A scenario with 20 columns of noise (every fifth a category), a decoy for every column of its own that is strongly
 * correlated with it, and noise in the target half as strong as the signal.
 */
export function plantScenario(planner: Planner, numRows: number, seed: number, noise = 0.5): Scenario {
  const random = createRandom(seed);
  const { columns, signal, planted } = planner(random, numRows);
  const all: Columns = { ...columns };
  for (const [name, values] of Object.entries(columns)) all[`${name}Decoy`] = decoyOf(values, random);
  for (let i = 0; i < 20; i++)
    all[`noise${i}`] = i % 5 === 0 ? names(numRows, 6, random) : numbers(numRows, () => random.normal());
  const clean = Float64Array.from({ length: numRows }, (_, row) => signal(row));
  const spread = deviation(clean);
  all['y'] = clean.map(value => value + noise * spread * random.normal());
  return { table: Table.fromColumns(all), planted };
}

/** Correlated by 0.9; of categories, three in four are the same. */
function decoyOf(values: Float64Array | string[], random: Random): Float64Array | string[] {
  if (Array.isArray(values))
    return values.map(value => (random.uniform() < 0.75 ? value : values[random.integer(values.length)]!));
  const spread = deviation(values);
  return values.map(value => 0.9 * value + Math.sqrt(1 - 0.81) * spread * random.normal());
}

function deviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
