import { type GraphBuilder } from '../graph/builder';
import { type Value } from '../graph/value';

/** Named inputs of a kernel, such as `Values<'a' | 'b'>`. */
export type Values<Names extends string> = Readonly<Record<Names, Value>>;

/** Inputs of a kernel that takes a list. */
export type ValueList = Readonly<Record<string, Value>>;

/**
 * What a TensorFlow.js kernel is in ONNX: writes nodes and answers with its outputs. Written as a method type so that
 * every mapping can name the inputs and attributes of its own kernel.
 */
export type KernelMapping = {
  map(graph: GraphBuilder, inputs: object, attributes: object): Value | Value[];
}['map'];

/** Mappings of related kernels, by TensorFlow.js's kernel names. */
export type KernelFamily = Readonly<Record<string, KernelMapping>>;
