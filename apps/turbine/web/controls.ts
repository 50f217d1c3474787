import type { RowValues } from '../src/prediction/row-decoder';
import type { PageData } from '../src/serve/page-data';
import { categoryControl } from './category-control';
import type { Control } from './control';
import { numericControl } from './numeric-control';

/** One control for each column of the model. */
export class Controls {
  private readonly controls: readonly Control[];

  constructor(form: HTMLElement, { columns, meanings }: Pick<PageData, 'columns' | 'meanings'>) {
    this.controls = columns.map((profile, i) => {
      const [meaning, id] = [meanings[profile.name], `column-${i}`];
      return profile.kind === 'numeric'
        ? numericControl(profile, meaning, id)
        : categoryControl(profile, meaning, id);
    });
    form.append(...this.controls.map(control => control.element));
    form.addEventListener('submit', event => event.preventDefault());
  }

  /** The row that is set, in the order of the model's columns. */
  get values(): RowValues {
    return this.controls.map(control => control.value);
  }

  reset(): void {
    for (const control of this.controls) control.reset();
  }
}
