import {
  type ConcatAttrs,
  type MirrorPadAttrs,
  type PackAttrs,
  type PadV2Attrs,
  type ReverseAttrs,
  type SliceAttrs,
  type SplitVAttrs,
  type StridedSliceAttrs,
  type TensorInfo,
  type UnpackAttrs,
  backend_util,
  slice_util,
  util,
} from '@tensorflow/tfjs-core';
import { type GraphBuilder } from '../graph/builder';
import { type TensorDType, type Value } from '../graph/value';
import { type KernelFamily, type ValueList, type Values } from './mapping';

type Operand = Values<'x'>;

/** ONNX's "from the end past the start", for slices that run backwards. */
const beforeStart = Number.MIN_SAFE_INTEGER;

function firstAxis(axis: number | number[], x: Pick<Value, 'shape'>): number {
  return util.parseAxisParam(axis, [...x.shape])[0] ?? 0;
}

/** What TensorFlow.js's shape helpers want to see of a tensor. */
function tensorInfo({ shape, dtype }: Value): TensorInfo {
  return { shape: [...shape], dtype: dtype as TensorDType, dataId: {} };
}

function slice(graph: GraphBuilder, { x }: Operand, { begin, size }: SliceAttrs): Value {
  const [from, count] = slice_util.parseSliceParams(tensorInfo(x), begin, size);
  return graph.slice(x, from ?? [], count ?? []);
}

function stridedSlice(graph: GraphBuilder, { x }: Operand, attributes: StridedSliceAttrs): Value {
  const { begin, end, strides, finalShape, finalShapeSparse, isIdentity } = slice_util.sliceInfo(
    [...x.shape],
    attributes.begin,
    attributes.end,
    attributes.strides,
    attributes.beginMask,
    attributes.endMask,
    attributes.ellipsisMask,
    attributes.newAxisMask,
    attributes.shrinkAxisMask,
  );
  if (isIdentity) return graph.reshape(x, finalShape);
  const stops = end.map((stop, axis) => (stop < 0 && (strides[axis] ?? 1) < 0 ? beforeStart : stop));
  const axes = begin.map((_, axis) => axis);
  const shape = slice_util.computeOutShape(begin, end, strides);
  const inputs = [begin, stops, axes, strides].map(values => graph.int64(values));
  const sliced = graph.node('Slice', [x, ...inputs], { shape, dtype: x.dtype });
  return graph.reshape(sliced, finalShapeSparse.length === finalShape.length ? finalShapeSparse : finalShape);
}

function pack(graph: GraphBuilder, inputs: ValueList, { axis }: PackAttrs): Value {
  const values = Object.values(inputs);
  const rank = values[0]?.shape.length ?? 0;
  const position = axis < 0 ? axis + rank + 1 : axis;
  return graph.concat(
    values.map(value => graph.reshape(value, value.shape.toSpliced(position, 0, 1))),
    position,
  );
}

function unpack(graph: GraphBuilder, { value }: Values<'value'>, { axis }: UnpackAttrs): Value[] {
  const position = axis < 0 ? axis + value.shape.length : axis;
  const parts = graph.split(value, new Array<number>(value.shape[position] ?? 0).fill(1), position);
  return parts.map(part => graph.reshape(part, value.shape.toSpliced(position, 1)));
}

function split(graph: GraphBuilder, { x }: Operand, { numOrSizeSplits, axis }: SplitVAttrs): Value[] {
  const position = firstAxis(axis, x);
  const sizes = backend_util.prepareSplitSize(tensorInfo(x), numOrSizeSplits, position);
  return graph.split(x, sizes, position);
}

function concat(graph: GraphBuilder, inputs: ValueList, { axis }: ConcatAttrs): Value {
  const values = Object.values(inputs);
  return graph.concat(values, values[0] ? firstAxis(axis, values[0]) : 0);
}

type Paddings = readonly (readonly [number, number])[];

function padded(x: Value, paddings: Paddings): number[] {
  return x.shape.map((dim, axis) => dim + (paddings[axis]?.[0] ?? 0) + (paddings[axis]?.[1] ?? 0));
}

function pads(graph: GraphBuilder, paddings: Paddings): Value {
  return graph.int64([...paddings.map(([before]) => before), ...paddings.map(([, after]) => after)]);
}

function pad(graph: GraphBuilder, { x }: Operand, { paddings, constantValue }: PadV2Attrs): Value {
  const inputs = [x, pads(graph, paddings), graph.scalar(constantValue, x.dtype)];
  return graph.node('Pad', inputs, { shape: padded(x, paddings), dtype: x.dtype });
}

function mirrorPad(graph: GraphBuilder, { x }: Operand, { paddings, mode }: MirrorPadAttrs): Value {
  const type = { shape: padded(x, paddings), dtype: x.dtype };
  if (mode === 'reflect') return graph.node('Pad', [x, pads(graph, paddings)], type, { mode: 'reflect' });
  // ONNX has no mode that repeats the border itself: gather the mirrored positions instead.
  return paddings.reduce<Value>((mirrored, [before, after], axis) => {
    const length = x.shape[axis] ?? 0;
    const positions = Array.from({ length: before + length + after }, (_, i) => {
      const from = i - before;
      return from < 0 ? -from - 1 : from < length ? from : 2 * length - 1 - from;
    });
    const shape = mirrored.shape.with(axis, positions.length);
    return graph.node('Gather', [mirrored, graph.int64(positions)], { shape, dtype: x.dtype }, { axis });
  }, x);
}

function reverse(graph: GraphBuilder, { x }: Operand, { dims }: ReverseAttrs): Value {
  const axes = util.parseAxisParam(dims, [...x.shape]);
  if (axes.length === 0) return x;
  const each = (value: number) => graph.int64(axes.map(() => value));
  return graph.node('Slice', [x, each(-1), each(beforeStart), graph.int64(axes), each(-1)], x);
}

export const slicingKernels: KernelFamily = {
  Concat: concat,
  MirrorPad: mirrorPad,
  Pack: pack,
  PadV2: pad,
  Reverse: reverse,
  Slice: slice,
  SplitV: split,
  StridedSlice: stridedSlice,
  Unpack: unpack,
};
