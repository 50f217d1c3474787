import { type Tensor } from '@tensorflow/tfjs-core';
import { CompileError } from '../errors';
import { type Graph, type Node } from '../graph/graph';
import { type TensorDType, type Value } from '../graph/value';
import { type Dimension, encodeModel, mlDomain } from '../onnx/encode';
import { optimize } from '../passes/optimize';
import { type TraceOptions, tensorDType } from '../trace/trace';
import { type TracedStep, traceStep } from '../trace/trace-step';
import { checkExportOptions, checkInput, checkOutputName, checkSource } from './check-export';
import { withDynamicBatch } from './dynamic-batch';
import { callsOf, checkOtherRows } from './other-rows';

/** One named input of an exported file. */
export interface ExportInput {
  readonly name: string;
  /** Shape, `null` where the number of rows decides. Default `[null]`: one value a row. */
  readonly shape?: readonly (number | null)[];
  /** Element type that the function takes. Default float32, with a vocabulary int32. */
  readonly dtype?: TensorDType;
  /** If given, the file takes text and looks its position in this list up; the function takes the position. */
  readonly vocabulary?: readonly string[];
  /** The position of text that is not in the vocabulary. Default −1. */
  readonly unknown?: number;
}

/** A function of named tensors, such as a predictor's forward pass. */
export type ExportFunction = (inputs: Record<string, Tensor>) => Tensor | Readonly<Record<string, Tensor>>;

/** What is used of a `tf.LayersModel`. */
export interface ExportableModel {
  readonly inputs: readonly {
    readonly name: string;
    readonly shape: readonly (number | null)[];
    readonly dtype: string;
  }[];
  readonly outputNames: readonly string[];
  apply(inputs: Tensor[], args: { training: boolean }): unknown;
}

/** What is used of a fitted estimator, such as a `TabularRegressor`: the whole of it as a function of its columns. */
export interface ExportablePredictor {
  inferenceFunction(): {
    readonly inputs: readonly ExportInput[];
    readonly outputName: string;
    readonly compute: ExportFunction;
    readonly metadata: Readonly<Record<string, string>>;
  };
}

export interface ExportOptions {
  /** Inputs of a function, in any order; a model brings its own. */
  inputs?: readonly ExportInput[];
  /** Name of the output of a function that returns one tensor. Default `output`. */
  outputName?: string;
  /** `dynamic`, or the one number of rows that the file is for. Default `dynamic`. */
  batch?: 'dynamic' | number;
  /** Key-value pairs to store in the file. */
  metadata?: Readonly<Record<string, string>>;
}

/**
 * Writes a fitted predictor, a `tf.LayersModel`, or a function of named tensors, as one standalone ONNX file for
 * inference. A predictor's file takes its columns as they are, one input each, and gives its predictions. Weights and
 * any other tensors that it uses are stored with the values that they have now. The file needs only ONNX's standard
 * operators (opset 18) and, for text, `ai.onnx.ml.LabelEncoder`.
 *
 * The function is traced for two numbers of rows and looked at for 1 and for 16,384: one that branches on how many rows
 * there are is refused, unless all of these take one branch.
 *
 * @throws CompileError if a kernel has no mapping, if the function trains or draws random numbers, if it does other
 *   things for other numbers of rows, if an input or output has no name, or (`too-large`) if the tensors to be stored
 *   take more than 2 GB; TypeError for what is neither a model nor a function, and for options that do not exist
 */
export function exportOnnx(
  source: ExportablePredictor | ExportableModel | ExportFunction,
  options: ExportOptions = {},
): Uint8Array {
  checkSource(source);
  checkExportOptions(options);
  if (typeof source === 'object' && 'inferenceFunction' in source) {
    const { compute, inputs, outputName, metadata } = source.inferenceFunction();
    return exportOnnx(compute, {
      inputs,
      outputName,
      ...options,
      metadata: { ...metadata, ...options.metadata },
    });
  }
  const { batch = 'dynamic', metadata = {} } = options;
  const { inputs, step } = typeof source === 'function' ? fromFunction(source, options) : fromModel(source);
  inputs.forEach(checkInput);
  const traceFor = (rows: number) => traceInference(step, inputs, rows);
  const traced = batch === 'dynamic' ? traceDynamic(traceFor, options) : traceFixed(traceFor, batch, options);
  if (batch === 'dynamic') checkOtherRows(traced.calls, rows => traceCalls(step, inputs, rows));
  traced.outputNames.forEach(checkOutputName);
  const { graph, outputNames, declaredShapes } = withVocabularies(traced, inputs);
  return encodeModel(graph, { outputNames, declaredShapes, metadata }).bytes;
}

type NamedStep = (inputs: Record<string, Tensor>) => ReturnType<ExportFunction>;

function fromFunction(source: ExportFunction, { inputs = [] }: ExportOptions) {
  if (inputs.length === 0)
    throw new TypeError('exportOnnx of a function needs the option inputs; received none');
  return { inputs, step: source };
}

