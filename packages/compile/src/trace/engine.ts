import { type Optimizer, type Tensor, type Variable, engine as tfEngine } from '@tensorflow/tfjs-core';

export type Engine = ReturnType<typeof tfEngine>;

/** TensorFlow.js keeps one engine per process; several copies of the library share it. */
export function engine(): Engine {
  return tfEngine();
}

/** Every variable that TensorFlow.js knows of. */
export function registeredVariables(): Variable[] {
  return Object.values(engine().registeredVariables);
}

/** The fields in which the stock optimizers keep what may change between steps; TypeScript hides them. */
export interface OptimizerFields {
  learningRate?: number;
  /** Minus the learning rate, of `SGDOptimizer` and `MomentumOptimizer`. */
  c?: Tensor;
  /** The momentum, of `MomentumOptimizer`. */
  m?: Tensor;
  iterations_?: number;
}

export function fieldsOf(optimizer: Optimizer): OptimizerFields {
  return optimizer as unknown as OptimizerFields;
}

/** Where the engine stands: the operation being run, and the layer whose `call` the JavaScript stack shows. */
export function currentPlace(): string {
  const operations = engine()
    .state.scopeStack.map(scope => scope?.name ?? '')
    .filter(name => name.endsWith('__op'));
  const operation = operations.at(-1)?.replace(/__op$/, '');
  const layer = layerAtWork();
  return [operation, layer && `in ${layer}.call`].filter(Boolean).join(', ');
}

/** The class of the innermost layer on the JavaScript stack, where the stack can be inspected (V8). */
function layerAtWork(): string | undefined {
  const { prepareStackTrace, stackTraceLimit } = Error;
  Error.stackTraceLimit = 60;
  Error.prepareStackTrace = (_, frames) => frames;
  const frames: unknown = new Error().stack;
  Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  if (!Array.isArray(frames)) return undefined;
  const layer = (frames as NodeJS.CallSite[]).find(frame => frame.getFunctionName() === 'call');
  return layer?.getTypeName() ?? undefined;
}
