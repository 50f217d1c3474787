import type { NumericProfile } from '../src/training/column-profile';

/** Where a slider goes, in round steps within what the training rows had. */
export interface SliderScale {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** The median of the training rows, rounded to a step. */
  readonly start: number;
  /** Decimals that a step needs. */
  readonly digits: number;
}

const steps = 200;

export function sliderScale({ min, max, quantiles }: NumericProfile): SliderScale {
  const median = quantiles[(quantiles.length - 1) / 2]!;
  if (min === max) return { min, max, step: 1, start: min, digits: 0 };
  const isWhole = [min, max, ...quantiles].every(Number.isInteger);
  const step = Math.max(roundStep((max - min) / steps), isWhole ? 1 : 0);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const toStep = (value: number, round: (value: number) => number) =>
    Number((round(Number((value / step).toFixed(6))) * step).toFixed(digits));
  const [low, high] = [toStep(min, Math.ceil), toStep(max, Math.floor)];
  return {
    min: low,
    max: high,
    step,
    start: Math.min(high, Math.max(low, toStep(median, Math.round))),
    digits,
  };
}

/** The largest of 1, 2, 5, 10, … times a power of ten that is no larger. */
function roundStep(step: number): number {
  const power = Math.floor(Math.log10(step) + 1e-9);
  const factor = [5, 2, 1].find(candidate => candidate * 10 ** power <= step * (1 + 1e-9)) ?? 1;
  return Number(`${factor}e${power}`);
}
