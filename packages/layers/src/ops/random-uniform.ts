import {
  engine,
  getKernel,
  registerKernel,
  util,
  type KernelBackend,
  type KernelFunc,
  type NamedAttrMap,
  type Tensor,
  type TensorInfo,
} from '@tensorflow/tfjs-core';

/**
 * Name of the random kernel: `engine().runKernel(randomUniformKernel, { state }, { shape, seed })`.
 *
 * `state` is an int32 scalar, `seed` an integer, and the output a float32 tensor of `shape` in [0, 1).
 * The generator is counter-based: element `i` depends on nothing but `seed`, `state` and `i`,
 *
 * ```
 * mix(h)  = h ^= h >>> 16; h *= 0x85ebca6b; h ^= h >>> 13; h *= 0xc2b2ae35; h ^= h >>> 16     (MurmurHash3's finalizer)
 * key     = mix(mix(seed + 0x9e3779b9) ^ state)
 * out[i]  = (mix(key + i · 0x9e3779b9) >>> 8) · 2⁻²⁴
 * ```
 *
 * all on unsigned 32-bit integers that wrap around. An engine that runs whole training steps natively may answer
 * this kernel with a generator of its own: what is promised is the distribution, and a fresh draw for every `state`.
 */
export const randomUniformKernel = 'HephRandomUniform';

const goldenRatio = 0x9e3779b9;

function mix(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** The kernel's arithmetic on plain arrays: `size` draws in [0, 1) for this seed and state. */
export function uniformDraws(size: number, seed: number, state: number): Float32Array {
  const draws = new Float32Array(size);
  let counter = mix(mix((seed + goldenRatio) | 0) ^ state);
  for (let i = 0; i < size; i++) {
    draws[i] = (mix(counter) >>> 8) * 2 ** -24;
    counter = (counter + goldenRatio) | 0;
  }
  return draws;
}

/**
 * Uniform draws in [0, 1), the same ones for the same `seed` and `state`.
 *
 * @param state int32 scalar; advance it by one for the next, independent draw
 */
export function randomUniform(shape: number[], seed: number, state: Tensor): Tensor {
  return engine().runKernel(randomUniformKernel, { state }, { shape, seed } satisfies NamedAttrMap);
}

type ReadState = (backend: KernelBackend, state: TensorInfo) => number;

function kernelThatReads(readState: ReadState): KernelFunc {
  return ({ inputs, attrs, backend: opaque }) => {
    const backend = opaque as KernelBackend;
    const { shape, seed } = attrs as { shape: number[]; seed: number };
    const draws = uniformDraws(
      util.sizeFromShape(shape),
      seed,
      readState(backend, inputs['state'] as TensorInfo),
    );
    return { dataId: backend.write(draws, shape, 'float32'), shape, dtype: 'float32' };
  };
}

const readNow: ReadState = (backend, state) => (backend.readSync(state.dataId) as Int32Array)[0]!;

/** Reading a value back stalls a GPU: there, draws are fresh on every call but do not follow `state`. */
function countCalls(): ReadState {
  let calls = 0;
  return () => calls++;
}

function registerFor(backendName: string, readState: ReadState): void {
  if (getKernel(randomUniformKernel, backendName)) return;
  registerKernel({ kernelName: randomUniformKernel, backendName, kernelFunc: kernelThatReads(readState) });
}

for (const backendName of ['cpu', 'wasm', 'tensorflow']) registerFor(backendName, readNow);
for (const backendName of ['webgl', 'webgpu']) registerFor(backendName, countCalls());
