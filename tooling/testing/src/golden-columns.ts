/** Columns by name; a missing number or category is null. */
export type GoldenColumns = Record<string, (number | null)[] | (string | null)[]>;

const sizes = { train: 160, validation: 40, rows: 8 };

/**
 * The data that goldens are made from: five features, among them two of text, and a target of each kind. They follow from
 * arithmetic that is the same everywhere, and from nothing that goldens watch over.
 *
 * - `train`, `validation`: rows to learn from, with missing cells.
 * - `rows`: rows to predict, ordinary ones first, then odd ones: single cells missing, whole kinds, all; unseen
 *   categories; numbers far out. They have targets too.
 */
export function goldenColumns(part: keyof typeof sizes): GoldenColumns {
  const drawn = draw(sizes[part], { train: 1, validation: 2, rows: 3 }[part]);
  return part === 'rows' ? withOddRows(drawn) : drawn;
}

function draw(numRows: number, seed: number): GoldenColumns {
  const uniform = stream(seed);
  const bell = () => 2 * (uniform() + uniform() + uniform() - 1.5);
  const rows = Array.from({ length: numRows }, (_, row) => {
    const [power, gust, rare] = [bell(), bell(), uniform()];
    const [site, shift] = [Math.floor(3 * uniform()), Math.floor(2 * uniform())];
    const load = 1 / (1 - 0.96 * rare);
    const effect = 3 * power * gust + 2 * site + (shift === 0 ? gust : -gust) + 0.1 * load + 0.2 * bell();
    return {
      power: rounded(power),
      wind: row % 11 === 3 ? null : rounded(100 + 10 * gust),
      load: rounded(load),
      site: row % 13 === 7 ? null : ['north', 'south', 'east'][site]!,
      shift: ['day', 'night'][shift]!,
      output: rounded(1000 + 50 * effect),
      state: effect < 0 ? 'low' : effect < 4 ? 'normal' : 'high',
      alarm: effect > 2 ? 'on' : 'off',
      grade: effect < 0 ? 1 : effect < 3 ? 2 : 3,
    };
  });
  const names = ['power', 'wind', 'load', 'site', 'shift', 'output', 'state', 'alarm', 'grade'] as const;
  return Object.fromEntries(names.map(name => [name, rows.map(row => row[name])])) as GoldenColumns;
}

const oddRows = [
  { wind: null },
  { site: null },
  { power: null, wind: null, load: null },
  { site: null, shift: null },
  { power: null, wind: null, load: null, site: null, shift: null },
  { site: 'west' },
  { site: 'west', shift: 'dusk' },
  { power: 40, load: 1e6 },
  { power: -40, wind: -1000 },
];

/** Ordinary rows, followed by rows of them with cells replaced. */
function withOddRows(columns: GoldenColumns): GoldenColumns {
  const replaced = (name: string, values: (number | string | null)[]) =>
    oddRows.map((odd: Record<string, unknown>, i) => (name in odd ? odd[name] : values[i % values.length]));
  return Object.fromEntries(
    Object.entries(columns).map(([name, values]) => [name, [...values, ...replaced(name, values)]]),
  ) as GoldenColumns;
}

/** Numbers from 0 to 1 (Mulberry32). */
function stream(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function rounded(value: number): number {
  return Math.round(1000 * value) / 1000;
}
