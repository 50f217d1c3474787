import type { EncodedRows } from '../encoding/encoded-rows';
import type { ArrayInput } from '../engine/engine';

/** The arrays that a network takes, in the order of its inputs. */
export function networkInputs(rows: EncodedRows): ArrayInput[] {
  const { numRows, numeric, states, categorical } = rows;
  const block = (values: Float32Array | Int32Array): ArrayInput => ({
    values,
    shape: [numRows, values.length / numRows],
  });
  return [
    ...(numeric.length > 0 ? [block(numeric), block(states)] : []),
    ...(categorical.length > 0 ? [block(categorical)] : []),
  ];
}
