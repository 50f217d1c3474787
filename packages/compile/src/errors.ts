/** What went wrong, for programs: the message is for people. */
export type CompileErrorCode =
  | 'unsupported-kernel'
  | 'untraceable'
  | 'captured-tensor'
  | 'value-read'
  | 'invalid-input'
  | 'too-large'
  | 'runtime-missing'
  | 'disposed';

const marker = Symbol.for('@heph/compile/error');

/** A step that cannot be compiled, or a compiled one that was used wrongly; `code` says which. */
export class CompileError extends Error {
  readonly code: CompileErrorCode;

  constructor(code: CompileErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CompileError';
    this.code = code;
    Object.defineProperty(this, marker, { value: true });
  }

  /** Recognises an error of this package by its marker, whichever copy of the package threw it. */
  static is(error: unknown): error is CompileError {
    return typeof error === 'object' && error !== null && marker in error;
  }
}

/** The step uses a TensorFlow.js kernel that has no ONNX mapping. */
export class UnsupportedKernelError extends CompileError {
  constructor(
    /** TensorFlow.js's name of the kernel, such as `TopK`. */
    readonly kernelName: string,
    /** Where it was called, as far as that is known, such as `topk, in MyLayer.call`. */
    readonly where: string,
    detail?: string,
  ) {
    super(
      'unsupported-kernel',
      `The kernel ${kernelName}${where && ` (${where})`} ${detail ?? 'has no ONNX mapping'}; ` +
        'the kernels that can be compiled are listed in docs/kernels.md of @heph/compile. ' +
        'Run this step eagerly, or write it with other operations.',
    );
    this.name = 'UnsupportedKernelError';
  }
}
