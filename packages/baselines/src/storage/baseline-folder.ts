import { type ModelFolder } from '@heph/data';
import { readingFile } from '@heph/estimator';
import { isFeatureSpecs, type FeatureSpec } from '../estimator/feature-schema';

const format = 'heph-baseline';

/** What every saved baseline holds in its manifest; each kind adds its own. */
export interface BaselineState {
  /** What the estimator was constructed with. */
  readonly options: object;
  readonly target: string;
  readonly features: readonly FeatureSpec[];
}

/** A baseline's manifest as read from a file: only what all have in common has been looked at. */
export interface StoredBaseline extends Omit<BaselineState, 'options'> {
  readonly state: Readonly<Record<string, unknown>>;
  readonly files: Readonly<Record<string, Uint8Array>>;
}

/** @param kind the estimator's class */
export function baselineFiles(
  kind: string,
  state: BaselineState,
  files: Record<string, Uint8Array>,
): ModelFolder {
  return { manifest: { format, kind, ...state }, files };
}

/**
 * Makes an estimator of what {@link baselineFiles} gave.
 * @param create makes an unfitted one of its options; throws RangeError or TypeError where there are no such
 * @param restore fits it; throws RangeError or TypeError where what it is given makes no sense
 * @throws HephError `invalid-file`, RangeError or TypeError if these are no whole baseline of this kind
 */
export function restoreBaseline<Estimator>(
  { manifest, files }: ModelFolder,
  kind: string,
  create: (options: object) => Estimator,
  restore: (estimator: Estimator, stored: StoredBaseline) => void,
): Estimator {
  const { format: foundFormat, kind: foundKind, options, target, features } = manifest;
  if (foundFormat !== format || foundKind !== kind)
    throw new RangeError(
      `expected a ${format} of kind ${kind}; found ${String(foundFormat)} of kind ${String(foundKind)}`,
    );
  if (
    typeof options !== 'object' ||
    options === null ||
    typeof target !== 'string' ||
    !isFeatureSpecs(features)
  )
    throw new RangeError('expected "options", "target" and "features" in the manifest');
  const estimator = readingFile('manifest.json', () => create(options));
  restore(estimator, { target, features, state: manifest, files });
  return estimator;
}

/** @throws RangeError unless the manifest holds a finite number of that name */
export function storedNumber(state: Readonly<Record<string, unknown>>, name: string): number {
  const value = state[name];
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new RangeError(`${name} must be a finite number; found ${JSON.stringify(value)}`);
  return value;
}

/** A score as a manifest holds it: JSON has no NaN. */
export function scoreToStore(score: number | undefined): number | null | undefined {
  return Number.isNaN(score) ? null : score;
}

/** @throws RangeError unless the manifest holds no such score, a finite number, or `null`, which is how NaN is written */
export function storedScore(state: Readonly<Record<string, unknown>>, name: string): number | undefined {
  if (state[name] === undefined) return undefined;
  return state[name] === null ? NaN : storedNumber(state, name);
}

/** @throws RangeError unless the manifest holds a list of (so many) finite numbers of that name */
export function storedNumbers(
  state: Readonly<Record<string, unknown>>,
  name: string,
  length?: number,
): number[] {
  const values = state[name];
  if (!Array.isArray(values) || !values.every(Number.isFinite))
    throw new RangeError(`${name} must be a list of finite numbers; found ${JSON.stringify(values)}`);
  if (length !== undefined && values.length !== length)
    throw new RangeError(`${name} must have ${length} numbers; it has ${values.length}`);
  return values;
}
