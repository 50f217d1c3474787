import type { Weather } from './weather';

const kelvin = 273.15;

/** Heat capacities of air and of combustion gas, kJ/(kg·K). */
const air = 1.005;
const gas = 1.148;

/** (γ−1)/γ of air, and the same of combustion gas times the turbine's efficiency. */
const compression = 0.2857;
const expansion = 0.2029;
const compressorEfficiency = 0.88;

/** The controller never lets the turbine's inlet pass 1100 °C nor its exhaust 550 °C. */
const maxInletTemperature = 1100 + kelvin;
const maxExhaustTemperature = 550 + kelvin;

/** The state of the machine in one hour; temperatures in °C. */
export interface OperatingPoint {
  /** Turbine inlet (firing) temperature. */
  readonly firing: number;
  /** Turbine exhaust temperature. */
  readonly exhaust: number;
  /** Compressor discharge pressure, bar. */
  readonly dischargePressure: number;
  /** Of air, kg/s. */
  readonly massFlow: number;
  /** Energy yield, MW. */
  readonly power: number;
}

/**
 * A heavy-duty gas turbine as a Brayton cycle with a choked turbine inlet, so that mass flow follows pressure.
 * Up to a pressure ratio of about 12.5 the exhaust limit decides how hot it may fire, above that the inlet limit.
 *
 * @param dischargePressure bar
 */
export function operate(dischargePressure: number, weather: Weather): OperatingPoint {
  const ratio = dischargePressure / (weather.pressure / 1000);
  const inlet = weather.temperature + kelvin;
  const firing = Math.min(maxInletTemperature, maxExhaustTemperature * ratio ** expansion);
  const exhaust = firing * ratio ** -expansion;
  const massFlow = 1515 * (dischargePressure / Math.sqrt(firing));
  const compressorRise = (inlet * (ratio ** compression - 1)) / compressorEfficiency;
  const work = gas * (firing - exhaust) - air * compressorRise;
  return {
    firing: firing - kelvin,
    exhaust: exhaust - kelvin,
    dischargePressure,
    massFlow,
    power: (massFlow * work) / 1000,
  };
}

/** Opens the inlet vanes until the machine yields `power` MW, or as much as it can in this air. */
export function operateAtPower(power: number, weather: Weather): OperatingPoint {
  let [low, high] = [8, 15.2];
  for (let step = 0; step < 24; step++) {
    const middle = (low + high) / 2;
    if (operate(middle, weather).power < power) low = middle;
    else high = middle;
  }
  return operate((low + high) / 2, weather);
}
