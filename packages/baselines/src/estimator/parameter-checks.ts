/** Checks of an estimator's parameters: each message has the parameter's name, what was expected and what came. */

export function checkInteger(name: string, value: number, minimum: number, maximum = Infinity): void {
  if (!Number.isSafeInteger(value) || value < minimum || value > maximum) {
    const range = maximum === Infinity ? `of at least ${minimum}` : `from ${minimum} to ${maximum}`;
    throw new RangeError(`${name} must be an integer ${range}; received ${String(value)}`);
  }
}

export function checkNotNegative(name: string, value: number): void {
  if (!Number.isFinite(value) || value < 0)
    throw new RangeError(`${name} must be a finite number of at least 0; received ${String(value)}`);
}

export function checkPositive(name: string, value: number): void {
  if (!Number.isFinite(value) || value <= 0)
    throw new RangeError(`${name} must be a finite number above 0; received ${String(value)}`);
}

/** 0 < value ≤ 1. */
export function checkShare(name: string, value: number): void {
  if (!(value > 0 && value <= 1))
    throw new RangeError(`${name} must be above 0 and at most 1; received ${String(value)}`);
}

export function checkBoolean(name: string, value: boolean): void {
  if (typeof value !== 'boolean')
    throw new TypeError(`${name} must be true or false; received ${String(value)}`);
}

/** The defaults, replaced by what was given; `undefined` counts as not given. */
export function withDefaults<Defaults extends object, Options extends object>(
  defaults: Defaults,
  options: Options,
): Defaults & Options {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return { ...defaults, ...given } as Defaults & Options;
}
