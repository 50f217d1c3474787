import { type Tensor } from '@tensorflow/tfjs-core';
import { type Compiled, type CompileOptions, compile as compileWith } from './compile';
import { CompileError } from './errors';
import { type Runtime, onnxruntimeOptions } from './runtime/runtime';
import { type StepResult } from './trace/trace-step';

/** Loads `onnxruntime-node`. Throws a CompileError `runtime-missing` that names the package if it is not installed. */
export async function onnxruntimeNode(): Promise<Runtime> {
  const { InferenceSession, Tensor } = await import('onnxruntime-node').catch((cause: unknown) => {
    throw new CompileError(
      'runtime-missing',
      'Running compiled steps needs the package onnxruntime-node, which could not be loaded; add it with: npm install onnxruntime-node',
      { cause },
    );
  });
  return {
    fillsBuffers: true,
    createSession: (model, options) => InferenceSession.create(model, onnxruntimeOptions(options)),
    createTensor: (dtype, data, shape) => new Tensor(dtype, data, shape),
  };
}

/** Loads the runtime of this platform: the one name that `@heph/compile/platform` has everywhere. */
export { onnxruntimeNode as loadRuntime };

/** {@link compileWith compile} for Node.js, on `onnxruntime-node`. */
export function compile<Args extends Tensor[], R extends StepResult>(
  step: (...args: Args) => R,
  options: Partial<CompileOptions> = {},
): Compiled<Args, R> {
  // What is no object is refused there, as it was given.
  if (typeof options !== 'object' || options === null) return compileWith(step, options);
  return compileWith(step, { ...options, runtime: options.runtime ?? onnxruntimeNode });
}
