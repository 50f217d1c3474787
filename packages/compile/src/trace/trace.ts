import {
  type BackendValues,
  type DataType,
  type NamedTensorInfoMap,
  type Tensor,
  type TensorInfo,
  Variable,
} from '@tensorflow/tfjs-core';
import { CompileError, UnsupportedKernelError } from '../errors';
import { GraphBuilder, toData } from '../graph/builder';
import { type TensorDType, type TensorType, type Value, isUniform, sizeOf } from '../graph/value';
import { type KernelMapping } from '../kernels/mapping';
import { randomUniform } from '../kernels/random';
import { type TypedArray } from '../runtime/runtime';
import { currentPlace, engine } from './engine';
import { OptimizerInputs } from './optimizer-inputs';
import { RandomDraws, sample } from './random-draws';

/** A graph input whose number is read from JavaScript before every run. */
export interface LiveInput {
  readonly value: Value;
  read(): TypedArray;
}

export interface TraceOptions {
  /** Tensors from outside the step whose values may be stored in the graph; `all` stores variables, too. */
  constants: readonly Tensor[] | 'all';
  /** Seed of the random numbers that stock operations draw. */
  seed: number;
  /** How many runs came before: what makes random numbers new in every run. */
  runs(): number;
  /** Leave out the values of tensors from outside, for a trace whose calls alone are of interest. Default false. */
  shapesOnly?: boolean;
}

/** Protobuf, and so an ONNX file, ends here; the rest is left for the nodes. */
const mostBytes = 2 ** 31 - 2 ** 24;

/** Everything learned while one step runs on the tracing backend. */
export class Trace {
  readonly builder = new GraphBuilder();
  /** Variables that were read before they were assigned, and the graph inputs they became. */
  readonly variables = new Map<Variable, Value>();
  readonly live: LiveInput[] = [];
  readonly kernelCounts = new Map<string, number>();
  /** Kernels and numbers from JavaScript, in the order in which the step used them. */
  readonly calls: string[] = [];
  readonly optimizers = new OptimizerInputs((...input) => this.liveInput(...input));
  private readonly draws = new RandomDraws();
  private readonly values = new WeakMap<object, Value>();
  private readonly makers = new WeakMap<object, string>();
  private runCounter: Value | undefined;
  private randomNodes = 0;
  private constantBytes = 0;

  constructor(
    private readonly options: TraceOptions,
    /** The variables that exist, with the data they held when the trace began. */
    private readonly initialData: ReadonlyMap<Variable, object>,
  ) {}

  /** A new input of the graph. */
  input(name: string, type: TensorType): Value {
    return { name, shape: [...type.shape], dtype: type.dtype };
  }

  /** A scalar input that is read from JavaScript before every run. */
  liveInput(name: string, dtype: TensorDType, read: () => TypedArray): Value {
    const value = this.input(`${name}_${this.live.length}`, { shape: [], dtype });
    this.live.push({ value, read });
    return value;
  }

  /** A tensor of the traced step that stands for a value. */
  tensorOf(value: Value, backend: { incRef(dataId: object): void }): Tensor {
    const dataId = {};
    // A tensor holds its data from the start: a variable that is assigned it must not lose the data with it.
    backend.incRef(dataId);
    return engine().makeTensorFromTensorInfo(this.infoOf(value, dataId));
  }

  /** The value that a tensor stands for. */
  valueOf(tensor: TensorInfo): Value {
    const owner =
      tensor instanceof Variable && this.options.constants !== 'all' ? this.ownerOf(tensor) : undefined;
    if (owner) return this.variables.get(owner) ?? this.variableInput(owner);
    return this.values.get(tensor.dataId) ?? this.optimizers.valueOf(tensor) ?? this.capturedConstant(tensor);
  }

  runKernel(
    name: string,
    mapping: KernelMapping,
    inputs: NamedTensorInfoMap,
    attributes: object,
    backend: { incRef(dataId: object): void },
  ): TensorInfo | TensorInfo[] {
    const values: Record<string, Value> = {};
    for (const [key, tensor] of Object.entries(inputs)) if (tensor) values[key] = this.valueOf(tensor);
    this.kernelCounts.set(name, (this.kernelCounts.get(name) ?? 0) + 1);
    this.calls.push(name);
    const info = (value: Value) => {
      const dataId = {};
      backend.incRef(dataId);
      this.makers.set(dataId, name);
      return this.infoOf(value, dataId);
    };
    const result = mapping(this.builder, values, attributes);
    return Array.isArray(result) ? result.map(info) : info(result);
  }

  /** Numbers from JavaScript: a constant, unless they stand for something that changes from run to run. */
  write(dataId: object, values: BackendValues, shape: readonly number[], dtype: DataType): void {
    this.values.set(dataId, this.written(values as ArrayLike<number>, shape, tensorDType(dtype)));
  }

  /** Constants of the trace can be read; what varies from run to run has no value yet. */
  read(dataId: object): TypedArray {
    const value = this.values.get(dataId);
    const elements = value && constantElements(value);
    return elements ?? this.refuseRead(dataId);
  }

  /** Called before the eager engine reads a tensor of its own. */
  checkRead(dataId: object): void {
    if (this.values.has(dataId)) return;
    if (this.options.constants !== 'all' && [...this.initialData.values()].includes(dataId))
      this.refuseRead(dataId);
    const info = engine().state.tensorInfo.get(dataId);
    if (info) this.checkCaptured({ dataId, ...info });
  }

