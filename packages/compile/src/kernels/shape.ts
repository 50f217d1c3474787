import {
  type ExpandDimsAttrs,
  type ReshapeAttrs,
  type TileAttrs,
  type TransposeAttrs,
  util,
} from '@tensorflow/tfjs-core';
import { type GraphBuilder } from '../graph/builder';
import { type Value, sizeOf } from '../graph/value';
import { type KernelFamily, type Values } from './mapping';

type Operand = Values<'x'>;

function expandDims(graph: GraphBuilder, { input }: Values<'input'>, { dim }: ExpandDimsAttrs): Value {
  const axis = dim < 0 ? dim + input.shape.length + 1 : dim;
  return graph.reshape(input, input.shape.toSpliced(axis, 0, 1));
}

function tile(graph: GraphBuilder, { x }: Operand, { reps }: TileAttrs): Value {
  const shape = x.shape.map((dim, axis) => dim * (reps[axis] ?? 1));
  // Repeating along axes of length one is broadcasting, which needs no copy loop.
  const broadcasts = x.shape.every((dim, axis) => dim === 1 || reps[axis] === 1);
  if (broadcasts) return graph.expand(x, shape);
  return graph.node('Tile', [x, graph.int64(reps)], { shape, dtype: x.dtype });
}

export const shapeKernels: KernelFamily = {
  ExpandDims: expandDims,
  Identity: (_graph, { x }: Operand) => x,
  Reshape: (graph, { x }: Operand, { shape }: ReshapeAttrs) =>
    graph.reshape(x, util.inferFromImplicitShape(shape, sizeOf(x.shape))),
  Tile: tile,
  Transpose: (graph, { x }: Operand, { perm }: TransposeAttrs) => graph.transpose(x, perm),
};
