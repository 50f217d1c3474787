import { Tensor } from '@tensorflow/tfjs-core';
import { CompiledState } from './compiled-state';
import { CompileError } from './errors';
import { type TensorType, sizeOf } from './graph/value';
import { checkOptions } from './options';
import { Program, type TensorValue } from './program';
import { type Runtime, type RuntimeTensor, type TypedArray } from './runtime/runtime';
import { tensorDType } from './trace/trace';
import { type Step, type StepResult } from './trace/trace-step';

/** An argument of a run: a tensor, numbers with their shape, a vector of numbers, or one float32 number. */
export type Argument =
  Tensor | { readonly data: TypedArray; readonly shape: readonly number[] } | TypedArray | number;

/** What a run gives for what the step returns, tensor by tensor. */
export type Results<R> = [Exclude<R, null | void>] extends [never]
  ? undefined
  : Numbers<Exclude<R, null | void>>;

type Numbers<R> = R extends Tensor ? TensorValue : { -readonly [Key in keyof R]: TensorValue };

/** One argument for each tensor that the step takes. */
export type Arguments<Args extends readonly Tensor[]> = { [Index in keyof Args]: Argument };

export interface CompileOptions {
  /** The runtime that runs the program, or how to load it. `@heph/compile/node` and `/web` fill this in. */
  runtime: Runtime | (() => Promise<Runtime>);
  /** Live weights to work on, shared with other compiled functions. Default: a state of its own. */
  state?: CompiledState;
  /** Threads that one operator may use. Default 1. */
  threads?: number;
  /** Seed of the numbers that stock random operations draw in the step. Default: drawn by `Math.random`. */
  seed?: number;
  /** Tensors from outside the step whose values never change and may be stored in the program. Default none. */
  constants?: readonly Tensor[];
  /** How many programs to keep, one for every set of argument shapes; the least recently used goes. Default 8. */
  maxPrograms?: number;
}

export interface CompiledInfo {
  /** Programs traced since the start, the dropped ones included. */
  readonly traces: number;
  /** Runs since the start. */
  readonly runs: number;
  /** Of the program used last: ONNX nodes, and how often each TensorFlow.js kernel was called. */
  readonly nodes: number;
  readonly kernels: Readonly<Record<string, number>>;
  /** Seconds spent on its tracing and encoding, and on creating its session. */
  readonly traceSeconds: number;
  readonly sessionSeconds: number;
}

/** A step that runs natively. */
export interface Compiled<Args extends Tensor[], R extends StepResult> {
  /**
   * Runs the step, tracing it first if these shapes are new. Results are plain numbers and shapes. Variables that
   * the step assigns move on in the runtime's memory; `sync` writes them back. A variable that was assigned from
   * outside in the meantime is noticed and read again.
   *
   * The native run itself keeps the event loop busy, as an eager step does; between two runs it is free.
   */
  run(...args: Arguments<Args>): Promise<Results<R>>;
  /** Writes the state's live values back to the `tf.Variable`s, for eager use, saving or inspection. */
  sync(): void;
  /** Releases the sessions, and the state unless it was given. Does not sync. */
  dispose(): Promise<void>;
  readonly info: CompiledInfo;
  readonly state: CompiledState;
}

/**
 * Compiles a TensorFlow.js step (forward, backward and optimizer, or a forward pass alone): the first run of every
 * set of argument shapes traces the step into a static ONNX graph, and all later runs are native.
 *
 * The step is JavaScript that runs once for each set of shapes. What changes from run to run must be an argument or
 * a `tf.Variable`; the learning rates of the stock optimizers are read before every run. It returns a tensor, an
 * array or a record of tensors, or nothing.
 *
 * @throws TypeError for a step that is no function, an option that does not exist, or no runtime (`/node` and `/web`
 *   bring one); CompileError (from `run`) if the step cannot be traced; `code` says why
 */
export function compile<Args extends Tensor[], R extends StepResult>(
  step: (...args: Args) => R,
  options: CompileOptions,
): Compiled<Args, R> {
  if (typeof step !== 'function')
    throw new TypeError(
      `compile expects a function of tensors; received ${step === null ? 'null' : typeof step}`,
    );
  checkOptions('compile', options, Object.keys(optionNames));
  checkRuntime(options.runtime);
  const { threads = 1, maxPrograms = 8, constants = [], state = new CompiledState(), seed } = options;
  if (typeof state?.exclusive !== 'function' || typeof state.sync !== 'function')
    throw new TypeError(`state must be a CompiledState; received ${typeof state}`);
  if (!Array.isArray(constants) || !constants.every(constant => constant instanceof Tensor))
    throw new TypeError('constants must be an array of tensors');
  if (seed !== undefined && !Number.isInteger(seed))
    throw new RangeError(`seed must be an integer; received ${seed}`);
  for (const [name, value] of Object.entries({ threads, maxPrograms }))
    if (!Number.isInteger(value) || value < 1)
      throw new RangeError(`${name} must be a positive integer; received ${value}`);
  return new CompiledStep(step, { ...options, threads, maxPrograms });
}

const optionNames: Readonly<Record<keyof CompileOptions, true>> = {
  runtime: true,
  state: true,
  threads: true,
  seed: true,
  constants: true,
  maxPrograms: true,
};

