import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { EncodedRows } from '../encoding/encoded-rows';
import { toTensor } from '../training/eager-engine';
import type { ArrayInput } from '../training/training-task';
import { Yielder } from '../training/yielding';

const ROWS_AT_ONCE = 1024;

/** The arrays that a network takes, in the order of its inputs. */
export function networkInputs(rows: EncodedRows): ArrayInput[] {
  const { numRows, numeric, states, categorical } = rows;
  const width = (values: ArrayLike<number>) => (numRows === 0 ? 0 : values.length / numRows);
  const inputs: ArrayInput[] = [];
  if (numeric.length > 0)
    inputs.push(
      { values: numeric, shape: [numRows, width(numeric)] },
      { values: states, shape: [numRows, width(states)] },
    );
  if (categorical.length > 0) inputs.push({ values: categorical, shape: [numRows, width(categorical)] });
  return inputs;
}

/** The network's single output for all rows, row-major, computed block by block in inference mode. */
export async function predictRows(network: LayersModel, rows: EncodedRows): Promise<Float32Array> {
  const yielder = new Yielder();
  const blocks: Float32Array[] = [];
  for (let begin = 0; begin < rows.numRows; begin += ROWS_AT_ONCE) {
    const inputs = networkInputs(sliceRows(rows, begin, Math.min(begin + ROWS_AT_ONCE, rows.numRows)));
    const output = tf.tidy(() => network.apply(inputs.map(toTensor), { training: false }) as tf.Tensor);
    blocks.push((await output.data()) as Float32Array);
    output.dispose();
    await yielder.turn();
  }
  return concatenate(blocks);
}

function sliceRows(rows: EncodedRows, begin: number, end: number): EncodedRows {
  const cut = <A extends Float32Array | Int32Array>(values: A): A => {
    const width = values.length / rows.numRows;
    return values.subarray(begin * width, end * width) as A;
  };
  return {
    numRows: end - begin,
    numeric: cut(rows.numeric),
    states: cut(rows.states),
    categorical: cut(rows.categorical),
  };
}

function concatenate(blocks: Float32Array[]): Float32Array {
  const result = new Float32Array(blocks.reduce((length, block) => length + block.length, 0));
  let offset = 0;
  for (const block of blocks) {
    result.set(block, offset);
    offset += block.length;
  }
  return result;
}
