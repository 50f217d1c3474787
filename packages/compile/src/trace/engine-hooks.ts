import { type Tensor, type Variable, getKernel } from '@tensorflow/tfjs-core';
import { engine } from './engine';

export interface EngineObserver {
  /** A tensor that belongs to the eager engine is being read. */
  read(dataId: object): void;
  /** A kernel is called that the tracing backend does not have. */
  missingKernel(name: string): never;
  /** A variable was made; `initial` is the tensor it starts from. */
  variableMade(variable: Variable, initial: Tensor): void;
}

/** Runs the step while the engine tells what no backend is told. */
export function observeEngine<T>(observer: EngineObserver, step: () => T): T {
  const observed = engine();
  const { makeVariable, readSync, read, runKernel } = observed;
  // Own properties hide the class's methods until they are deleted again.
  observed.makeVariable = (initial, ...rest) => {
    const variable = makeVariable.call(observed, initial, ...rest);
    observer.variableMade(variable, initial);
    return variable;
  };
  observed.readSync = dataId => {
    observer.read(dataId);
    return readSync.call(observed, dataId);
  };
  observed.read = dataId => {
    observer.read(dataId);
    return read.call(observed, dataId);
  };
  observed.runKernel = <R extends Tensor | Tensor[]>(
    ...[name, inputs, attributes]: Parameters<typeof runKernel>
  ): R => {
    if (!getKernel(name, observed.backendName)) observer.missingKernel(name);
    return runKernel.call(observed, name, inputs, attributes) as R;
  };
  try {
    return step();
  } finally {
    for (const name of ['makeVariable', 'readSync', 'read', 'runKernel'] as const)
      Reflect.deleteProperty(observed, name);
  }
}
