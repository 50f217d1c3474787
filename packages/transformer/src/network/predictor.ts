import { Progress } from '@heph/estimator';
import type * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { takeRows, type EncodedRows } from '../encoding/encoded-rows';
import type { Engine, PreparedFunction, TensorFunction } from '../engine/engine';
import { networkInputs } from './network-inputs';

const ROWS_AT_ONCE = 1024;

/** A network with a single output in inference mode, as a function of its inputs. */
export function inference(network: LayersModel): TensorFunction {
  return (...inputs) => network.apply(inputs, { training: false }) as tf.Tensor;
}

/** Computes a function of a network's inputs block by block, under whatever weights the network has. */
export class Predictor {
  private readonly forward: PreparedFunction;

  constructor(
    compute: TensorFunction,
    private readonly engine: Engine,
  ) {
    this.forward = engine.prepare(compute);
  }

  /** The function's output for all rows, row-major. */
  async predict(rows: EncodedRows): Promise<Float32Array> {
    const progress = new Progress(rows.numRows);
    const blocks: Float32Array[] = [];
    for (let begin = 0; begin < rows.numRows; begin += ROWS_AT_ONCE) {
      const numRows = Math.min(ROWS_AT_ONCE, rows.numRows - begin);
      const block = takeRows(rows, this.blockIndices(begin, numRows));
      const output = await this.forward.run(networkInputs(block));
      blocks.push(output.subarray(0, (output.length / block.numRows) * numRows));
      await progress.pause();
    }
    return concatenate(blocks);
  }

  dispose(): Promise<void> {
    return this.forward.dispose();
  }

  /** A compiled network wants blocks of one size: its last one is filled up with the last row. */
  private blockIndices(begin: number, numRows: number): Int32Array {
    const length = this.engine.name === 'compiled' ? ROWS_AT_ONCE : numRows;
    return Int32Array.from({ length }, (_, i) => begin + Math.min(i, numRows - 1));
  }
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
