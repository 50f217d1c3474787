import { broadcast, elements, toData } from '../graph/builder';
import { type Graph, type Node, rewrite } from '../graph/graph';
import { type Constant, type Shape, type Value, isConstant, sizeOf } from '../graph/value';

/** Larger constants are left for the runtime to compute, so that the file does not grow. */
const largest = 256;

const unary: Readonly<Record<string, (x: number) => number>> = {
  Abs: Math.abs,
  Cast: x => x,
  Exp: Math.exp,
  Log: Math.log,
  Neg: x => -x,
  Reciprocal: x => 1 / x,
  Sqrt: Math.sqrt,
};

const binary: Readonly<Record<string, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  Div: (a, b) => a / b,
  Max: Math.max,
  Min: Math.min,
  Mul: (a, b) => a * b,
  Pow: (a, b) => a ** b,
  Sub: (a, b) => a - b,
};

/** Computes element-wise float nodes whose inputs are all known, with the rounding of float32. */
export function foldConstants(graph: Graph): Graph {
  return rewrite(graph, (node, replace, emit) => {
    const [output] = node.outputs;
    const folded = output && fold(node, output);
    if (folded) replace(output, folded);
    else emit(node);
  });
}

function fold(node: Node, output: Value): Constant | undefined {
  const [a, b] = node.inputs;
  if (!a || !isConstant(a) || a.dtype === 'string' || a.dtype === 'int64' || a.dtype === 'uint32')
    return undefined;
  const f = unary[node.op];
  const isFloat = output.dtype === 'float32' && (a.dtype === 'float32' || node.op === 'Cast');
  if (f && node.inputs.length === 1 && isFloat)
    return result(output, a.data.length === 1, smallElements(a)?.map(f));
  const g = binary[node.op];
  if (!g || !b || !isConstant(b) || !isFloat) return undefined;
  if (a.data.length === 1 && b.data.length === 1)
    return result(output, true, [g(Number(a.data[0]), Number(b.data[0]))]);
  const left = smallElements(a, output.shape);
  const right = smallElements(b, output.shape);
  return (
    left &&
    right &&
    result(
      output,
      false,
      left.map((value, i) => g(value, right[i] ?? 0)),
    )
  );
}

function result(output: Value, uniform: boolean, values: number[] | undefined): Constant | undefined {
  if (!values) return undefined;
  return {
    shape: output.shape,
    dtype: output.dtype,
    data: toData(uniform ? values.slice(0, 1) : values, output.dtype),
  };
}

/** The elements of a small constant, broadcast to a shape. */
function smallElements(constant: Constant, shape: Shape = constant.shape): number[] | undefined {
  if (constant.data.length === 1 && shape === constant.shape) return [Number(constant.data[0])];
  if (sizeOf(shape) > largest) return undefined;
  const values = elements(constant);
  const strides = broadcastStrides(constant.shape, shape);
  return Array.from({ length: sizeOf(shape) }, (_, flat) => {
    let rest = flat;
    let position = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const dim = shape[axis] ?? 1;
      position += (rest % dim) * (strides[axis] ?? 0);
      rest = Math.floor(rest / dim);
    }
    return values[position] ?? 0;
  });
}

/** How far to move in `from` for one step along each axis of `to`; zero where `from` is repeated. */
function broadcastStrides(from: Shape, to: Shape): number[] {
  broadcast(from, to);
  const offset = to.length - from.length;
  return to.map((_, axis) => {
    const own = axis - offset;
    return own < 0 || from[own] === 1 ? 0 : sizeOf(from.slice(own + 1));
  });
}
