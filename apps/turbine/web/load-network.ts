import { EnhancedTabularRegressor } from '@heph/enhanced';
import { TabularRegressor } from '@heph/transformer';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import runtimeFile from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { env, setBackend } from '@tensorflow/tfjs-core';
import type { ModelKey } from '../src/models/names';

/** Makes TensorFlow.js ready to run on one thread. */
export async function startRuntime(): Promise<void> {
  // More threads would need headers that many static hosts cannot send, and every browser of today has SIMD.
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths({
    'tfjs-backend-wasm.wasm': runtimeFile,
    'tfjs-backend-wasm-simd.wasm': runtimeFile,
    'tfjs-backend-wasm-threaded-simd.wasm': runtimeFile,
  });
  await setBackend('wasm');
}

/** Reads a network from the folder that its `save` wrote, by its address relative to the page. */
export function loadNetwork(kind: ModelKey, folder: string): Promise<TabularRegressor> {
  return kind === 'base' ? TabularRegressor.load(folder) : EnhancedTabularRegressor.load(folder);
}
