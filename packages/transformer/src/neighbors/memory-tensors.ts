import { HephError } from '@heph/data';
import type { StoredTensor } from '../storage/safetensors';
import { powers, type NeighborMemory } from './neighbor-memory';

const PREFIX = 'neighbors/';

/** A memory as tensors beside those of the network's weights. */
export function memoryTensors({ keys, values, power, share }: NeighborMemory): StoredTensor[] {
  const numRows = values.length;
  return [
    { name: `${PREFIX}keys`, shape: [numRows, keys.length / numRows], values: keys },
    { name: `${PREFIX}values`, shape: [numRows], values },
    { name: `${PREFIX}setting`, shape: [2], values: Float32Array.of(power, share) },
  ];
}

/**
 * Takes the tensors of a memory out of others.
 *
 * @param width how many numbers a key has in this model
 * @throws HephError `invalid-file` if they are not those of a whole memory
 */
export function takeMemory(
  tensors: readonly StoredTensor[],
  width: number,
): { memory: NeighborMemory | null; rest: StoredTensor[] } {
  const rest = tensors.filter(({ name }) => !name.startsWith(PREFIX));
  if (rest.length === tensors.length) return { memory: null, rest };
  const numbersOf = (name: string, shape: (number | null)[]): Float32Array => {
    const tensor = tensors.find(candidate => candidate.name === PREFIX + name);
    const isWhole =
      tensor?.values instanceof Float32Array &&
      tensor.shape.length === shape.length &&
      shape.every((size, axis) => size === null || size === tensor.shape[axis]) &&
      tensor.values.every(Number.isFinite);
    if (!isWhole)
      throw new HephError(
        'invalid-file',
        `expected the remembered ${name} as finite numbers of shape [${shape.map(size => size ?? 'rows').join(', ')}]; ` +
          `received ${tensor === undefined ? 'none' : `shape [${tensor.shape.join(', ')}]`}`,
      );
    return tensor.values as Float32Array;
  };
  const values = numbersOf('values', [null]);
  const keys = numbersOf('keys', [values.length, width]);
  const [power, share] = numbersOf('setting', [2]);
  const isSetting = powers.some(known => known === power) && share! >= 0 && share! <= 1 && values.length > 0;
  if (!isSetting)
    throw new HephError(
      'invalid-file',
      `expected remembered rows with a power of ${powers.join(', ')} and a share from 0 to 1; received ${values.length} rows, ${power}, ${share}`,
    );
  return { memory: { keys, values, power: power!, share: share! }, rest };
}
