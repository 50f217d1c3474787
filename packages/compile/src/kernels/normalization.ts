import { type FusedBatchNormAttrs, type SoftmaxAttrs } from '@tensorflow/tfjs-core';
import { type GraphBuilder } from '../graph/builder';
import { type Value } from '../graph/value';
import { type KernelFamily, type Values } from './mapping';

type BatchNormInputs = Values<'x' | 'mean' | 'variance'> & Partial<Values<'scale' | 'offset'>>;

/** (x − mean) / √(variance + ε) · scale + offset, all broadcast along the last axis. */
function batchNorm(
  graph: GraphBuilder,
  { x, mean, variance, scale, offset }: BatchNormInputs,
  { varianceEpsilon = 1e-3 }: Partial<FusedBatchNormAttrs>,
): Value {
  const deviation = graph.unary('Sqrt', graph.binary('Add', variance, graph.scalar(varianceEpsilon)));
  const inverse = graph.unary('Reciprocal', deviation);
  const factor = scale ? graph.binary('Mul', scale, inverse) : inverse;
  const scaled = graph.binary('Mul', graph.binary('Sub', x, mean), factor);
  return offset ? graph.binary('Add', scaled, offset) : scaled;
}

export const normalizationKernels: KernelFamily = {
  FusedBatchNorm: batchNorm,
  Softmax: (graph, { logits }: Values<'logits'>, { dim }: SoftmaxAttrs) =>
    graph.unary('Softmax', logits, { axis: dim }),
};
