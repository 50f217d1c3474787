import type { OperatingPoint } from './gas-turbine';
import { specificHumidity, type Weather } from './weather';

/** E/R of the reaction that starts the Zeldovich mechanism (N₂ + O → NO + N), in kelvin over the gas constant. */
const activationTemperature = 69_090;

/** The flame of a lean premixed burner at the usual firing temperature, K. */
const usualFlame = 1735;

/**
 * Nitrogen oxides, mg/m³, of a lean premixed burner with a pilot flame.
 *
 * Thermal NOx grows exponentially with the flame's temperature (Zeldovich) and with the square root of pressure;
 * water in the air cools the flame, for which the exponent −19 is the usual correction; and the pilot flame, richer
 * at part load and in cold air to keep the burner from going out, adds its own.
 */
export function nitrogenOxides(point: OperatingPoint, weather: Weather): number {
  const flame = usualFlame + 0.35 * (point.firing - 1081);
  const thermal = Math.exp(activationTemperature * (1 / usualFlame - 1 / flame));
  const partLoad = Math.max(0, (1100 - point.firing) / 50);
  const pilot = Math.exp(-0.013 * (weather.temperature - 17.7)) * (1 + 0.4 * partLoad ** 2);
  const pressure = Math.sqrt(point.dischargePressure / 12);
  const water = Math.exp(-19 * (specificHumidity(weather) - 0.0098));
  return (24 * thermal + 40 * pilot) * pressure * water;
}

/** Carbon monoxide, mg/m³: what a flame too cool leaves unburnt. */
export function carbonMonoxide(point: OperatingPoint): number {
  return 0.4 + 1.1 * Math.exp((1081 - point.firing) / 22);
}
