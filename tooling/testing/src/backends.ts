import { env, scalar, setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';

/** The backends that run everywhere: plain JavaScript, and WebAssembly. */
export const backends = ['cpu', 'wasm'] as const;

export type BackendName = (typeof backends)[number];

/** Makes a backend the current one, and says so if it cannot be had. */
export async function useBackend(name: BackendName): Promise<void> {
  if (!(await setBackend(name))) throw new Error(`the backend ${name} did not start`);
  // On first use the plain backend advertises tfjs-node, unless it is told that this is a test.
  env().set('IS_TEST', true);
  scalar(0).dispose();
  env().set('IS_TEST', false);
}
