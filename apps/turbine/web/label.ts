import type { ColumnMeaning } from '../src/data/column-meanings';
import { element } from './dom';

/** A column's name, with what it is about where that is known, as the label of a control. */
export function labelOf(name: string, meaning: ColumnMeaning | undefined, control: string): HTMLLabelElement {
  if (!meaning) return element('label', { for: control }, name);
  const { text, unit } = meaning;
  const words = unit === undefined ? text : `${text}, ${unit}`;
  return element('label', { for: control }, name, ' ', element('span', { class: 'meaning' }, words));
}
