/** Checks of arguments: each message has the argument's name, what was expected and what was received. */

/** @throws RangeError unless the value is an integer from `minimum` to `maximum` */
export function checkInteger(name: string, value: number, minimum: number, maximum = Infinity): void {
  if (Number.isSafeInteger(value) && value >= minimum && value <= maximum) return;
  const range = maximum === Infinity ? `of at least ${minimum}` : `from ${minimum} to ${maximum}`;
  throw new RangeError(`${name} must be an integer ${range}; received ${String(value)}`);
}

/** @throws RangeError unless the value is a safe integer above 0 */
export function checkPositiveInteger(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1)
    throw new RangeError(`${name} must be a positive integer; received ${String(value)}`);
}

/** @throws RangeError unless the value is a safe integer of at least 0 */
export function checkNonNegativeInteger(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new RangeError(`${name} must be a non-negative integer; received ${String(value)}`);
}

/** @throws RangeError unless the value is finite and above 0 */
export function checkPositive(name: string, value: number): void {
  if (!Number.isFinite(value) || value <= 0)
    throw new RangeError(`${name} must be a finite number above 0; received ${String(value)}`);
}

/** @throws RangeError unless the value is finite and at least 0 */
export function checkNonNegative(name: string, value: number): void {
  if (!Number.isFinite(value) || value < 0)
    throw new RangeError(`${name} must be a finite number of at least 0; received ${String(value)}`);
}

/** @throws RangeError unless 0 ≤ value < 1 */
export function checkFraction(name: string, value: number): void {
  if (!(value >= 0 && value < 1))
    throw new RangeError(`${name} must be at least 0 and below 1; received ${String(value)}`);
}

/** @throws RangeError unless 0 < value ≤ 1 */
export function checkShare(name: string, value: number): void {
  if (!(value > 0 && value <= 1))
    throw new RangeError(`${name} must be above 0 and at most 1; received ${String(value)}`);
}

/** @throws TypeError unless the value is a boolean */
export function checkBoolean(name: string, value: boolean): void {
  if (typeof value !== 'boolean')
    throw new TypeError(`${name} must be true or false; received ${String(value)}`);
}

/** @throws RangeError unless the value is one of the choices */
export function checkOneOf<Choice extends string>(
  name: string,
  value: Choice,
  choices: readonly Choice[],
): void {
  if (!choices.includes(value))
    throw new RangeError(
      `${name} must be one of ${choices.map(choice => `'${choice}'`).join(', ')}; received ${String(value)}`,
    );
}

/** The defaults, replaced by what was given; `undefined` counts as not given. */
export function withDefaults<Defaults extends object, Options extends object>(
  defaults: Defaults,
  options: Options,
): Defaults & Options {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return { ...defaults, ...given } as Defaults & Options;
}
