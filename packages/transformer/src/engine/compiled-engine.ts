import { prepareEager } from './eager-engine';
import type { Engine, PreparedFunction, TensorFunction } from './engine';

/** The part of `@heph/compile` that is used here. */
export interface Compiler {
  compile(compute: TensorFunction, options: { threads: number }): CompiledFunction;
}

interface CompiledFunction {
  run(
    ...inputs: { data: Float32Array | Int32Array; shape: readonly number[] }[]
  ): Promise<{ data: ArrayLike<number> }>;
  sync(): void;
  dispose(): Promise<void>;
}

/** Traces a computation once and runs it natively from then on. */
export function compiledEngine({ compile }: Compiler, threads: number, reason: string): Engine {
  return { name: 'compiled', reason, prepare: compute => wrap(compile(compute, { threads })) };
}

/**
 * A compiled engine that goes on eagerly, for good, if the first run of a computation fails: a network may hold a
 * layer of the user's own that cannot be traced, or the runtime may be installed but not start.
 */
export function compiledOrEagerEngine(compiler: Compiler, threads: number, reason: string): Engine {
  let engine = compiledEngine(compiler, threads, reason);
  return {
    get name() {
      return engine.name;
    },
    get reason() {
      return engine.reason;
    },
    prepare(compute) {
      let prepared = engine.prepare(compute);
      let hasRun = false;
      return {
        async run(inputs) {
          try {
            const result = await prepared.run(inputs);
            hasRun = true;
            return result;
          } catch (error) {
            if (hasRun || engine.name === 'eager') throw error;
            const reason = `compiling failed: ${error instanceof Error ? error.message : String(error)}`;
            engine = { name: 'eager', reason, prepare: prepareEager };
            await prepared.dispose();
            prepared = engine.prepare(compute);
            return prepared.run(inputs);
          }
        },
        sync: () => prepared.sync(),
        dispose: () => prepared.dispose(),
      };
    },
  };
}

function wrap(compiled: CompiledFunction): PreparedFunction {
  return {
    async run(inputs) {
      const { data } = await compiled.run(...inputs.map(({ values, shape }) => ({ data: values, shape })));
      return data as Float32Array;
    },
    sync: () => compiled.sync(),
    dispose: () => compiled.dispose(),
  };
}
