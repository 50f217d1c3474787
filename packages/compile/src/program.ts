import { type CompiledState } from './compiled-state';
import { type Graph } from './graph/graph';
import { type TensorType, type Value } from './graph/value';
import { encodeModel } from './onnx/encode';
import { optimize } from './passes/optimize';
import {
  type Runtime,
  type RuntimeSession,
  type RuntimeTensor,
  type SessionOptions,
  type TypedArray,
} from './runtime/runtime';
import { fieldsOf } from './trace/engine';
import { type TraceOptions, tensorDType } from './trace/trace';
import { type Step, type TracedStep, traceStep } from './trace/trace-step';

/** A result of a run: numbers in memory of their own, free for the caller to keep. */
export interface TensorValue {
  readonly data: TypedArray;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
}

/** A step traced for one set of argument types, with the session that runs it. */
export class Program {
  private constructor(
    readonly traced: Omit<TracedStep, 'graph'>,
    private readonly runtime: Runtime,
    private readonly session: RuntimeSession,
    private readonly inputs: ReadonlyMap<Value, string>,
    private readonly outputNames: readonly string[],
    readonly nodeCount: number,
    readonly traceSeconds: number,
    readonly sessionSeconds: number,
  ) {}

  static async create(
    step: Step,
    args: readonly TensorType[],
    runtime: Runtime,
    options: TraceOptions & SessionOptions,
  ): Promise<Program> {
    const start = performance.now();
    // The graph as traced is large and of no use once it is encoded.
    const { graph: raw, ...traced } = traceStep(step, args, options);
    const graph = withoutUnusedInputs(optimize(raw));
    const model = encodeModel(graph);
    const traceEnd = performance.now();
    const session = await runtime.createSession(model.bytes, options);
    const inputs = new Map(graph.inputs.map((value, i) => [value, model.inputNames[i] ?? '']));
    const seconds = (from: number, to: number) => (to - from) / 1000;
    return new Program(
      traced,
      runtime,
      session,
      inputs,
      model.outputNames,
      graph.nodes.length,
      seconds(start, traceEnd),
      seconds(traceEnd, performance.now()),
    );
  }

  /** One run on the live values of `state`, which it moves on. */
  async run(args: readonly RuntimeTensor[], state: CompiledState): Promise<TensorValue[]> {
    const { traced } = this;
    const feeds: Record<string, RuntimeTensor> = {};
    const feed = (value: Value, tensor: RuntimeTensor) => {
      const name = this.inputs.get(value);
      if (name !== undefined) feeds[name] = tensor;
    };
    traced.args.forEach((value, i) => {
      const tensor = args[i];
      if (tensor) feed(value, tensor);
    });
    for (const { value, read } of traced.live)
      feed(value, this.runtime.createTensor(tensorDType(value.dtype), read(), value.shape));
    for (const [variable, value] of traced.variables) feed(value, await state.input(this.runtime, variable));

    const fetches: Record<string, RuntimeTensor | null> = {};
    const resultNames = this.outputNames.slice(0, traced.results.length);
    const updateNames = this.outputNames.slice(traced.results.length);
    const updated = [...traced.updates.keys()];
    for (const name of resultNames) fetches[name] = null;
    for (const [i, variable] of updated.entries()) {
      const buffer = this.runtime.fillsBuffers ? await state.output(this.runtime, variable) : null;
      fetches[updateNames[i] ?? ''] = buffer;
    }

    const outputs = await this.session.run(feeds, fetches);
    for (const [i, variable] of updated.entries()) {
      const written = outputs[updateNames[i] ?? ''];
      if (written) state.advance(variable, written);
    }
    for (const optimizer of traced.optimizers) fieldsOf(optimizer).iterations_ = optimizer.iterations + 1;
    return traced.results.map(({ shape, dtype }, i) => ({
      data: outputs[resultNames[i] ?? '']?.data as TypedArray,
      shape,
      dtype: tensorDType(dtype),
    }));
  }

  release(): Promise<void> {
    return this.session.release();
  }
}

/** Runtimes want every input fed, so inputs that nothing reads are left out. */
function withoutUnusedInputs(graph: Graph): Graph {
  const read = new Set([...graph.nodes.flatMap(node => node.inputs), ...graph.outputs]);
  return { ...graph, inputs: graph.inputs.filter(input => read.has(input)) };
}
