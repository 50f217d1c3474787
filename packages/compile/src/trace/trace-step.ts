import {
  type Optimizer,
  Tensor,
  type Variable,
  clone,
  getBackend,
  keep,
  setBackend,
  tensor as makeTensor,
} from '@tensorflow/tfjs-core';
import { CompileError } from '../errors';
import { type Graph } from '../graph/graph';
import { type TensorType, type Value } from '../graph/value';
import { engine, registeredVariables } from './engine';
import { observeEngine } from './engine-hooks';
import { RandomDraws } from './random-draws';
import { type LiveInput, Trace, type TraceOptions, constantElements, tensorDType } from './trace';
import { traceBackend } from './trace-backend';

/** Whatever a step may return. */
export type StepResult = Tensor | readonly Tensor[] | Readonly<Record<string, Tensor>> | void | null;

/** A TensorFlow.js function of tensors: forward pass, or forward, backward and optimizer. */
export type Step = (...args: Tensor[]) => StepResult;

/** What an argument of the step is, and what its input of the graph is to be called. */
export interface ArgumentType extends TensorType {
  readonly name?: string;
}

/** A step as a static graph, and what its inputs and outputs stand for. */
export interface TracedStep {
  /** Inputs: arguments, variables, live inputs. Outputs: results, then the new values of variables. */
  readonly graph: Graph;
  readonly args: readonly Value[];
  readonly variables: ReadonlyMap<Variable, Value>;
  readonly live: readonly LiveInput[];
  readonly results: readonly Value[];
  readonly updates: ReadonlyMap<Variable, Value>;
  /** Puts results in the order of `results` into the shape of what the step returned. */
  readonly pack: <T>(results: readonly T[]) => T | readonly T[] | Record<string, T> | undefined;
  /** Stock optimizers whose count of iterations the step advances. */
  readonly optimizers: readonly Optimizer[];
  /** How often each TensorFlow.js kernel was called. */
  readonly kernels: Readonly<Record<string, number>>;
  /** Kernels and numbers from JavaScript, in the order in which the step used them. */
  readonly calls: readonly string[];
}

/**
 * Runs a step once on the tracing backend, for arguments of the given types. Afterwards every variable holds what it
 * held before. Variables that the step makes, as optimizers make their slots, are given their initial values; then
 * the step is traced once more, with those variables as inputs.
 */
export function traceStep(step: Step, args: readonly ArgumentType[], options: TraceOptions): TracedStep {
  const first = traceOnce(step, args, options);
  if (first.made === 0) return first.traced;
  const second = traceOnce(step, args, options);
  if (second.made === 0) return second.traced;
  throw new CompileError(
    'untraceable',
    `The step makes ${second.made} new variables on every call; make them outside of it`,
  );
}

function traceOnce(
  step: Step,
  args: readonly ArgumentType[],
  options: TraceOptions,
): { traced: TracedStep; made: number } {
  const variables = registeredVariables().filter(variable => !variable.isDisposed);
  const initialData = new Map<Variable, object>(variables.map(variable => [variable, variable.dataId]));
  const copies = variables.map(variable => keep(clone(variable)));
  const trace = new Trace(options, initialData);
  const made = new Map<Variable, Value>();
  let orphan: Variable | undefined;
  let traced: TracedStep;
  try {
    traced = onTraceBackend(trace, () => record(step, args, trace, initialData, made));
  } finally {
    variables.forEach((variable, i) => {
      const copy = copies[i];
      if (copy && variable.dataId !== initialData.get(variable)) variable.assign(copy);
      copy?.dispose();
    });
    for (const [variable, value] of made) if (!giveInitialValue(variable, value)) orphan = variable;
  }
  if (orphan)
    throw new CompileError(
      'untraceable',
      `The step makes the variable ${orphan.name} from a computed or random value; ` +
        'make it before (a layer does when it is built: call the model once)',
    );
  return { traced, made: made.size };
}

/** Everything happens in one turn of the event loop: no other code ever sees the tracing backend. */
function onTraceBackend<T>(trace: Trace, run: () => T): T {
  const { name, backend } = traceBackend();
  const eager = getBackend();
  // setBackend is asynchronous for backends that start asynchronously; these two have started.
  void setBackend(name);
  backend.trace = trace;
  try {
    return run();
  } finally {
    backend.trace = undefined;
    void setBackend(eager);
  }
}

function record(
  step: Step,
  argTypes: readonly ArgumentType[],
  trace: Trace,
  initialData: ReadonlyMap<Variable, object>,
  made: Map<Variable, Value>,
): TracedStep {
  const args = argTypes.map((type, i) => trace.input(type.name ?? `argument_${i}`, type));
  const watched = () => {
    const tensors = args.map(value => trace.tensorOf(value, traceBackend().backend));
    const { tensors: results, pack } = flatten(step(...tensors));
    return { results: results.map(result => trace.valueOf(result)), pack };
  };
  const observer = {
    read: (dataId: object) => trace.checkRead(dataId),
    missingKernel: (name: string) => trace.refuseKernel(name),
    variableMade: (variable: Variable, initial: Tensor) => made.set(variable, trace.valueOf(initial)),
  };
  engine().startScope('heph.compile');
  try {
    const { results, pack } = observeEngine(observer, () =>
      trace.optimizers.watch(() => RandomDraws.pinned(watched)),
    );
    const updates = new Map<Variable, Value>();
    for (const [variable, dataId] of initialData) {
      if (variable.dataId !== dataId) updates.set(variable, trace.valueOf(variable));
    }
    const live = trace.live;
    return {
      graph: {
        inputs: [...args, ...trace.variables.values(), ...live.map(({ value }) => value)],
        nodes: trace.builder.nodes,
        outputs: [...results, ...updates.values()],
      },
      args,
      variables: trace.variables,
      live,
      results,
      updates,
      pack,
      optimizers: [...trace.optimizers.used.keys()],
      kernels: Object.fromEntries(trace.kernelCounts),
      calls: trace.calls,
    };
  } finally {
    engine().endScope();
    trace.optimizers.restoreIterations();
  }
}

/** Moves a variable that was made while tracing to the eager engine, if it starts from known numbers. */
function giveInitialValue(variable: Variable, value: Value): boolean {
  const data = constantElements(value);
  if (!data) {
    variable.dispose();
    return false;
  }
  const initial = makeTensor(data, [...value.shape], tensorDType(value.dtype));
  variable.assign(initial);
  initial.dispose();
  return true;
}

function flatten(result: StepResult): { tensors: Tensor[]; pack: TracedStep['pack'] } {
  if (result == null) return { tensors: [], pack: () => undefined };
  if (result instanceof Tensor) return { tensors: [result], pack: results => results[0] };
  if (Array.isArray(result)) return { tensors: result.map(asTensor), pack: results => results };
  const keys = Object.keys(result);
  return {
    tensors: Object.values(result).map(asTensor),
    pack: results =>
      Object.fromEntries(keys.flatMap((key, i) => results.slice(i, i + 1).map(value => [key, value]))),
  };
}

function asTensor(value: unknown): Tensor {
  if (value instanceof Tensor) return value;
  throw new CompileError(
    'untraceable',
    `A step returns a tensor, an array of tensors or a record of tensors; received a ${typeof value} among its results`,
  );
}
