import type { TargetUnits } from '../estimator/target-units';
import { storedNumber } from './baseline-folder';

/**
 * The scale that a manifest holds; `undefined` where it has none, as in folders of earlier versions.
 * @throws RangeError unless it is a number above 0
 */
export function storedScale(state: Readonly<Record<string, unknown>>): number | undefined {
  if (state['scale'] === undefined) return undefined;
  const scale = storedNumber(state, 'scale');
  if (!(scale > 0)) throw new RangeError(`scale must be above 0; found ${scale}`);
  return scale;
}

/**
 * The units that a manifest holds; `undefined` where it has none.
 * @throws RangeError unless they are an offset and a scale
 */
export function storedUnits({ units }: Readonly<Record<string, unknown>>): TargetUnits | undefined {
  if (units === undefined) return undefined;
  if (typeof units !== 'object' || units === null)
    throw new RangeError(`units must be an offset and a scale; found ${JSON.stringify(units)}`);
  const stored = units as Readonly<Record<string, unknown>>;
  return { offset: storedNumber(stored, 'offset'), scale: storedScale(stored) ?? 1 };
}
