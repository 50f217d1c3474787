/** The element buffers that pass between a program and its runtime. */
export type TypedArray = Float32Array | Int32Array | Uint8Array;

export interface RuntimeTensor {
  readonly data: unknown;
  readonly dims: readonly number[];
}

export interface RuntimeSession {
  /** Runs the graph; an output whose fetch is a tensor is written into that tensor's buffer. */
  run(
    feeds: Readonly<Record<string, RuntimeTensor>>,
    fetches: Readonly<Record<string, RuntimeTensor | null>>,
  ): Promise<Readonly<Record<string, RuntimeTensor>>>;
  release(): Promise<void>;
}

/** What is used of onnxruntime: its public API in `onnxruntime-node` and `onnxruntime-web` alike. */
export interface Runtime {
  createSession(model: Uint8Array, options: SessionOptions): Promise<RuntimeSession>;
  /** Whether a run writes outputs into the buffers that it is given; else every run makes new ones. */
  readonly fillsBuffers: boolean;
  createTensor(
    dtype: 'float32' | 'int32' | 'bool',
    data: TypedArray,
    shape: readonly number[],
  ): RuntimeTensor;
}

export interface SessionOptions {
  /** Threads that one operator may use. */
  threads: number;
}

/**
 * The session settings in onnxruntime's own words. Idle worker threads sleep instead of spinning, because a spinning
 * thread takes the core from whatever else the machine does between two steps.
 */
export function onnxruntimeOptions({ threads }: SessionOptions) {
  return {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  } as const;
}
