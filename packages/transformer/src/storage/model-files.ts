import { HephError, readModelFolder, writeModelFolder } from '@heph/data';
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
const WEIGHTS = 'weights.safetensors';

/** @param kind which class the model is of, from a closed list that `load` compares with */
export async function saveModel(directory: string, kind: string, model: SavedModel<object>): Promise<void> {
  const { options, inputs, target, weights } = model;
  const manifest: Manifest = {
    format: FORMAT,
    kind,
    options: { ...options, modelConfig: options.modelConfig.toJSON() },
    inputs,
    target,
  };
  await writeModelFolder(directory, manifest, { [WEIGHTS]: encodeSafetensors(weights) });
}

/**
 * @param isTarget whether a value is what a model of this kind knows of its target column
 * @throws HephError `invalid-file` if the folder holds no model of this kind, or not a whole one.
 */
export async function readModel<Target>(
  directory: string,
  kind: string,
  isTarget: (value: unknown) => value is Target,
): Promise<SavedModel<Target>> {
  const { manifest, files } = await readModelFolder(directory);
  if (!isManifest(manifest))
    throw new HephError('invalid-file', `${directory}: expected the manifest of a saved tabular model`);
  if (manifest.kind !== kind)
    throw new HephError(
      'invalid-file',
      `${directory}: expected a saved ${kind}; received a ${manifest.kind}`,
    );
  const { target } = manifest;
  if (!isTarget(target))
    throw new HephError('invalid-file', `${directory}: expected the target of a saved ${kind}`);
  const bytes = files[WEIGHTS];
  if (bytes === undefined)
    throw new HephError('invalid-file', `${directory}: expected ${WEIGHTS}; received none`);
  return {
    options: { ...manifest.options, modelConfig: SingleRowConfig.fromJSON(manifest.options.modelConfig) },
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

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
