import {
  broadcast_util,
  broadcastTo,
  matMul as stockMatMul,
  reshape,
  stack,
  tensor2d,
  tidy,
  transpose,
  util,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { checkOptions } from '../options/check-options';
import { withGradient } from './custom-gradient';
import { sumToShape } from './sum-to-shape';
import { runsOnWasm } from './wasm';

/** Which operands are read transposed in their last two axes. */
export interface MatMulOptions {
  /** Use `aᵀ`. Default `false`. */
  transposeA?: boolean;
  /** Use `bᵀ`. Default `false`. */
  transposeB?: boolean;
}

/**
 * Matrix product over the last two axes, leading axes broadcast: `[…, m, k] · […, k, n] → […, m, n]`.
 *
 * The same product as `tf.matMul`, with a backward pass that is as fast as the forward one. The WebAssembly backend
 * multiplies two plain matrices with XNNPACK (26 GFLOP/s on one thread), but runs a naive loop (2 GFLOP/s) for a
 * transposed operand, as every gradient of `tf.matMul` has one, and for a batch. So here transposes are made before
 * the product, `[…, m, k] · [k, n]` is one product of two matrices, and so is each large matrix of a short batch.
 *
 * @throws RangeError when the inner dimensions differ or an operand has fewer than two axes; TypeError for an option
 *   that does not exist
 */
export function matMul(a: Tensor, b: Tensor, options: MatMulOptions = {}): Tensor {
  checkOptions('matMul', options, ['transposeA', 'transposeB']);
  const { transposeA = false, transposeB = false } = options;
  checkShapes(a, b, transposeA, transposeB);
  if (b.rank > 2 || a.rank === 2) return product(a, b, transposeA, transposeB);
  return tidy(() => {
    const rows = transposeA ? swapLastAxes(a) : a;
    const flat = product(reshape(rows, [-1, lastOf(rows.shape)]), b, false, transposeB);
    return reshape(flat, [...rows.shape.slice(0, -1), lastOf(flat.shape)]);
  });
}

function product(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor {
  return withGradient([a, b], ([left, right], save) => {
    save([left!, right!]);
    const value = plainProduct(
      transposeA ? swapLastAxes(left!) : left!,
      transposeB ? swapLastAxes(right!) : right!,
    );
    const gradient = (dy: Tensor, [x, y]: Tensor[]) => {
      const dx = transposeA ? product(y!, dy, transposeB, true) : product(dy, y!, false, !transposeB);
      const dw = transposeB ? product(dy, x!, true, transposeA) : product(x!, dy, !transposeA, false);
      return [sumToShape(dx, x!.shape), sumToShape(dw, y!.shape)];
    };
    return { value, gradient };
  });
}

/** The WebAssembly backend's batched product is slow, but calling its quick one costs 20 µs a matrix. */
const worthACall = 32 * 32 * 32;
const longestUnrolledBatch = 64;

function plainProduct(a: Tensor, b: Tensor): Tensor {
  const [rows, inner] = a.shape.slice(-2) as [number, number];
  const isShortBatch =
    a.rank === 3 && b.rank === 3 && a.shape[0] === b.shape[0] && a.shape[0]! <= longestUnrolledBatch;
  if (runsOnWasm() && isShortBatch && rows * inner * lastOf(b.shape) >= worthACall)
    return unrolledProduct(a, b);
  return stockMatMul(...withEqualBatches(a, b));
}

/** One product for each matrix of a batch. */
function unrolledProduct(a: Tensor, b: Tensor): Tensor {
  const rights = matricesOf(b);
  return stack(matricesOf(a).map((left, i) => stockMatMul(left, rights[i]!)));
}

/**
 * The matrices of a batch, cut apart in JavaScript, next door to WebAssembly's memory: its own slices copy the whole
 * tensor for every part.
 */
function matricesOf(x: Tensor): Tensor2D[] {
  const [batch, rows, columns] = x.shape as [number, number, number];
  const values = x.dataSync();
  const matrix = (i: number) => values.subarray(i * rows * columns, (i + 1) * rows * columns);
  return Array.from({ length: batch }, (_, i) => tensor2d(matrix(i), [rows, columns]));
}

/** TensorFlow.js repeats a single matrix along a batch, and gets anything else that has to be repeated wrong. */
function withEqualBatches(a: Tensor, b: Tensor): [Tensor, Tensor] {
  const [left, right] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const [leftSize, rightSize] = [util.sizeFromShape(left), util.sizeFromShape(right)];
  if (util.arraysEqual(left, right) || leftSize === 1 || rightSize === 1) return [a, b];
  const batch = broadcast_util.assertAndGetBroadcastShape(left, right);
  const repeated = (x: Tensor) => broadcastTo(x, [...batch, ...x.shape.slice(-2)]);
  return [repeated(a), repeated(b)];
}

/** Transposes the last two axes, as a copy. */
function swapLastAxes(x: Tensor): Tensor {
  const axes = x.shape.map((_, axis) => axis);
  const [row, column] = axes.splice(-2);
  if (x.rank === 2 && runsOnWasm()) return transposeByBlocks(x);
  return transpose(x, [...axes, column!, row!]);
}

/**
 * Transposes a matrix block of rows by block of rows: 0.3 ms for 2816 × 128 numbers, where one transpose takes 1.6 ms,
 * most of it waiting for memory.
 */
function transposeByBlocks(x: Tensor): Tensor {
  const [rows, columns] = x.shape as [number, number];
  const block = [32, 16, 8].find(size => rows % size === 0);
  if (block === undefined || x.size < 2 ** 15) return transpose(x);
  const blocks = transpose(reshape(x, [rows / block, block, columns]), [0, 2, 1]);
  return reshape(transpose(blocks, [1, 0, 2]), [columns, rows]);
}

function checkShapes(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): void {
  const inner = (x: Tensor, transposed: boolean, fromEnd: number) =>
    x.shape[x.rank - (transposed ? 3 - fromEnd : fromEnd)];
  if (a.rank < 2 || b.rank < 2) {
    throw new RangeError(
      `matMul takes tensors of at least two axes; received shapes [${a.shape}] and [${b.shape}]`,
    );
  }
  if (inner(a, transposeA, 1) !== inner(b, transposeB, 2)) {
    throw new RangeError(
      `matMul expects equal inner dimensions; received shapes [${a.shape}]${transposeA ? ' transposed' : ''} ` +
        `and [${b.shape}]${transposeB ? ' transposed' : ''}`,
    );
  }
}

function lastOf(shape: number[]): number {
  return shape[shape.length - 1]!;
}