function fromModel(model: ExportableModel) {
  const inputs = model.inputs.map<ExportInput>(({ name, shape, dtype }) => ({
    name,
    shape,
    dtype: tensorDType(dtype),
  }));
  const step: NamedStep = tensors => {
    const outputs = [
      model.apply(
        inputs.flatMap(({ name }) => tensors[name] ?? []),
        { training: false },
      ),
    ].flat();
    return Object.fromEntries(model.outputNames.map((name, i) => [name, outputs[i] as Tensor]));
  };
  return { inputs, step };
}

interface InferenceTrace {
  readonly graph: Graph;
  readonly traced: TracedStep;
  readonly rows: number;
}

function traceInference(step: NamedStep, inputs: readonly ExportInput[], rows: number): InferenceTrace {
  const traced = traceForRows(step, inputs, rows, { constants: 'all', seed: 0, runs: () => 0 });
  const [assigned] = traced.updates.keys();
  if (assigned)
    throw new CompileError(
      'untraceable',
      `An exported function must not assign variables; this one assigns ${assigned.name}`,
    );
  if (traced.live.length > 0)
    throw new CompileError(
      'untraceable',
      'An exported function must not draw random numbers or run an optimizer',
    );
  return { graph: optimize(traced.graph), traced, rows };
}

function traceForRows(
  step: NamedStep,
  inputs: readonly ExportInput[],
  rows: number,
  options: TraceOptions,
): TracedStep {
  const types = inputs.map(({ name, shape = [null], dtype, vocabulary }) => ({
    name,
    shape: shape.map(length => length ?? rows),
    dtype: dtype ?? (vocabulary ? 'int32' : 'float32'),
  }));
  const named = (...tensors: Tensor[]) =>
    step(Object.fromEntries(tensors.map((tensor, i) => [inputs[i]?.name, tensor])));
  return traceStep(named, types, options);
}

interface ExportGraph {
  readonly graph: Graph;
  /** What the function called, for a large number of rows. */
  readonly calls: readonly string[];
  readonly outputNames: readonly string[];
  readonly declaredShapes: ReadonlyMap<Value, readonly Dimension[]>;
}

function traceFixed(
  traceFor: (rows: number) => InferenceTrace,
  rows: number,
  options: ExportOptions,
): ExportGraph {
  if (!Number.isInteger(rows) || rows < 1)
    throw new RangeError(`batch must be 'dynamic' or a positive integer; received ${rows}`);
  const { graph, traced } = traceFor(rows);
  const outputNames = outputNamesOf(traced, options);
  return { graph, calls: callsOf(traced), outputNames, declaredShapes: new Map() };
}

/** Numbers of rows that no layer is likely to have as a width, so that nothing is equal by chance. */
const probes = [1009, 2003] as const;

function traceDynamic(traceFor: (rows: number) => InferenceTrace, options: ExportOptions): ExportGraph {
  const [one, other] = [traceFor(probes[0]), traceFor(probes[1])];
  return {
    ...withDynamicBatch(one, other, one.traced.args),
    calls: callsOf(one.traced),
    outputNames: outputNamesOf(one.traced, options),
  };
}

/** A trace that stores nothing, to see what is called for so many rows. */
function traceCalls(step: NamedStep, inputs: readonly ExportInput[], rows: number): string[] {
  const options = { constants: 'all', seed: 0, runs: () => 0, shapesOnly: true } as const;
  return callsOf(traceForRows(step, inputs, rows, options));
}

function outputNamesOf(traced: TracedStep, { outputName = 'output' }: ExportOptions): string[] {
  const packed = traced.pack(traced.results.map((_, i) => i));
  return typeof packed === 'object' ? Object.keys(packed) : [outputName];
}

/** Puts the look-up of text in front of the inputs that have a vocabulary. */
function withVocabularies(
  { graph, outputNames, declaredShapes }: ExportGraph,
  inputs: readonly ExportInput[],
): Omit<ExportGraph, 'calls'> {
  const lookups: Node[] = [];
  const shapes = new Map(declaredShapes);
  const outerInputs = graph.inputs.map((position, i) => {
    const { name = '', vocabulary, unknown = -1 } = inputs[i] ?? {};
    if (!vocabulary) return position;
    const text: Value = { name, shape: position.shape, dtype: 'string' };
    shapes.set(text, declaredShapes.get(position) ?? position.shape);
    lookups.push(...lookUp(text, position, vocabulary, unknown));
    return text;
  });
  return {
    graph: { ...graph, inputs: outerInputs, nodes: [...lookups, ...graph.nodes] },
    outputNames,
    declaredShapes: shapes,
  };
}

function lookUp(text: Value, position: Value, vocabulary: readonly string[], unknown: number): Node[] {
  const wide: Value = { shape: text.shape, dtype: 'int64' };
  const attributes = {
    keys_strings: vocabulary,
    values_int64s: vocabulary.map((_, i) => i),
    default_int64: unknown,
  };
  return [
    { op: 'LabelEncoder', domain: mlDomain, inputs: [text], outputs: [wide], attributes },
    { op: 'Cast', inputs: [wide], outputs: [position], attributes: { to: 6 } },
  ];
}
