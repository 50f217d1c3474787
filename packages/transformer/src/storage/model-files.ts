import { HephError, type ModelFolder } from '@heph/data';
import { SingleRowConfig, type SingleRowConfigJSON } from '../config/single-row-config';
import { isColumnScaling } from '../encoding/column-scaling';
import type { InputEncoderState } from '../encoding/input-encoder';
import { decodeSafetensors, encodeSafetensors, type StoredTensor } from './safetensors';

/** Everything that a model is, apart from its class. */
export interface SavedModel<Target> {
  /** The options it was constructed with. */
  readonly options: { readonly modelConfig: SingleRowConfig };
  readonly inputs: InputEncoderState;
  /** What was learned of the target column. */
  readonly target: Target;
  readonly weights: readonly StoredTensor[];
}

interface Manifest {
  format: typeof FORMAT;
  kind: string;
  options: { modelConfig: SingleRowConfigJSON };
  inputs: InputEncoderState;
  target: unknown;
}

const FORMAT = 'heph-tabular-model';
/** The file that messages about options name. */
export const MANIFEST = 'manifest.json';
const WEIGHTS = 'weights.safetensors';

/** @param kind which class the model is of */
export function modelFiles(kind: string, model: SavedModel<object | null>): ModelFolder {
  const { options, inputs, target, weights } = model;
  const manifest: Manifest = {
    format: FORMAT,
    kind,
    options: { ...options, modelConfig: options.modelConfig.toJSON() },
    inputs,
    target,
  };
  return { manifest: { ...manifest }, files: { [WEIGHTS]: encodeSafetensors(weights) } };
}

/**
 * @param isTarget whether a value is what a model of this kind knows of its target column
 * @throws HephError `invalid-file` if that is no model of this kind, or not a whole one.
 */
export function readModelFiles<Target>(
  { manifest, files }: ModelFolder,
  kind: string,
  isTarget: (value: unknown) => value is Target,
): SavedModel<Target> {
  if (!isManifest(manifest))
    throw new HephError('invalid-file', 'expected the manifest of a saved tabular model');
  if (manifest.kind !== kind)
    throw new HephError('invalid-file', `expected a saved ${kind}; received a ${manifest.kind}`);
  const { target } = manifest;
  if (!isTarget(target)) throw new HephError('invalid-file', `expected the target of a saved ${kind}`);
  const modelConfig = SingleRowConfig.fromJSON(manifest.options.modelConfig);
  if (!isOfColumns(manifest.inputs, modelConfig))
    throw new HephError(
      'invalid-file',
      'expected the scaling of each numeric column, and which categories were seen',
    );
  const bytes = files[WEIGHTS];
  if (bytes === undefined) throw new HephError('invalid-file', `expected ${WEIGHTS}; received none`);
  return {
    options: { ...manifest.options, modelConfig },
    inputs: manifest.inputs,
    target,
    weights: decodeSafetensors(bytes),
  };
}

function isManifest(value: unknown): value is Manifest {
  if (!isObject(value) || value.format !== FORMAT || typeof value.kind !== 'string') return false;
  const { options, inputs } = value;
  return (
    isObject(options) &&
    isObject(options.modelConfig) &&
    isObject(inputs) &&
    Array.isArray(inputs.standardizations) &&
    inputs.standardizations.every(isColumnScaling) &&
    Array.isArray(inputs.seen) &&
    inputs.seen.every(Array.isArray)
  );
}

function isOfColumns({ standardizations, seen }: InputEncoderState, config: SingleRowConfig): boolean {
  const { numericColumns, categoricalColumns, categories } = config;
  return (
    standardizations.length === numericColumns.length &&
    seen.length === categoricalColumns.length &&
    categoricalColumns.every((name, j) => seen[j]!.length === categories[name]!.length)
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
