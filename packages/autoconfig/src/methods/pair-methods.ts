import { importanceProduct } from './importance-product';
import type { PairMethod } from './pair-method';

const methods = { importanceProduct };

/** The ways to score pairs that there are. */
export type PairMethodName = keyof typeof methods;

/** @throws RangeError listing the methods, if there is none of that name */
export function pairMethod(name: PairMethodName): PairMethod {
  if (!Object.hasOwn(methods, name)) {
    const names = Object.keys(methods).map(method => `'${method}'`);
    throw new RangeError(`method must be ${names.join(' or ')}; received '${String(name)}'`);
  }
  return methods[name];
}
