import { HephError } from '@heph/data';
import { compiledEngine, compiledOrEagerEngine, type Compiler } from './compiled-engine';
import { eagerEngine } from './eager-engine';
import type { Engine, EngineName } from './engine';
import { ensureBackend } from './ensure-backend';

/** More threads do not pay for matrices of this size. */
const MAX_THREADS = 4;

/**
 * Settles how steps are computed: on `@heph/compile` with a native runtime where both are installed.
 *
 * @throws HephError `missing-package` if compiled steps are asked for and cannot be had.
 */
export async function chooseEngine(name: EngineName): Promise<Engine> {
  await ensureBackend();
  if (name === 'eager') return eagerEngine('asked for');
  const threads = Math.min(MAX_THREADS, globalThis.navigator?.hardwareConcurrency ?? hardwareThreads());
  try {
    const compiler = await loadCompiler();
    return name === 'compiled'
      ? compiledEngine(compiler, threads, 'asked for')
      : compiledOrEagerEngine(compiler, threads, 'a native runtime is installed');
  } catch (cause) {
    const message =
      'compiled training needs the packages @heph/compile and onnxruntime-node (in a browser: onnxruntime-web)';
    if (name === 'compiled') throw new HephError('missing-package', `${message}: add them`, { cause });
    return eagerEngine(`${message}, which are not installed`);
  }
}

/** Node's `os.availableParallelism`, reached without an import that a bundler would stumble over. */
function hardwareThreads(): number {
  return globalThis.process?.getBuiltinModule?.('node:os')?.availableParallelism() ?? 1;
}

/** @throws if `@heph/compile` or the runtime it stands on is not installed */
async function loadCompiler(): Promise<Compiler> {
  const { compile, loadRuntime } = await import('@heph/compile/platform');
  await loadRuntime();
  return { compile };
}
