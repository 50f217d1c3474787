/** Checks of arguments: each says the argument's name, what was expected and what was received. */

export function checkPositiveInteger(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1)
    throw new RangeError(`${name} must be a positive integer; received ${String(value)}`);
}

export function checkNonNegativeInteger(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new RangeError(`${name} must be a non-negative integer; received ${String(value)}`);
}

export function checkPositive(name: string, value: number): void {
  if (!(Number.isFinite(value) && value > 0))
    throw new RangeError(`${name} must be a positive number; received ${String(value)}`);
}

export function checkNonNegative(name: string, value: number): void {
  if (!(Number.isFinite(value) && value >= 0))
    throw new RangeError(`${name} must be a number of at least 0; received ${String(value)}`);
}

/** 0 ≤ value < 1. */
export function checkFraction(name: string, value: number): void {
  if (!(value >= 0 && value < 1))
    throw new RangeError(`${name} must be at least 0 and below 1; received ${String(value)}`);
}

export function checkOneOf<T extends string>(name: string, value: T, choices: readonly T[]): void {
  if (!choices.includes(value))
    throw new RangeError(
      `${name} must be one of ${choices.map(choice => `'${choice}'`).join(', ')}; received ${String(value)}`,
    );
}
