import { HephError } from '@heph/data';
import type { Machine } from '../comparison/environment';
import type { Scores } from '../comparison/model-result';
import { isCsvSettings, type CsvSettings } from '../csv/csv-settings';
import type { SplitName } from '../data/split';
import { type ModelKey, modelNames } from '../models/names';
import type { PresetName } from '../models/presets';
import type { ColumnProfile, NumericProfile } from './column-profile';
import type { IntervalCalibration } from './conformal';

export const manifestFormat = 'heph-turbine-model';

/** Scores as JSON has them: of a single row there is no R². */
export type StoredScores = Omit<Scores, 'r2'> & { readonly r2: number | null };

/** What a model folder tells about its model: everything but the weights or trees themselves. */
export interface Manifest {
  readonly format: typeof manifestFormat;
  readonly kind: ModelKey;
  readonly preset: PresetName;
  readonly seed: number;
  readonly target: string;
  /** What the training rows had, a column each; the model needs all of these to predict. */
  readonly columns: readonly ColumnProfile[];
  readonly targetProfile: NumericProfile;
  /** How the file was read that it learned from; files to predict are read so too. */
  readonly csv?: CsvSettings;
  readonly data: {
    /** Where the rows came from, in words. */
    readonly description: string;
    readonly split: SplitName;
    readonly splitDescription: string;
    /** How many rows were learned from. */
    readonly learned: number;
    /** How many of these are validation rows, on which a network chose its epoch. */
    readonly stopping: number;
    readonly calibration: number;
    readonly test: number;
  };
  readonly metrics: { readonly calibration: StoredScores; readonly test: StoredScores };
  readonly interval: IntervalCalibration;
  readonly params: number;
  readonly fitSeconds: number;
  readonly details: Readonly<Record<string, string | number | boolean | null>>;
  readonly versions: Readonly<Record<string, string>>;
  readonly machine: Machine;
  /** ISO 8601. */
  readonly trainedAt: string;
  /** The folder within the model folder that the model's package has written. */
  readonly modelFolder: string;
}

/** JSON has no NaN. */
export function storedScores(scores: Scores): StoredScores {
  return { ...scores, r2: Number.isNaN(scores.r2) ? null : scores.r2 };
}

/** @throws HephError `invalid-file` if it is no manifest of a model that this program has trained */
export function requireManifest(value: Readonly<Record<string, unknown>>, folder: string): Manifest {
  const problem = problemOf(value);
  if (problem !== undefined)
    throw new HephError('invalid-file', `${folder}: expected a model that turbine train wrote; ${problem}`);
  return value as unknown as Manifest;
}

function problemOf(manifest: Readonly<Record<string, unknown>>): string | undefined {
  const { format, kind, target, columns, targetProfile, interval, modelFolder } = manifest;
  if (format !== manifestFormat) return `found the format ${JSON.stringify(format)}`;
  if (typeof kind !== 'string' || !Object.hasOwn(modelNames, kind))
    return `found the kind ${JSON.stringify(kind)}`;
  if (typeof target !== 'string') return 'it names no target';
  if (!Array.isArray(columns) || columns.length === 0 || !columns.every(isProfile))
    return 'it does not describe its columns';
  if (!isProfile(targetProfile)) return 'it does not describe its target';
  if (manifest['csv'] !== undefined && !isCsvSettings(manifest['csv']))
    return 'it does not say how its file was read';
  if (!isObject(interval) || !isFinite(interval, 'coverage') || !isFinite(interval, 'halfWidth'))
    return 'it has no intervals';
  if (typeof modelFolder !== 'string' || !/^model-[0-9a-f]{16}$/.test(modelFolder))
    return `found the model’s folder ${JSON.stringify(modelFolder)}`;
  return undefined;
}

function isProfile(value: unknown): value is ColumnProfile {
  if (!isObject(value) || typeof value['name'] !== 'string') return false;
  const { kind, categories } = value;
  if (kind === 'numeric') return ['min', 'max', 'missing'].every(name => isFinite(value, name));
  return (
    kind === 'categorical' &&
    isFinite(value, 'missing') &&
    Array.isArray(categories) &&
    categories.every(category => isObject(category) && typeof category['value'] === 'string')
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFinite(object: Record<string, unknown>, name: string): boolean {
  return Number.isFinite(object[name]);
}
