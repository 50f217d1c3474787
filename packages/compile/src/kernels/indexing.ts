import {
  type GatherV2Attrs,
  type OneHotAttrs,
  type ScatterNdAttrs,
  type UnsortedSegmentSumAttrs,
  util,
} from '@tensorflow/tfjs-core';
import { UnsupportedKernelError } from '../errors';
import { type GraphBuilder, toData } from '../graph/builder';
import { type TensorDType, type Value, sizeOf } from '../graph/value';
import { type KernelFamily, type Values } from './mapping';

/** Up to this many segments a sum by segment is a product with a one-hot matrix; beyond, a scatter. */
const oneHotSegments = 256;

function gather(
  graph: GraphBuilder,
  { x, indices }: Values<'x' | 'indices'>,
  attributes: Partial<GatherV2Attrs>,
): Value {
  const { batchDims = 0 } = attributes;
  const axis = util.parseAxisParam(attributes.axis ?? 0, [...x.shape])[0] ?? 0;
  const shape = [...x.shape.slice(0, axis), ...indices.shape.slice(batchDims), ...x.shape.slice(axis + 1)];
  if (batchDims === 0) return graph.node('Gather', [x, indices], { shape, dtype: x.dtype }, { axis });
  if (batchDims !== axis)
    throw new UnsupportedKernelError(
      'GatherV2',
      '',
      'has a mapping with batchDims only where axis = batchDims',
    );
  const positions = graph.cast(graph.reshape(indices, [...indices.shape, 1]), 'int64');
  return graph.node('GatherND', [x, positions], { shape, dtype: x.dtype }, { batch_dims: batchDims });
}

function gatherNd(graph: GraphBuilder, { params, indices }: Values<'params' | 'indices'>): Value {
  const depth = indices.shape.at(-1) ?? 0;
  const shape = [...indices.shape.slice(0, -1), ...params.shape.slice(depth)];
  return graph.node('GatherND', [params, graph.cast(indices, 'int64')], { shape, dtype: params.dtype });
}

/**
 * Sums rows by segment: row i of `rows` [n, width] is added to row `segments[i]` of the result.
 *
 * ONNX Runtime's `ScatterND` with `reduction = add` loses updates when it runs on two threads or more. A product with
 * a one-hot matrix is exact in any number of threads and fast for few segments; `ScatterElements`, which adds on one
 * thread, is right for many.
 */
function sumBySegment(graph: GraphBuilder, rows: Value, segments: Value, count: number): Value {
  const [n = 0, width = 0] = rows.shape;
  const type = { shape: [count, width], dtype: rows.dtype };
  if (rows.dtype === 'float32' && count <= oneHotSegments) {
    const numbers = graph.constant(
      Int32Array.from({ length: count }, (_, i) => i),
      [count, 1],
      'int32',
    );
    const hits = graph.binary('Equal', numbers, graph.reshape(segments, [1, n]), 'bool');
    return graph.node('MatMul', [graph.cast(hits, 'float32'), rows], type);
  }
  const positions = graph.expand(graph.reshape(segments, [n, 1]), [n, width]);
  const zeros = graph.fill(0, [count, width], rows.dtype);
  return graph.node('ScatterElements', [zeros, positions, rows], type, { axis: 0, reduction: 'add' });
}

/** A float32 sum whatever the type, as on TensorFlow.js's own backends. */
function unsortedSegmentSum(
  graph: GraphBuilder,
  { x, segmentIds }: Values<'x' | 'segmentIds'>,
  { numSegments }: UnsortedSegmentSumAttrs,
): Value {
  const n = sizeOf(segmentIds.shape);
  const rest = x.shape.slice(segmentIds.shape.length);
  const rows = graph.reshape(graph.cast(x, 'float32'), [n, sizeOf(rest)]);
  return graph.reshape(sumBySegment(graph, rows, graph.reshape(segmentIds, [n]), numSegments), [
    numSegments,
    ...rest,
  ]);
}

/** Updates that meet at one position are added: a sum by segment over flattened positions. */
function scatterNd(
  graph: GraphBuilder,
  { indices, updates }: Values<'indices' | 'updates'>,
  { shape }: ScatterNdAttrs,
): Value {
  const depth = indices.shape.at(-1) ?? 0;
  const n = sizeOf(indices.shape) / depth;
  const strides = shape.slice(0, depth).map((_, axis) => sizeOf(shape.slice(axis + 1, depth)));
  const weighted = graph.binary(
    'Mul',
    graph.reshape(indices, [n, depth]),
    graph.constant(Int32Array.from(strides), [depth], 'int32'),
  );
  const segments =
    depth === 1 ? graph.reshape(indices, [n]) : graph.reduce('ReduceSum', weighted, [1], false);
  const rows = graph.reshape(updates, [n, sizeOf(shape.slice(depth))]);
  return graph.reshape(sumBySegment(graph, rows, segments, sizeOf(shape.slice(0, depth))), shape);
}

function oneHot(
  graph: GraphBuilder,
  { indices }: Values<'indices'>,
  { dtype, depth, onValue, offValue }: OneHotAttrs,
): Value {
  // A comparison instead of ONNX's OneHot, which wraps negative indices around; here they are rows of offValue.
  const numbers = graph.constant(
    Int32Array.from({ length: depth }, (_, i) => i),
    [depth],
    'int32',
  );
  const hits = graph.binary('Equal', graph.reshape(indices, [...indices.shape, 1]), numbers, 'bool');
  const type = dtype as TensorDType;
  if (onValue === 1 && offValue === 0) return graph.cast(hits, type);
  const chosen = (value: number) => graph.constant(toData([value], 'float32'), [], 'float32');
  return graph.cast(graph.where(hits, chosen(onValue), chosen(offValue)), type);
}

export const indexingKernels: KernelFamily = {
  GatherNd: gatherNd,
  GatherV2: gather,
  OneHot: oneHot,
  ScatterNd: scatterNd,
  UnsortedSegmentSum: unsortedSegmentSum,
};
