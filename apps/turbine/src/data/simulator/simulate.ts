import { type FileColumn, fileColumns, originalFiles } from '../columns';
import { carbonMonoxide, nitrogenOxides } from './emissions';
import { operateAtPower } from './gas-turbine';
import { type Noise, seededNoise } from './noise';
import { climate } from './weather';

export type SimulatedYear = Readonly<Record<FileColumn, Float64Array>> & { readonly year: number };

/** How the burner and the intake filter differed from year to year; the drop in 2014 is a retuned burner. */
const drift: Readonly<Record<number, { burner: number; filter: number }>> = {
  2011: { burner: 1.0, filter: 1.03 },
  2012: { burner: 1.03, filter: 1.08 },
  2013: { burner: 1.06, filter: 0.95 },
  2014: { burner: 0.9, filter: 0.99 },
  2015: { burner: 0.91, filter: 0.92 },
};

/** What the grid asks for, MW: most hours a steady base load, less at night, more at times by day. */
const demands = { part: 113, base: 133.5, peak: 156 };

/** Hours between two changes of the filter, over which it clogs. */
const filterLife = 2200;

/**
 * Five years of a gas turbine that never was: the same columns, years and numbers of rows as the real data, in the
 * same ranges, hour after hour with the gaps that maintenance leaves. The same seed gives the same rows.
 */
export function simulateYears(seed: number): SimulatedYear[] {
  const noise = seededNoise(seed);
  return originalFiles.map(({ year, rows }) => simulateYear(year, rows, noise));
}

function simulateYear(year: number, rows: number, noise: Noise): SimulatedYear {
  const weatherAt = climate(noise);
  const demandAt = dispatch(noise);
  const tuning = noise.process(0.97);
  const { burner, filter } = drift[year] ?? { burner: 1, filter: 1 };
  const columns = Object.fromEntries(fileColumns.map(name => [name, new Float64Array(rows)])) as Record<
    FileColumn,
    Float64Array
  >;
  for (let row = 0; row < rows; row++) {
    const hour = Math.floor((row * 8760) / rows);
    const weather = weatherAt(hour);
    const point = operateAtPower(demandAt(hour), weather);
    const flow = (point.massFlow / 490) ** 2;
    const clogging = 0.92 + 0.22 * ((hour % filterLife) / filterLife);
    const reading: Record<FileColumn, number> = {
      AT: weather.temperature,
      AP: weather.pressure,
      AH: weather.humidity,
      AFDP: 3.85 * flow * filter * clogging + 0.12 * noise.normal(),
      GTEP: 25.6 * flow * ((point.exhaust + 273) / 819) + 0.25 * noise.normal(),
      TIT: point.firing + 0.8 * noise.normal(),
      TAT: point.exhaust + 0.3 * noise.normal(),
      TEY: point.power + 0.2 * noise.normal(),
      CDP: point.dischargePressure + 0.02 * noise.normal(),
      CO: carbonMonoxide(point) * Math.exp(0.35 * noise.normal()),
      NOX: nitrogenOxides(point, weather) * burner * (1 + 0.045 * tuning() + 0.012 * noise.normal()),
    };
    for (const name of fileColumns) columns[name][row] = Number(reading[name].toPrecision(5));
  }
  return { year, ...columns };
}

/** The grid keeps to one of three demands for hours on end; which comes next depends on the time of day. */
function dispatch(noise: Noise): (hour: number) => number {
  const wander = noise.process(0.9);
  let demand = demands.base;
  return hour => {
    if (noise.uniform() < 0.08) {
      const night = hour % 24 < 6;
      const draw = noise.uniform();
      if (draw < (night ? 0.6 : 0.2)) demand = demands.part;
      else if (draw < (night ? 0.98 : 0.72)) demand = demands.base;
      else demand = demands.peak;
    }
    const spread = demand === demands.base ? 1.6 : 3.6;
    return demand + spread * wander();
  };
}
