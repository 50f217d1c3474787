import { hStatistic } from './h-statistic';
import { importanceProduct } from './importance-product';
import type { PairMethod } from './pair-method';
import { pathGain } from './path-gain/path-gain';
import { shapInteraction } from './shap-interaction';

const methods = { pathGain, hStatistic, shapInteraction, importanceProduct } satisfies Record<
  string,
  PairMethod
>;

/** How pairs can be scored. */
export type PairMethodName = keyof typeof methods;

/** @throws RangeError if there is no method of that name */
export function pairMethod(name: PairMethodName): PairMethod {
  if (Object.hasOwn(methods, name)) return methods[name];
  const known = Object.keys(methods).map(method => `'${method}'`);
  throw new RangeError(`method must be one of ${known.join(', ')}; received '${String(name)}'`);
}
