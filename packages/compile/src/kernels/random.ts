import { type GraphBuilder } from '../graph/builder';
import { type Shape, type Value, sizeOf } from '../graph/value';
import { type KernelFamily, type Values } from './mapping';

const goldenRatio = 0x9e3779b9;

/**
 * Uniform numbers in [0, 1) from a counter: element `i` depends on nothing but `seed`, `state` and `i`,
 *
 *     key    = mix(mix(seed + 0x9e3779b9) ^ state)
 *     out[i] = (mix(key + i · 0x9e3779b9) >>> 8) · 2⁻²⁴
 *
 * with `mix` the finalizer of MurmurHash3 on unsigned 32-bit integers: the same numbers, bit by bit, as the eager
 * kernel `HephRandomUniform` of @heph/layers.
 *
 * @param state int32 scalar
 */
export function randomUniform(graph: GraphBuilder, state: Value, shape: Shape, seed: number): Value {
  const seeded = graph.scalar(mixNumber((seed + goldenRatio) | 0) >>> 0, 'uint32');
  const key = mix(graph, graph.binary('BitwiseXor', graph.cast(state, 'uint32'), seeded));

  // The counters as an outer sum of rows and columns: no constant as large as the result is stored.
  const columns = shape.at(-1) ?? 1;
  const rows = columns === 0 ? 0 : sizeOf(shape) / columns;
  const steps = (count: number, stride: number) =>
    Int32Array.from({ length: count }, (_, i) => Math.imul(i * stride, goldenRatio));
  const rowStart = graph.constant(steps(rows, columns), [rows, 1], 'int32');
  const column = graph.constant(steps(columns, 1), [1, columns], 'int32');
  const start = graph.binary('Add', graph.cast(key, 'int32'), rowStart);
  const counters = graph.cast(graph.binary('Add', start, column), 'uint32');

  const bits = shiftRight(graph, mix(graph, counters), 8);
  const uniform = graph.binary(
    'Mul',
    graph.cast(graph.cast(bits, 'int32'), 'float32'),
    graph.scalar(2 ** -24),
  );
  return graph.reshape(uniform, shape);
}

/** MurmurHash3's finalizer. Multiplication is done on signed integers, which wrap around to the same bits. */
function mix(graph: GraphBuilder, hash: Value): Value {
  const xorShift = (h: Value, bits: number) => graph.binary('BitwiseXor', h, shiftRight(graph, h, bits));
  const times = (h: Value, factor: number) =>
    graph.cast(graph.binary('Mul', graph.cast(h, 'int32'), graph.scalar(factor | 0, 'int32')), 'uint32');
  let h = times(xorShift(hash, 16), 0x85ebca6b);
  h = times(xorShift(h, 13), 0xc2b2ae35);
  return xorShift(h, 16);
}

function shiftRight(graph: GraphBuilder, x: Value, bits: number): Value {
  return graph.node('BitShift', [x, graph.scalar(bits, 'uint32')], x, { direction: 'RIGHT' });
}

function mixNumber(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

export const randomKernels: KernelFamily = {
  /** The random kernel of @heph/layers, known by its name alone. */
  HephRandomUniform: (
    graph,
    { state }: Values<'state'>,
    { shape, seed }: { shape: number[]; seed: number },
  ) => randomUniform(graph, state, shape, seed),
};
