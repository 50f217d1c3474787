import {
  broadcast_util,
  matMul as stockMatMul,
  reshape,
  sum,
  tidy,
  transpose,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { withGradient } from './custom-gradient';

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
 * @throws RangeError when the inner dimensions differ or an operand has fewer than two axes.
 */
export function matMul(a: Tensor, b: Tensor, options: MatMulOptions = {}): Tensor {
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

function plainProduct(a: Tensor, b: Tensor): Tensor {
  return stockMatMul(a, b);
}

/** Transposes the last two axes, as a copy. */
export function swapLastAxes(x: Tensor): Tensor {
  const axes = x.shape.map((_, axis) => axis);
  const [row, column] = axes.splice(-2);
  return transpose(x, [...axes, column!, row!]);
}

/** Sums `x` over the axes along which an operand of this shape was broadcast. */
function sumToShape(x: Tensor, shape: number[]): Tensor {
  const axes = broadcast_util.getReductionAxes(shape, x.shape);
  return reshape(axes.length > 0 ? sum(x, axes) : x, shape);
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
