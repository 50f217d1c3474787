import { backend_util } from '@tensorflow/tfjs-core';
import { type Attribute, type Node } from './graph';
import {
  type Constant,
  type ConstantData,
  type DType,
  type Shape,
  type TensorType,
  type Value,
  isConstant,
  sameShape,
  sizeOf,
} from './value';

type Attributes = Readonly<Record<string, Attribute>>;

/** ONNX's numbers for element types (`TensorProto.DataType`). */
export const onnxType: Readonly<Record<DType, number>> = {
  float32: 1,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  uint32: 12,
};

/**
 * Grows a list of ONNX nodes. Every method answers with the new value and its shape, so that a kernel's mapping
 * reads like the formula that it stands for.
 */
export class GraphBuilder {
  readonly nodes: Node[] = [];

  /** One node with one output. */
  node(op: string, inputs: readonly Value[], type: TensorType, attributes: Attributes = {}): Value {
    const output: Value = { shape: type.shape, dtype: type.dtype };
    this.nodes.push({ op, inputs, outputs: [output], attributes });
    return output;
  }

  /** A constant with a value of its own in every place. */
  constant(data: ConstantData, shape: Shape, dtype: DType): Constant {
    return { data, shape, dtype };
  }

  /** A constant with the same number in every place. */
  fill(value: number, shape: Shape, dtype: DType): Constant {
    return this.constant(toData([value], dtype), shape, dtype);
  }

  scalar(value: number, dtype: DType = 'float32'): Constant {
    return this.fill(value, [], dtype);
  }

  /** A vector of 64-bit integers, ONNX's type for shapes, axes and positions. */
  int64(values: readonly number[]): Constant {
    return this.constant(toData(values, 'int64'), [values.length], 'int64');
  }

  unary(op: string, x: Value, attributes?: Attributes): Value {
    return this.node(op, [x], x, attributes);
  }

  /** An element-wise operator with broadcasting. */
  binary(op: string, a: Value, b: Value, dtype: DType = a.dtype): Value {
    return this.node(op, [a, b], { shape: broadcast(a.shape, b.shape), dtype });
  }

  cast(x: Value, dtype: DType): Value {
    if (x.dtype === dtype) return x;
    return this.node('Cast', [x], { shape: x.shape, dtype }, { to: onnxType[dtype] });
  }

  /**
   * A float as JavaScript makes an int32 of it: modulo 2³², NaN and infinities 0. So do the lower half of 64 bits, where
   * those are −2⁶³; taken by a mask, for the runtime makes one cast of two.
   */
  wrapToInt32(x: Value): Value {
    const lower = this.fill(0xffffffff, [], 'int64');
    return this.cast(this.binary('BitwiseAnd', this.cast(x, 'int64'), lower), 'int32');
  }

  where(condition: Value, then: Value, otherwise: Value): Value {
    const shape = broadcast(condition.shape, broadcast(then.shape, otherwise.shape));
    return this.node('Where', [condition, then, otherwise], { shape, dtype: then.dtype });
  }

  reshape(x: Value, shape: Shape): Value {
    if (sameShape(x.shape, shape)) return x;
    if (isConstant(x)) return this.constant(x.data, shape, x.dtype);
    return this.node('Reshape', [x, this.int64(shape)], { shape, dtype: x.dtype });
  }

  transpose(x: Value, permutation: readonly number[]): Value {
    if (permutation.every((axis, i) => axis === i)) return x;
    const shape = permutation.map(axis => x.shape[axis] ?? 1);
    return this.node('Transpose', [x], { shape, dtype: x.dtype }, { perm: permutation });
  }

  expand(x: Value, shape: Shape): Value {
    if (sameShape(x.shape, shape)) return x;
    if (x.data?.length === 1) return this.constant(x.data, shape, x.dtype);
    return this.node('Expand', [x, this.int64(shape)], { shape, dtype: x.dtype });
  }

  slice(x: Value, begin: readonly number[], size: readonly number[]): Value {
    if (sameShape(x.shape, size)) return x;
    const end = begin.map((start, axis) => start + (size[axis] ?? 0));
    return this.node('Slice', [x, this.int64(begin), this.int64(end)], { shape: size, dtype: x.dtype });
  }

  concat(values: readonly Value[], axis: number): Value {
    const shapes = values.map(value => [...value.shape]);
    const shape = backend_util.computeOutShape(shapes, axis);
    return this.node('Concat', values, { shape, dtype: values[0]?.dtype ?? 'float32' }, { axis });
  }

  split(x: Value, sizes: readonly number[], axis: number): Value[] {
    if (sizes.length === 1) return [x];
    const outputs = sizes.map<Value>(size => ({ shape: x.shape.with(axis, size), dtype: x.dtype }));
    this.nodes.push({ op: 'Split', inputs: [x, this.int64(sizes)], outputs, attributes: { axis } });
    return outputs;
  }

  /** `ReduceSum`, `ReduceMean`, … over the given axes (non-negative). */
  reduce(op: string, x: Value, axes: readonly number[], keepDims: boolean): Value {
    const reduced = x.shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim));
    const shape = keepDims ? reduced : x.shape.filter((_, axis) => !axes.includes(axis));
    if (axes.length === 0) return x;
    return this.node(op, [x, this.int64(axes)], { shape, dtype: x.dtype }, { keepdims: Number(keepDims) });
  }
}

/** The shape of an element-wise result of two shapes. */
export function broadcast(a: Shape, b: Shape): number[] {
  return backend_util.assertAndGetBroadcastShape([...a], [...b]);
}

/** Numbers as the array that holds elements of this type. */
export function toData(values: ArrayLike<number>, dtype: DType): ConstantData {
  switch (dtype) {
    case 'float32':
      return Float32Array.from(values);
    case 'int32':
      return Int32Array.from(values);
    case 'uint32':
      return Uint32Array.from(values);
    case 'bool':
      return Uint8Array.from(values, value => Number(value !== 0));
    case 'int64':
      return BigInt64Array.from({ length: values.length }, (_, i) => BigInt(values[i] ?? 0));
    case 'string':
      return Array.from(values, String);
  }
}

/** A constant's elements one by one, a uniform one repeated. */
export function elements(constant: Constant): number[] {
  const size = sizeOf(constant.shape);
  return Array.from({ length: size }, (_, i) => Number(constant.data[constant.data.length === 1 ? 0 : i]));
}
