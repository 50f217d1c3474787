import type { Noise } from './noise';

/** The air at the inlet. */
export interface Weather {
  /** °C */
  readonly temperature: number;
  /** mbar */
  readonly pressure: number;
  /** Relative, %. */
  readonly humidity: number;
}

const hoursPerYear = 8760;

/**
 * The climate of north-western Turkey, where the real turbine stands: mild and damp winters, hot summers, a daily
 * swing, and fronts that pass in days. High pressure comes with cool air, and relative humidity falls as it warms.
 */
export function climate(noise: Noise): (hourOfYear: number) => Weather {
  const airMass = noise.process(0.985);
  const front = noise.process(0.98);
  const moisture = noise.process(0.95);
  return hourOfYear => {
    const season = 8.7 * Math.sin(2 * Math.PI * (hourOfYear / hoursPerYear - 0.31));
    const daily = 3.1 * Math.sin(2 * Math.PI * (hourOfYear / 24 - 0.375));
    const passing = 2.9 * airMass();
    const temperature = 17.7 + season + daily + passing;
    return {
      temperature,
      pressure: 1013 - 0.3 * (season + passing) + 5.9 * front(),
      humidity: Math.min(100, Math.max(24, 78 - 1.4 * (daily + passing) - 0.6 * season + 10.5 * moisture())),
    };
  };
}

/** Mass of water in a mass of dry air, kg/kg, by the formula of Magnus. */
export function specificHumidity({ temperature, pressure, humidity }: Weather): number {
  const saturation = 6.112 * Math.exp((17.62 * temperature) / (243.12 + temperature));
  const vapour = (humidity / 100) * saturation;
  return (0.622 * vapour) / (pressure - vapour);
}
