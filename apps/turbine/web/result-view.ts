import { decimal, percent } from '../src/format';
import type { PageData } from '../src/serve/page-data';
import { byId } from './dom';
import type { TargetFormat } from './target-format';

/** The prediction and its interval, as a number and on a bar from the least to the largest target in training. */
export class ResultView {
  private readonly value = byId<HTMLDataElement>('prediction-value');
  private readonly bar = byId('interval-bar');
  private readonly interval = byId('interval');

  constructor(
    private readonly data: PageData,
    private readonly format: TargetFormat,
  ) {
    const { coverage, testCoverage } = data.interval;
    byId('prediction-heading').textContent = data.target;
    byId('unit').textContent = format.unit;
    byId('promise').textContent =
      `Made to hold the truth in ${decimal(coverage * 100, 0)} of 100 rows like those of training; of the test rows it held ${percent(testCoverage)}.`;
  }

  show(prediction: number): void {
    const { halfWidth } = this.data.interval;
    const [low, high] = [prediction - halfWidth, prediction + halfWidth];
    this.value.value = String(prediction);
    this.value.textContent = this.format.number(prediction);
    this.interval.textContent = `${this.format.number(low)} to ${this.format.number(high)}`;
    for (const [name, value] of [
      ['--low', low],
      ['--at', prediction],
      ['--high', high],
    ] as const)
      this.bar.style.setProperty(name, this.place(value));
  }

  /** Tells those who cannot see the number, once it has come to rest. */
  announce(): void {
    byId('announcement').textContent =
      `${this.data.target} ${this.value.textContent} ${this.format.unit}, ${this.interval.textContent}`;
  }

  private place(value: number): string {
    const { min, max } = this.data.targetProfile;
    const share = (value - min) / (max - min || 1);
    return `${100 * Math.min(1, Math.max(0, share))}%`;
  }
}
