import type { CsvOptions } from '@heph/data';

/** How a CSV file is read, as far as it was told; predictions read theirs as training did, unless told otherwise. */
export interface CsvSettings {
  readonly delimiter?: string;
  readonly decimal?: string;
  readonly thousands?: string;
  readonly comment?: string;
  /** The words for a missing value. */
  readonly missing?: readonly string[];
}

/** What of them says where rows and cells end. */
export function cuttingOptions({ delimiter, decimal, comment }: CsvSettings) {
  return { delimiter, decimal, comment } satisfies CsvOptions;
}

/** What of them says what is in a cell. */
export function cellOptions({ decimal, thousands, missing }: CsvSettings) {
  return { decimal, thousands, missingValues: missing } satisfies CsvOptions;
}

/** The settings that are given, over others. */
export function settingsOver(given: CsvSettings, others: CsvSettings = {}): CsvSettings {
  const names = ['delimiter', 'decimal', 'thousands', 'comment', 'missing'] as const;
  const chosen = names.map(name => [name, given[name] ?? others[name]] as const);
  return Object.fromEntries(chosen.filter(([, value]) => value !== undefined)) as CsvSettings;
}

/** Whether a value from a file is such settings. */
export function isCsvSettings(value: unknown): value is CsvSettings {
  if (typeof value !== 'object' || value === null) return false;
  const isText = (item: unknown) => typeof item === 'string';
  return Object.entries(value).every(([name, item]) =>
    name === 'missing' ? Array.isArray(item) && item.every(isText) : isText(item),
  );
}
