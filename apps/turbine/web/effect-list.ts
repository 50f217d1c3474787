import { element } from './dom';

export interface ListedEffect {
  readonly label: string;
  readonly value: number;
  readonly text: string;
}

/** Fills a list with named bars to both sides of zero; all are to one scale. */
export function showEffects(list: HTMLElement, effects: readonly ListedEffect[]): void {
  const values = effects.map(({ value }) => value);
  const low = Math.min(0, ...values);
  const span = Math.max(0, ...values) - low || 1;
  const share = (value: number) => `${(100 * value) / span}%`;
  list.replaceChildren(
    ...effects.map(({ label, value, text }) => {
      const length = element('i', value < 0 ? { class: 'below' } : {});
      const bar = element('span', { class: 'bar', 'aria-hidden': 'true' }, length);
      bar.style.setProperty('--zero', share(-low));
      bar.style.setProperty('--left', share(Math.min(0, value) - low));
      bar.style.setProperty('--width', share(Math.abs(value)));
      return element(
        'li',
        {},
        element('span', { class: 'label' }, label),
        bar,
        element('span', { class: 'amount' }, text),
      );
    }),
  );
}
