import {
  type BackendValues,
  type DataType,
  KernelBackend,
  findBackendFactory,
  registerBackend,
  registerKernel,
} from '@tensorflow/tfjs-core';
import { kernelMappings } from '../kernels/registry';
import { type TypedArray } from '../runtime/runtime';
import { type Trace } from './trace';

/**
 * A TensorFlow.js backend that computes nothing: its kernels write down which ONNX nodes would compute the result.
 * Only one trace is under way at a time, because tracing is synchronous.
 */
class TraceBackend extends KernelBackend {
  trace: Trace | undefined;
  private readonly references = new WeakMap<object, number>();

  override write(values: BackendValues, shape: number[], dtype: DataType): object {
    const dataId = {};
    this.incRef(dataId);
    this.current().write(dataId, values, shape, dtype);
    return dataId;
  }

  override incRef(dataId: object): void {
    this.references.set(dataId, this.refCount(dataId) + 1);
  }

  override refCount(dataId: object): number {
    return this.references.get(dataId) ?? 0;
  }

  override disposeData(dataId: object): boolean {
    const left = this.refCount(dataId) - 1;
    this.references.set(dataId, left);
    return left <= 0;
  }

  override readSync(dataId: object): TypedArray {
    return this.current().read(dataId);
  }

  override async read(dataId: object): Promise<TypedArray> {
    return this.current().read(dataId);
  }

  /** Moving data here would delete it where it is: the trace looks values up instead of moving them. */
  override move(): never {
    throw new Error('TensorFlow.js moved a tensor into the tracing backend; please report this');
  }

  override numDataIds(): number {
    return 0;
  }

  override memory() {
    return { unreliable: true, reasons: ['a trace holds no data'] };
  }

  override floatPrecision(): 32 {
    return 32;
  }

  override epsilon(): number {
    return 1e-7;
  }

  override timerAvailable(): boolean {
    return false;
  }

  override dispose(): void {
    this.trace = undefined;
  }

  current(): Trace {
    if (!this.trace)
      throw new Error('A tensor of a finished trace was used: a step must not keep the tensors it makes');
    return this.trace;
  }
}

let registered: { name: string; backend: TraceBackend } | undefined;

/** The tracing backend, registered with its kernels on first use. */
export function traceBackend(): { name: string; backend: TraceBackend } {
  if (registered && findBackendFactory(registered.name)) return registered;
  const backend = new TraceBackend();
  let name = 'heph-trace';
  // Another copy of this package may have registered its own backend with the same TensorFlow.js.
  for (let copy = 2; findBackendFactory(name); copy++) name = `heph-trace-${copy}`;
  registerBackend(name, () => backend, 0);
  for (const [kernelName, mapping] of Object.entries(kernelMappings)) {
    registerKernel({
      kernelName,
      backendName: name,
      kernelFunc: ({ inputs, attrs }) =>
        backend.current().runKernel(kernelName, mapping, inputs, attrs ?? {}, backend),
    });
  }
  registered = { name, backend };
  return registered;
}
