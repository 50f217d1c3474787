import runtimeFile from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { env, InferenceSession } from 'onnxruntime-web/wasm';

/** Fetches the ONNX runtime and a network side by side, and makes them ready to run on one thread. */
export async function startRuntime(networkFile: string): Promise<InferenceSession> {
  const [runtime, network] = await Promise.all([bytesOf(runtimeFile), bytesOf(networkFile)]);
  // More threads would need headers that many static hosts cannot send.
  env.wasm.numThreads = 1;
  env.wasm.wasmBinary = await unpacked(runtime);
  return InferenceSession.create(new Uint8Array(network), {
    executionProviders: ['wasm'],
    // The exporter has simplified the graph: to do so again would take a second and save nothing.
    graphOptimizationLevel: 'disabled',
  });
}

async function bytesOf(file: string): Promise<ArrayBuffer> {
  const response = await fetch(file);
  if (!response.ok) throw new Error(`${file}: ${response.status} ${response.statusText}`);
  return response.arrayBuffer();
}

/** Some hosts say that a `.gz` file is compressed: then the browser has unpacked it already. */
function unpacked(bytes: ArrayBuffer): Promise<ArrayBuffer> | ArrayBuffer {
  const [first, second] = new Uint8Array(bytes, 0, 2);
  if (first !== 0x1f || second !== 0x8b) return bytes;
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
}
