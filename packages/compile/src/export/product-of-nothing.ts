import { type Node } from '../graph/graph';
import { type Shape } from '../graph/value';

/**
 * A batch of matrix products that may have no rows, columns or terms at run time, as the `Einsum` that it is. ONNX
 * Runtime's `MatMul` divides by zero there (a batch of two products of [0, 3] and [3, 5], say), which ends the process;
 * its `Einsum` multiplies by the same routine and answers with nothing.
 *
 * @param node a `MatMul` as traced for one number of rows
 * @param other its operands' shapes for another number of rows
 */
export function withoutDivision(node: Node, other: readonly Shape[]): Node {
  const shapes = node.inputs.map(({ shape }) => shape);
  const [left = [], right = []] = shapes;
  const isBatch = left.length > 2 || right.length > 2;
  const varies = shapes.some((shape, i) =>
    [-1, -2].some(axis => shape.length >= 2 && shape.at(axis) !== other[i]?.at(axis)),
  );
  if (!isBatch || !varies) return node;
  const axes = Math.max(left.length, right.length) - 2;
  const batch = Array.from({ length: axes }, (_, axis) => String.fromCharCode(97 + axis)).join('');
  const own = (shape: Shape) => batch.slice(axes - (shape.length - 2));
  const equation = `${own(left)}xy,${own(right)}yz->${batch}xz`;
  return { ...node, op: 'Einsum', attributes: { equation } };
}
