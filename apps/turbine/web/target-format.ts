import { decimal } from '../src/format';
import type { PageData } from '../src/serve/page-data';

/** How values of the target are written: as finely as the width of the intervals makes sense. */
export class TargetFormat {
  readonly unit: string;
  private readonly digits: number;

  constructor({ target, meanings, interval }: Pick<PageData, 'target' | 'meanings' | 'interval'>) {
    this.unit = meanings[target]?.unit ?? '';
    const scale = interval.halfWidth > 0 ? Math.floor(Math.log10(interval.halfWidth)) : 0;
    this.digits = Math.min(6, Math.max(0, 2 - scale));
  }

  number(value: number): string {
    return decimal(value, this.digits).replace('-', '−');
  }

  withUnit(value: number): string {
    return `${this.number(value)} ${this.unit}`.trim();
  }

  /** With a sign in any case. */
  difference(value: number): string {
    return `${value < 0 ? '' : '+'}${this.number(value)}`;
  }
}
