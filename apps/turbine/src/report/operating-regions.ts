import { quantile } from '@heph/data';
import { decimal } from '../format';
import type { TestRows } from './test-rows';

/** The errors where the turbine ran in one way. */
export interface OperatingRegion {
  readonly temperature: string;
  readonly load: string;
  readonly rows: number;
  /** The mean residual: above 0 where predictions are too high. */
  readonly bias: number;
  readonly rmse: number;
}

/** Bands of a quantity that hold about as many rows each, from low to high. */
export interface Bands {
  readonly names: readonly string[];
  of(value: number): number;
}

const most = 5;
/** Means of fewer rows say nothing. */
const fewest = 20;

/** Divides values at their quantiles; where many are the same there are fewer bands. */
export function bandsOf(values: ArrayLike<number>): Bands {
  const sorted = Float64Array.from(values).sort();
  const digits = sorted.at(-1)! - sorted[0]! < 20 ? 1 : 0;
  const inner = Array.from({ length: most - 1 }, (_, i) =>
    Number(quantile(sorted, (i + 1) / most).toFixed(digits)),
  );
  const edges = [...new Set(inner)];
  const text = edges.map(edge => decimal(edge, digits).replace('-', '−'));
  return {
    names: [`to ${text[0]}`, ...text.slice(1).map((edge, i) => `${text[i]}–${edge}`), `over ${text.at(-1)}`],
    of: value => edges.filter(edge => value > edge).length,
  };
}

/** The errors by load and ambient temperature; regions of few rows are left out. */
export function operatingRegions(
  { temperature, load }: Pick<TestRows, 'temperature' | 'load'>,
  residuals: ArrayLike<number>,
  bands: { readonly temperature: Bands; readonly load: Bands },
): OperatingRegion[] {
  const sums = new Map<string, { t: number; l: number; rows: number; sum: number; squares: number }>();
  for (let row = 0; row < residuals.length; row++) {
    const [t, l] = [bands.temperature.of(temperature[row]!), bands.load.of(load[row]!)];
    const key = `${t} ${l}`;
    const region = sums.get(key) ?? { t, l, rows: 0, sum: 0, squares: 0 };
    region.rows++;
    region.sum += residuals[row]!;
    region.squares += residuals[row]! ** 2;
    sums.set(key, region);
  }
  return [...sums.values()]
    .filter(({ rows }) => rows >= fewest)
    .sort((one, other) => one.l - other.l || one.t - other.t)
    .map(({ t, l, rows, sum, squares }) => ({
      temperature: bands.temperature.names[t]!,
      load: bands.load.names[l]!,
      rows,
      bias: sum / rows,
      rmse: Math.sqrt(squares / rows),
    }));
}
