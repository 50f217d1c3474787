import { decimal } from '../src/format';
import type { RowValues } from '../src/prediction/row-decoder';
import type { PageData } from '../src/serve/page-data';
import type { ColumnProfile } from '../src/training/column-profile';
import { byId, element } from './dom';
import { sliderScale } from './slider-scale';
import { sweepRows, sweepValues } from './sweep';
import { sweepPlot } from './sweep-plot';
import type { TargetFormat } from './target-format';

type Predict = (rows: readonly RowValues[]) => Promise<ArrayLike<number>>;

/** The prediction along one column that is chosen from a list; the most important one comes first. */
export class SweepView {
  private readonly choice = byId<HTMLSelectElement>('sweep-column');

  constructor(
    private readonly data: PageData,
    private readonly format: TargetFormat,
    onChoice: () => void,
  ) {
    for (const { column } of data.explanation.columns)
      this.choice.append(element('option', { value: column }, column));
    this.choice.addEventListener('change', onChoice);
  }

  async show(point: RowValues, prediction: number, predict: Predict): Promise<void> {
    const { columns, interval, target, targetProfile } = this.data;
    const place = columns.findIndex(({ name }) => name === this.choice.value);
    const profile = columns[place]!;
    const values = sweepValues(profile);
    const predictions = await predict(sweepRows(point, place, values));
    const description = this.describe(profile, values, predictions);
    const box = byId('sweep-plot');
    const plot = sweepPlot(
      {
        ...{ profile, values, predictions, halfWidth: interval.halfWidth },
        present: { value: point[place]!, prediction },
      },
      {
        width: Math.max(280, Math.min(720, box.clientWidth)),
        xLabel: this.nameOf(profile.name),
        yLabel: this.nameOf(target),
        description,
        yRange: [targetProfile.quantiles[0]!, targetProfile.quantiles.at(-1)!],
      },
    );
    box.replaceChildren(plot);
    byId('sweep-caption').textContent =
      `${description} The dot is the present point, the band the interval; all other columns stay as they are.`;
  }

  private nameOf(column: string): string {
    const unit = this.data.meanings[column]?.unit;
    return unit === undefined ? column : `${column}, ${unit}`;
  }

  private describe(
    profile: ColumnProfile,
    values: readonly (number | string)[],
    predictions: ArrayLike<number>,
  ): string {
    const order = values.map((_, i) => i).sort((a, b) => predictions[a]! - predictions[b]!);
    const text = (i: number) =>
      `${this.format.withUnit(predictions[i]!)} at ${valueText(profile, values[i]!)}`;
    return `Along ${profile.name} the prediction goes from ${text(order[0]!)} to ${text(order.at(-1)!)}.`;
  }
}

function valueText(profile: ColumnProfile, value: number | string): string {
  if (profile.kind === 'categorical' || typeof value === 'string') return String(value);
  return decimal(value, sliderScale(profile).digits).replace('-', '−');
}
