import type { ColumnMeaning } from '../src/data/column-meanings';
import type { NumericProfile } from '../src/training/column-profile';
import type { Control } from './control';
import { element } from './dom';
import { labelOf } from './label';
import { sliderScale } from './slider-scale';

/** Shares that the tinted part of a slider lies between, by their places among the quantiles of a profile. */
const middle = { from: 1, to: 5 } as const;

/**
 * A slider, and a field for exact values; both stay within what the training rows had. Where training rows lacked
 * values there is a box to leave the value out.
 */
export function numericControl(
  profile: NumericProfile,
  meaning: ColumnMeaning | undefined,
  id: string,
): Control {
  const scale = sliderScale(profile);
  const limits = { min: String(scale.min), max: String(scale.max) };
  const slider = element('input', { type: 'range', id, ...limits, step: String(scale.step) });
  const field = element('input', {
    ...{ type: 'number', min: String(profile.min), max: String(profile.max), step: 'any' },
    'aria-label': `${profile.name}, exact value`,
  });
  const gap = element('input', { type: 'checkbox' });
  let current = scale.start;

  slider.addEventListener('input', () => {
    current = slider.valueAsNumber;
    field.value = current.toFixed(scale.digits);
  });
  field.addEventListener('input', () => {
    const typed = field.valueAsNumber;
    if (typed >= profile.min && typed <= profile.max) set(typed);
  });
  field.addEventListener('change', () => {
    const typed = field.valueAsNumber;
    if (!Number.isNaN(typed)) set(Math.min(profile.max, Math.max(profile.min, typed)));
    field.value = String(current);
    // The value may be another one than what was typed.
    track.dispatchEvent(new Event('input', { bubbles: true }));
  });
  gap.addEventListener('input', enable);

  function set(value: number): void {
    current = value;
    slider.value = String(value);
  }

  function enable(): void {
    slider.disabled = field.disabled = gap.checked;
  }

  function reset(): void {
    set(scale.start);
    field.value = scale.start.toFixed(scale.digits);
    gap.checked = false;
    enable();
  }

  const track = element('div', { class: 'slider' }, slider);
  const along = (value: number) => String((value - scale.min) / (scale.max - scale.min || 1));
  track.style.setProperty('--from', along(profile.quantiles[middle.from]!));
  track.style.setProperty('--to', along(profile.quantiles[middle.to]!));
  const noValue = element('label', { class: 'gap' }, gap, ` ${profile.name} has no value`);
  reset();
  return {
    element: element(
      'div',
      { class: 'control' },
      element('div', { class: 'name' }, labelOf(profile.name, meaning, id), field),
      track,
      ...(profile.missing > 0 ? [noValue] : []),
    ),
    get value() {
      return gap.checked ? null : current;
    },
    reset,
  };
}
