/** Element types of a graph: those of TensorFlow.js, and the integers that ONNX wants for shapes, hashing and text. */
export type DType = 'float32' | 'int32' | 'bool' | 'int64' | 'uint32' | 'string';

/** Element types that a TensorFlow.js tensor of a traced step can have. */
export type TensorDType = 'float32' | 'int32' | 'bool';

export type Shape = readonly number[];

export type ConstantData =
  Float32Array | Int32Array | Uint8Array | BigInt64Array | Uint32Array | readonly string[];

/**
 * One tensor of the graph. Its identity is the object itself; it is a graph input (`name`), a constant (`data`) or
 * the output of a node.
 */
export interface Value {
  readonly shape: Shape;
  readonly dtype: DType;
  /** The name under which the caller feeds it, for graph inputs. */
  readonly name?: string;
  /** Known at trace time. A single element stands for a tensor of any shape that is filled with it. */
  readonly data?: ConstantData;
}

export type Constant = Value & { readonly data: ConstantData };

/** A tensor's type: shape and element type. */
export type TensorType = Pick<Value, 'shape' | 'dtype'>;

export function sizeOf(shape: Shape): number {
  return shape.reduce((size, dim) => size * dim, 1);
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dim, i) => dim === b[i]);
}

export function isConstant(value: Value): value is Constant {
  return value.data !== undefined;
}

/** Whether the constant is one number in every place. */
export function isUniform(value: Value): value is Constant {
  return value.data?.length === 1;
}

/** The number in every place of a uniform constant, else `undefined`. */
export function uniformNumber(value: Value): number | undefined {
  return isUniform(value) && value.dtype !== 'string' ? Number(value.data[0]) : undefined;
}
