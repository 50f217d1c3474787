import { HephError } from '@heph/data';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Makes sure that TensorFlow.js has a backend to compute on. Whatever the user has registered stays in use; where
 * there is nothing (a bare Node process), the WebAssembly backend is loaded.
 *
 * @throws HephError `missing-package` if there is no backend and none can be loaded.
 */
export async function ensureBackend(): Promise<void> {
  await tf.ready().catch(() => undefined);
  if (hasBackend()) return;
  try {
    await import('@tensorflow/tfjs-backend-wasm');
  } catch (cause) {
    throw new HephError(
      'missing-package',
      'TensorFlow.js has no backend to compute on: add the package @tensorflow/tfjs-backend-wasm, or import a backend of your own first',
      { cause },
    );
  }
  await tf.setBackend('wasm');
  await tf.ready();
}

function hasBackend(): boolean {
  return Boolean(tf.getBackend());
}
