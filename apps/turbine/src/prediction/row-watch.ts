import { count, listing } from '../format';
import type { ColumnProfile } from '../training/column-profile';
import type { RowValues } from './row-decoder';

/** Counts rows that are unlike those the model has learned from: it predicts them too, but with less right. */
export class RowWatch {
  private readonly known: readonly (ReadonlySet<string> | undefined)[];
  private readonly outside = new Map<string, number>();
  private readonly unseen = new Map<string, number>();
  private readonly empty = new Map<string, number>();

  constructor(private readonly columns: readonly ColumnProfile[]) {
    this.known = columns.map(column =>
      column.kind === 'categorical' ? new Set(column.categories.map(({ value }) => value)) : undefined,
    );
  }

  see(values: RowValues): void {
    for (const [i, column] of this.columns.entries()) {
      const value = values[i]!;
      if (value === null) {
        if (column.missing === 0) add(this.empty, column.name);
      } else if (column.kind === 'categorical') {
        if (!this.known[i]!.has(value as string)) add(this.unseen, column.name);
      } else if ((value as number) < column.min || (value as number) > column.max)
        add(this.outside, column.name);
    }
  }

  /** What was seen, in sentences; none where all rows look like those of training. */
  get notes(): string[] {
    return [
      this.sentence(this.outside, 'values outside what training had', 'these predictions extrapolate'),
      this.sentence(this.unseen, 'categories that training never had', 'the model knows nothing of them'),
      this.sentence(this.empty, 'no value where training always had one', 'the model can only guess there'),
    ].filter(note => note !== undefined);
  }

  private sentence(counts: ReadonlyMap<string, number>, what: string, so: string): string | undefined {
    if (counts.size === 0) return undefined;
    const columns = [...counts].map(
      ([name, rows]) => `${name} (${count(rows)} ${rows === 1 ? 'row' : 'rows'})`,
    );
    return `${what}: ${listing(columns)}; ${so}`;
  }
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
