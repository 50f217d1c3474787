import { checkOptions } from '../options/check-options';
import { missingWords } from './missing-words';

/** How cells of CSV text are read. */
export interface CellOptions {
  /**
   * Cells that stand for a missing value, instead of the usual words: `''`, `'?'`, `'NA'`, `'N/A'`, `'#N/A'`, `'NaN'`,
   * `'null'`, `'NULL'`, `'None'` and the others of pandas. White space around them does not count.
   */
  missingValues?: readonly string[] | undefined;
  /** What stands before the fraction of a number; default `'.'`. */
  decimal?: string | undefined;
  /** What stands between groups of digits, as in `1,234,567`; default nothing, and `1,234` is text. */
  thousands?: string | undefined;
}

/** The names of {@link CellOptions}. */
export const cellOptionNames = { missingValues: true, decimal: true, thousands: true } as const;

const decimalNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const infinity = /^([+-]?)inf(?:inity)?$/i;

/**
 * Tells what a cell of CSV text holds: nothing, a number, or other text.
 *
 * @throws TypeError if an option does not exist or is of no use
 */
export class CellReader {
  private readonly missing: ReadonlySet<string>;
  private readonly hasMissingNumbers: boolean;
  private readonly separators: Separators | undefined;

  constructor(options: CellOptions = {}) {
    checkOptions<CellOptions>('CellReader', options, cellOptionNames);
    const { missingValues = missingWords, decimal = '.', thousands } = options;
    if (!Array.isArray(missingValues) || missingValues.some(word => typeof word !== 'string'))
      throw new TypeError(`missingValues must be a list of texts; received ${String(missingValues)}`);
    this.missing = new Set(missingValues.map((word: string) => word.trim()));
    this.separators = separatorsOf(decimal, thousands);
    this.hasMissingNumbers = [...this.missing].some(word => this.decimalText(word) !== '');
  }

  /** Whether a cell, without white space around it, stands for a missing value. */
  isMissing(trimmed: string): boolean {
    return this.missing.has(trimmed);
  }

  /**
   * A number in plain digits, as `Number` reads it, from a cell without white space around it; `''` where the cell is no
   * number or a missing value.
   */
  decimalText(trimmed: string): string {
    const text = this.separators === undefined ? trimmed : plainDigits(trimmed, this.separators);
    if (!decimalNumber.test(text)) return '';
    return this.hasMissingNumbers && this.missing.has(trimmed) ? '' : text;
  }

  /** The number in a cell: infinite where it says so or is too large, `NaN` where there is none. */
  numberIn(cell: string): number {
    const trimmed = cell.trim();
    const text = this.decimalText(trimmed);
    if (text !== '') return Number(text);
    const sign = infinity.exec(trimmed)?.[1];
    return sign === undefined ? NaN : sign === '-' ? -Infinity : Infinity;
  }
}

interface Separators {
  readonly decimal: string;
  readonly thousands: string | undefined;
  readonly grouped: RegExp | undefined;
}

function separatorsOf(decimal: string, thousands: string | undefined): Separators | undefined {
  requireSeparator('decimal', decimal);
  if (thousands === undefined)
    return decimal === '.' ? undefined : { decimal, thousands, grouped: undefined };
  requireSeparator('thousands', thousands);
  if (thousands === decimal)
    throw new TypeError(`decimal and thousands must differ; received ${JSON.stringify(decimal)} for both`);
  const [point, group] = [`\\u{${code(decimal)}}`, `\\u{${code(thousands)}}`];
  // Groups of three; in India, of two before the last.
  const grouped = new RegExp(`^[+-]?\\d{1,3}(?:${group}\\d{2,3})*${group}\\d{3}(?:${point}\\d*)?$`, 'u');
  return { decimal, thousands, grouped };
}

const code = (character: string) => character.codePointAt(0)!.toString(16);

function requireSeparator(name: string, value: unknown): void {
  if (typeof value !== 'string' || [...value].length !== 1 || /[\d+\-eE"\r\n]/.test(value))
    throw new TypeError(
      `${name} must be one character, not a digit, sign or quote; received ${JSON.stringify(value)}`,
    );
}

function plainDigits(text: string, { decimal, thousands, grouped }: Separators): string {
  const whole = grouped?.test(text) ? text.replaceAll(thousands!, '') : text;
  if (decimal === '.') return whole;
  return whole.includes('.') ? '' : whole.replace(decimal, '.');
}
