import { describeValue } from './describe-value';

/** @throws TypeError unless the value is text */
export function requireText(name: string, value: unknown): void {
  if (typeof value !== 'string')
    throw new TypeError(`${name} must be text; received ${describeValue(value)}`);
}

/** @throws TypeError unless the value is an array of texts */
export function requireTexts(name: string, value: unknown): void {
  if (!Array.isArray(value))
    throw new TypeError(`${name} must be an array of texts; received ${describeValue(value)}`);
  const at = value.findIndex(item => typeof item !== 'string');
  if (at >= 0)
    throw new TypeError(`${name} must be an array of texts; received ${describeValue(value[at])} at ${at}`);
}
