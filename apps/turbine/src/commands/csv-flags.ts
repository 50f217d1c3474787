import { HephError, parseCsv } from '@heph/data';
import type { Command } from 'commander';
import { cellOptions, cuttingOptions, type CsvSettings } from '../csv/csv-settings';

/** How CSV files are read, as options of a command. */
export function withCsvFlags(command: Command): Command {
  return command
    .option('--delimiter <text>', 'what separates cells; tab is a tab (default: guessed)', parseDelimiter)
    .option('--decimal <character>', 'what stands before the fraction of numbers (default: a point)')
    .option('--thousands <character>', 'what stands between groups of digits (default: nothing)')
    .option('--comment <text>', 'what lines begin with that are comments (default: there are none)')
    .option(
      '--missing <words>',
      'cells without a value, with commas (default: empty, NA, N/A, NaN, null, None, ? and the like)',
      parseWords,
    );
}

/** @throws HephError `invalid-data` if a setting is of no use */
export function requireCsvSettings(settings: CsvSettings): void {
  try {
    parseCsv('x\n', { ...cuttingOptions(settings), ...cellOptions(settings) });
  } catch (cause) {
    throw new HephError('invalid-data', `--${(cause as Error).message}`, { cause });
  }
}

function parseDelimiter(text: string): string {
  return text === 'tab' || text === '\\t' ? '\t' : text;
}

/** An empty cell is missing in any case. */
function parseWords(text: string): string[] {
  return ['', ...text.split(',').map(word => word.trim())];
}