function checkRuntime(runtime: unknown): void {
  const isRuntime = typeof runtime === 'object' && runtime !== null && 'createSession' in runtime;
  if (typeof runtime === 'function' || isRuntime) return;
  throw new TypeError(
    `the option runtime must be a runtime or a function that loads one; received ${runtime === null ? 'null' : typeof runtime}. ` +
      'compile of @heph/compile/node and of @heph/compile/web fill it in',
  );
}

class CompiledStep<Args extends Tensor[], R extends StepResult> implements Compiled<Args, R> {
  readonly state: CompiledState;
  private readonly programs = new Map<string, Program>();
  private readonly seed: number;
  private last: Program | undefined;
  private traces = 0;
  private runs = 0;
  private disposed = false;

  constructor(
    private readonly step: (...args: Args) => R,
    private readonly options: CompileOptions & { threads: number; maxPrograms: number },
  ) {
    this.state = options.state ?? new CompiledState();
    this.seed = options.seed ?? Math.floor(Math.random() * 2 ** 31);
  }

  run(...args: Arguments<Args>): Promise<Results<R>> {
    const given: readonly Argument[] = args;
    return this.state.exclusive(async () => {
      if (this.disposed)
        throw new CompileError('disposed', 'This compiled step was disposed; compile it again');
      if (given.length < this.step.length)
        throw new CompileError(
          'invalid-input',
          `The step takes ${this.step.length} argument${this.step.length === 1 ? '' : 's'}; received ${given.length}`,
        );
      const { runtime } = this.options;
      const loaded = typeof runtime === 'function' ? await runtime() : runtime;
      const types = given.map(typeOf);
      const program = await this.program(types, loaded);
      const tensors = await Promise.all(given.map((arg, i) => toRuntime(arg, types[i], loaded)));
      const results = await program.run(tensors, this.state);
      this.runs += 1;
      return program.traced.pack(results) as Results<R>;
    });
  }

  sync(): void {
    this.state.sync();
  }

  dispose(): Promise<void> {
    return this.state.exclusive(async () => {
      this.disposed = true;
      await Promise.all([...this.programs.values()].map(program => program.release()));
      this.programs.clear();
      if (!this.options.state) this.state.dispose();
    });
  }

  get info(): CompiledInfo {
    const { traced, nodeCount = 0, traceSeconds = 0, sessionSeconds = 0 } = this.last ?? {};
    const { traces, runs } = this;
    return { traces, runs, nodes: nodeCount, kernels: traced?.kernels ?? {}, traceSeconds, sessionSeconds };
  }

  private async program(types: readonly TensorType[], runtime: Runtime): Promise<Program> {
    const key = types.map(({ dtype, shape }) => `${dtype}[${shape.join()}]`).join();
    const known = this.programs.get(key);
    const { constants = [], threads, maxPrograms } = this.options;
    const program =
      known ??
      (await Program.create(this.step as unknown as Step, types, runtime, {
        constants,
        threads,
        seed: this.seed,
        runs: () => this.runs,
      }));
    if (!known) this.traces += 1;
    // Maps keep their order of insertion: the first program is the one that was not used for longest.
    this.programs.delete(key);
    this.programs.set(key, program);
    const [oldest] = this.programs;
    if (oldest && this.programs.size > maxPrograms) {
      this.programs.delete(oldest[0]);
      await oldest[1].release();
    }
    this.last = program;
    return program;
  }
}

function typeOf(arg: Argument, position: number): TensorType {
  if (arg instanceof Tensor) return { shape: arg.shape, dtype: tensorDType(arg.dtype) };
  if (typeof arg === 'number') return { shape: [], dtype: 'float32' };
  if (!ArrayBuffer.isView(arg) && !isShaped(arg))
    throw new CompileError(
      'invalid-input',
      `Argument ${position}: expected a tensor, { data, shape }, a typed array or a number; received ${arg === null ? 'null' : typeof arg}`,
    );
  const { data, shape } = ArrayBuffer.isView(arg) ? { data: arg, shape: [arg.length] } : arg;
  if (data.length !== sizeOf(shape))
    throw new CompileError(
      'invalid-input',
      `Argument ${position}: shape [${shape.join(', ')}] has ${sizeOf(shape)} elements; received ${data.length}`,
    );
  return { shape, dtype: dtypeOf(data, position) };
}

function isShaped(arg: unknown): boolean {
  return (
    typeof arg === 'object' && arg !== null && 'data' in arg && 'shape' in arg && Array.isArray(arg.shape)
  );
}

function dtypeOf(data: TypedArray, position: number): 'float32' | 'int32' | 'bool' {
  if (data instanceof Float32Array) return 'float32';
  if (data instanceof Int32Array) return 'int32';
  if (data instanceof Uint8Array) return 'bool';
  throw new CompileError(
    'invalid-input',
    `Argument ${position}: expected a Float32Array, an Int32Array or (for booleans) a Uint8Array; received ${Object.prototype.toString.call(data)}`,
  );
}

async function toRuntime(
  arg: Argument,
  type: TensorType | undefined,
  runtime: Runtime,
): Promise<RuntimeTensor> {
  const { shape, dtype } = type ?? { shape: [], dtype: 'float32' };
  const data =
    arg instanceof Tensor
      ? await arg.data()
      : typeof arg === 'number'
        ? Float32Array.of(arg)
        : ArrayBuffer.isView(arg)
          ? arg
          : arg.data;
  return runtime.createTensor(tensorDType(dtype), data, shape);
}