  refuseKernel(name: string): never {
    throw new UnsupportedKernelError(name, currentPlace());
  }

  /**
   * The variable whose value before the step this variable holds: itself until it is assigned. Only variables are
   * looked up so; any other tensor that shares a variable's data is a copy from outside, which will not follow it.
   */
  private ownerOf(variable: Variable): Variable | undefined {
    if (this.initialData.get(variable) === variable.dataId) return variable;
    for (const [other, data] of this.initialData) if (data === variable.dataId) return other;
    return undefined;
  }

  private refuseRead(dataId: object): never {
    const maker = this.makers.get(dataId);
    const origin = maker ? `the result of ${maker}` : 'an argument or a variable';
    const place = currentPlace();
    throw new CompileError(
      'value-read',
      `The step read the value of a tensor (${origin}${place && `, read by ${place}`}) by dataSync, data, arraySync or print. ` +
        'While a step is traced its tensors have no values yet: express the decision with tf.where, ' +
        'or take the value from outside as an argument.',
    );
  }

  private written(values: ArrayLike<number>, shape: readonly number[], dtype: TensorDType): Value {
    const first = values[0];
    if (shape.length === 0 && first !== undefined) {
      const learningRate = this.optimizers.numberWritten(this.builder, first);
      if (learningRate) return learningRate;
    }
    const draw = this.draws.recognise(values, dtype);
    if (draw) return sample(this.builder, draw, () => this.uniform(shape));
    const areEqual = allEqual(values);
    if (dtype === 'float32' && (areEqual || values.length <= largestNoted))
      this.calls.push(areEqual ? String(first) : Array.from(values).join());
    const data = toData(areEqual ? [first ?? 0] : values, dtype);
    return this.builder.constant(data, shape, dtype);
  }

  private uniform(shape: readonly number[]): Value {
    this.runCounter ??= this.liveInput('runs', 'int32', () => Int32Array.of(this.options.runs()));
    this.randomNodes += 1;
    return randomUniform(
      this.builder,
      this.runCounter,
      shape,
      (this.options.seed + this.randomNodes * 0x9e3779b1) | 0,
    );
  }

  private variableInput(variable: Variable): Value {
    const name = `variable_${this.variables.size}_${variable.name.replace(/\W/g, '_')}`;
    const value = this.input(name, { shape: variable.shape, dtype: tensorDType(variable.dtype) });
    this.variables.set(variable, value);
    return value;
  }

  private checkCaptured(tensor: TensorInfo): void {
    const { constants } = this.options;
    if (constants === 'all' || constants.some(constant => constant.dataId === tensor.dataId)) return;
    const place = currentPlace();
    throw new CompileError(
      'captured-tensor',
      `The step uses a ${tensor.dtype} tensor of shape [${tensor.shape.join(', ')}]${place && ` (${place})`} that is ` +
        'neither an argument, nor a tf.Variable, nor made inside the step: its value would be frozen into the program. ' +
        'Pass it as an argument, make it a tf.variable, or list it in the option constants.',
    );
  }

  private capturedConstant(tensor: TensorInfo): Value {
    this.checkCaptured(tensor);
    const dtype = tensorDType(tensor.dtype);
    this.constantBytes += sizeOf(tensor.shape) * (dtype === 'bool' ? 1 : 4);
    if (this.constantBytes > mostBytes)
      throw new CompileError(
        'too-large',
        `The tensors to be stored take more than the 2 GB that an ONNX file can hold (${(this.constantBytes / 1e9).toFixed(1)} GB ` +
          `with the one of shape [${tensor.shape.join(', ')}]): make the layers or the embeddings smaller`,
      );
    if (this.options.shapesOnly) {
      const placeholder = this.input('constant', { shape: tensor.shape, dtype });
      this.values.set(tensor.dataId, placeholder);
      return placeholder;
    }
    const owner = engine().state.tensorInfo.get(tensor.dataId)?.backend;
    const values = owner?.readSync(tensor.dataId) as TypedArray;
    const value = this.builder.constant(toData(values, dtype), [...tensor.shape], dtype);
    this.values.set(tensor.dataId, value);
    return value;
  }

  private infoOf(value: Value, dataId: object): TensorInfo {
    this.values.set(dataId, value);
    return { dataId, shape: [...value.shape], dtype: tensorDType(value.dtype) };
  }
}

/** A tensor's element type, if it is one that a program can hold. */
export function tensorDType(dtype: string): TensorDType {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return dtype;
  throw new CompileError('untraceable', `Expected tensors of type float32, int32 or bool; received ${dtype}`);
}

/** Up to so many different numbers are noted among the calls. */
const largestNoted = 16;

function allEqual(values: ArrayLike<number>): boolean {
  for (let i = 1; i < values.length; i++) if (!Object.is(values[i], values[0])) return false;
  return values.length > 0;
}

/** The elements of a constant, a uniform one repeated; `undefined` where the value is only known at run time. */
export function constantElements(value: Value): TypedArray | undefined {
  const data = value.data as TypedArray | undefined;
  const size = sizeOf(value.shape);
  if (!data || !isUniform(value) || data.length === size) return data;
  return toData(new Array<number>(size).fill(data[0] ?? 0), value.dtype) as TypedArray;
}
