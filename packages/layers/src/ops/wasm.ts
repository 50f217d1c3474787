import { getBackend } from '@tensorflow/tfjs-core';

/**
 * Whether ops run on the WebAssembly backend. Its kernels differ in speed by a factor of 50, so that a few ops here
 * take another way there; every other backend is given the plain expression.
 */
export function runsOnWasm(): boolean {
  return getBackend() === 'wasm';
}
