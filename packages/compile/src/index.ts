export {
  type Argument,
  type Compiled,
  type CompiledInfo,
  type CompileOptions,
  type Results,
  compile,
} from './compile';
export { CompiledState } from './compiled-state';
export { CompileError, type CompileErrorCode, UnsupportedKernelError } from './errors';
export {
  type ExportableModel,
  type ExportFunction,
  type ExportInput,
  type ExportOptions,
  type ExportablePredictor,
  exportOnnx,
} from './export/export-onnx';
export { supportedKernels } from './kernels/registry';
export { type TensorValue } from './program';
export {
  type Runtime,
  type RuntimeSession,
  type RuntimeTensor,
  type SessionOptions,
  type TypedArray,
} from './runtime/runtime';
export { type Step, type StepResult } from './trace/trace-step';
