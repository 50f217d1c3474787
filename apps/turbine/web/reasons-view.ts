import type { PageData } from '../src/serve/page-data';
import { byId } from './dom';
import { showEffects } from './effect-list';
import { type Effect, type PointExplanation, pairedColumns } from './explain-point';
import type { TargetFormat } from './target-format';

const shown = { columns: 10, pairs: 6 } as const;

/** What the columns and their pairs do to the prediction at hand, as bars. */
export class ReasonsView {
  constructor(
    data: PageData,
    private readonly format: TargetFormat,
  ) {
    const among =
      data.columns.length > pairedColumns ? ` among the ${pairedColumns} columns of the largest effects` : '';
    byId('reasons-note').textContent =
      `In ${format.unit || `units of ${data.target}`}. A column: this prediction less the mean prediction with the column at typical values of the training rows (its 5%, 25%, 50%, 75% and 95% quantiles; its five most frequent categories by their share) and all else as it is. A pair${among}: what changing both does beyond what changing each alone does, over quartiles or the three most frequent categories. Such effects do not add up to the prediction.`;
  }

  show({ columns, pairs }: PointExplanation): void {
    showEffects(byId('column-effects'), columns.slice(0, shown.columns).map(this.listed));
    showEffects(byId('pair-effects'), pairs.slice(0, shown.pairs).map(this.listed));
  }

  private readonly listed = ({ columns, effect }: Effect) => ({
    label: columns.join(' × '),
    value: effect,
    text: this.format.difference(effect),
  });
}
