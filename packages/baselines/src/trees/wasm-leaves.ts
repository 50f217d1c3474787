import type { FeatureMatrix } from './feature-matrix';
import { wasm } from './find-leaves.wasm.generated';
import { LEAF, type Tree } from './tree';
import { instantiate } from './wasm-instance';

/** What find-leaves.wat exports. */
interface Kernels {
  findLeaves(nodes: number, rows: number, rowSize: number, end: number, leaves: number): void;
}

const bytesPerPage = 65536;
const bytesPerNode = 16;
const rowsAtATime = 4;
const leastFloat32 = -3.4028234663852886e38;

/**
 * Finds the leaves that rows reach, in WebAssembly: three times as fast as asking in a loop, which waits for every answer.
 * Knows numbers only, no categories.
 */
export class WasmLeaves {
  private readonly kernels: Kernels;
  private readonly leaves: Int32Array;
  private readonly rows: Float32Array;
  private readonly nodes: Int32Array;
  private readonly thresholds: Float32Array;
  private numRows = 0;
  private hasMissing = false;

  private constructor(
    private readonly numFeatures: number,
    mostRows: number,
    mostNodes: number,
  ) {
    const room = Math.ceil(mostRows / rowsAtATime) * rowsAtATime;
    // A row may stand there twice, see `start`.
    const sizes = [bytesPerNode * mostNodes, 4 * room, 4 * room * 2 * numFeatures];
    const size = sizes.reduce((sum, bytes) => sum + bytes);
    const memory = new WebAssembly.Memory({ initial: Math.ceil(size / bytesPerPage) });
    this.kernels = instantiate(wasm, { trees: { memory } });
    this.nodes = new Int32Array(memory.buffer, 0, 4 * mostNodes);
    this.thresholds = new Float32Array(memory.buffer, 0, 4 * mostNodes);
    this.leaves = new Int32Array(memory.buffer, sizes[0], room);
    this.rows = new Float32Array(memory.buffer, sizes[0]! + sizes[1]!, room * 2 * numFeatures);
  }

  /**
   * @param mostRows how many rows it may be turned to at a time
   * @param mostNodes how many nodes a tree may have
   * @returns `undefined` where there is no WebAssembly, or not enough memory for it
   */
  static tryCreate(numFeatures: number, mostRows: number, mostNodes: number): WasmLeaves | undefined {
    try {
      return new WasmLeaves(numFeatures, mostRows, mostNodes);
    } catch {
      return undefined;
    }
  }

  /**
   * Turns to the rows from `start` up to `end`. If values are missing, every row stands there twice, with numbers in their
   * place: first below all others, for nodes that send missing values left, then above all others.
   */
  start({ values, numFeatures }: FeatureMatrix, start: number, end: number): void {
    const block = values.subarray(start * numFeatures, end * numFeatures);
    this.numRows = end - start;
    this.hasMissing = hasNaN(block);
    if (this.hasMissing) writeTwice(block, this.rows, numFeatures);
    else this.rows.set(block);
  }

  /**
   * The leaf of each of the rows.
   * @returns a buffer that the next call overwrites
   */
  of(tree: Tree): Int32Array {
    const { kernels, nodes, rows, leaves, numRows } = this;
    this.writeNodes(tree);
    const rowSize = 4 * this.numFeatures * (this.hasMissing ? 2 : 1);
    const end = rows.byteOffset + numRows * rowSize;
    if (numRows > 0) kernels.findLeaves(nodes.byteOffset, rows.byteOffset, rowSize, end, leaves.byteOffset);
    return leaves.subarray(0, numRows);
  }

  private writeNodes({ feature, threshold, left, defaultLeft }: Tree): void {
    const { nodes, thresholds, numFeatures, hasMissing } = this;
    for (let node = 0, place = 0; node < feature.length; node++, place += 4) {
      const isLeaf = feature[node] === LEAF;
      const isAbove = hasMissing && defaultLeft[node] === 0;
      nodes[place] = isLeaf ? 0 : 4 * (feature[node]! + (isAbove ? numFeatures : 0));
      // Below it there is nothing but what stands for missing values; all numbers are finite.
      thresholds[place + 1] = isLeaf ? NaN : Math.max(threshold[node]!, leastFloat32);
      nodes[place + 2] = bytesPerNode * (isLeaf ? node : left[node]!);
      nodes[place + 3] = node;
    }
  }
}

function hasNaN(values: Float32Array): boolean {
  for (let i = 0; i < values.length; i++) if (values[i] !== values[i]) return true;
  return false;
}

function writeTwice(values: Float32Array, rows: Float32Array, numFeatures: number): void {
  let place = 0;
  for (let first = 0; first < values.length; first += numFeatures, place += 2 * numFeatures)
    for (let feature = 0; feature < numFeatures; feature++) {
      const value = values[first + feature]!;
      const isMissing = value !== value;
      rows[place + feature] = isMissing ? -Infinity : value;
      rows[place + numFeatures + feature] = isMissing ? Infinity : value;
    }
}
