/** What can name a class: text, a number, a boolean. */
export type ClassLabel = string | number | boolean | bigint;

/**
 * The name by which a class is compared. Two values are one class exactly if their names are equal:
 *
 * - a number is named by its shortest decimal text, so `1` and `1.0` are `'1'`, and `-0` is `'0'`;
 * - a boolean is `'true'` or `'false'`;
 * - text is its own name, but for two spellings that other programs write for the same value: a decimal fraction loses
 *   zeros that say nothing (`'1.0'` is `'1'`, `'1.50'` is `'1.5'`), and `'True'` and `'TRUE'` are `'true'`, so too `'False'`.
 *   Whatever else differs stays apart: `'01'`, `'1e0'`, `' 1'` and `'yes'` are names of their own.
 *
 * @throws TypeError if the value can name no class: `NaN`, an infinity, null, undefined, an object
 */
export function classLabel(value: unknown): string {
  if (typeof value === 'string') return canonicalText(value);
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  throw new TypeError(
    `a class is named by text, a finite number or a boolean; received ${value === null ? 'null' : typeof value === 'object' ? 'an object' : String(value)}`,
  );
}

const DECIMAL_FRACTION = /^-?(?:0|[1-9]\d*)\.\d+$/;
const BOOLEAN = /^(?:true|True|TRUE|false|False|FALSE)$/;

/** One spelling for texts that mean the same number or boolean, as {@link classLabel} has it. */
export function canonicalText(text: string): string {
  if (BOOLEAN.test(text)) return text.toLowerCase();
  if (!DECIMAL_FRACTION.test(text)) return text === '-0' ? '0' : text;
  const shortest = text.replace(/\.?0+$/, '');
  return shortest === '-0' ? '0' : shortest;
}
