import type { ColumnMeaning } from '../src/data/column-meanings';
import type { CategoricalProfile } from '../src/training/column-profile';
import type { Control } from './control';
import { element } from './dom';
import { labelOf } from './label';

/** A list of the categories that the training rows had; at first the most frequent one is chosen. */
export function categoryControl(
  { name, categories, missing }: CategoricalProfile,
  meaning: ColumnMeaning | undefined,
  id: string,
): Control {
  const select = element('select', { id });
  for (const value of inOrder(categories.map(category => category.value)))
    select.append(element('option', { value }, value));
  // No category is empty text: that is how a missing one is written.
  if (missing > 0 || categories.length === 0) select.append(element('option', { value: '' }, '(no value)'));
  const reset = () => {
    select.value = categories[0]?.value ?? '';
  };
  reset();
  return {
    element: element('div', { class: 'control' }, labelOf(name, meaning, id), select),
    get value() {
      return select.value === '' ? null : select.value;
    },
    reset,
  };
}

/** By number where all are numbers, otherwise by the alphabet. */
export function inOrder(categories: readonly string[]): string[] {
  return [...categories].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}
