import { createRandom } from '@heph/data';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { BinnedMatrix } from './binning';
import { ScriptHistograms } from './script-histograms';
import { WasmHistograms } from './wasm-histograms';

/** More than WebAssembly takes at a time. */
const numRows = 5000;
const numFeatures = 7;
const binsPerFeature = 9;

function someBins(random = createRandom(3)): BinnedMatrix {
  return {
    numRows,
    numFeatures,
    bins: Uint16Array.from({ length: numRows * numFeatures }, () => random.integer(binsPerFeature)),
    offsets: Uint32Array.from({ length: numFeatures + 1 }, (_, feature) => feature * binsPerFeature),
    edges: new Float32Array(numFeatures * binsPerFeature),
    lowestEdges: new Float32Array(numFeatures),
  };
}

describe('histograms', () => {
  const webAssembly = globalThis.WebAssembly;
  afterEach(() => {
    globalThis.WebAssembly = webAssembly;
  });

  it.each([Uint8Array, Uint16Array])('are the same in WebAssembly, bit by bit, and right (%p)', Bins => {
    const random = createRandom(5);
    const matrix = { ...someBins(), bins: Bins.from(someBins().bins) };
    const rows = Uint32Array.from({ length: numRows }, (_, i) => (i * 37) % numRows);
    const gradients = Float64Array.from({ length: numRows }, () => random.normal() * 10 ** random.integer(9));
    const hessians = Float64Array.from({ length: numRows }, () => random.uniform());
    const training = { rows, gradients, hessians };
    const sums = [new ScriptHistograms(matrix), WasmHistograms.tryCreate(matrix, 2)!].map(histograms => {
      const open = { node: 0, depth: 0, gradient: 0, hessian: 0 };
      // What was in a histogram before must not count.
      histograms.giveBack(histograms.of(training, { ...open, start: 100, end: 200 }));
      const part = histograms.of(training, { ...open, start: 30, end: 71 });
      const whole = histograms.of(training, { ...open, start: 0, end: numRows });
      histograms.subtract(whole, part);
      return { part: Float64Array.from(part), rest: Float64Array.from(whole) };
    });
    expect(sums[1]).toEqual(sums[0]);
    const inBin = [...rows.subarray(30, 71)].filter(row => matrix.bins[row * numFeatures + 6] === 2);
    const place = matrix.offsets[6]! + 2;
    expect(sums[0]!.part[2 * place]).toBe(inBin.reduce((sum, row) => sum + gradients[row]!, 0));
    expect(sums[0]!.part[2 * place + 1]).toBe(inBin.reduce((sum, row) => sum + hessians[row]!, 0));
  });

  it('take over the memory that bins lie in', () => {
    const copied = someBins();
    const memory = new WebAssembly.Memory({ initial: Math.ceil(copied.bins.byteLength / 65536) });
    const bins = new Uint16Array(memory.buffer, 0, copied.bins.length);
    bins.set(copied.bins);
    const training = {
      rows: Uint32Array.from({ length: numRows }, (_, row) => row),
      gradients: new Float64Array(numRows).fill(0.1),
      hessians: new Float64Array(numRows).fill(1),
    };
    const open = { node: 0, depth: 0, gradient: 0, hessian: 0, start: 0, end: numRows };
    const [inPlace, other] = [{ ...copied, bins, memory }, copied].map(matrix =>
      WasmHistograms.tryCreate(matrix, 2)!,
    );
    expect(inPlace!.of(training, open)).toEqual(other!.of(training, open));
    expect(inPlace!.bins.buffer).toBe(memory.buffer);
    expect(inPlace!.bins).toEqual(copied.bins);
  });

  it('are the same for a table too large for places', () => {
    const numFeatures = 2 ** 16;
    const numRows = 65;
    const random = createRandom(6);
    const matrix = {
      ...someBins(),
      numRows,
      numFeatures,
      bins: Uint8Array.from({ length: numRows * numFeatures }, () => random.integer(3)),
      offsets: Uint32Array.from({ length: numFeatures + 1 }, (_, feature) => 3 * feature),
    };
    const training = {
      rows: Uint32Array.from({ length: numRows }, (_, row) => row),
      gradients: Float64Array.from({ length: numRows }, () => random.normal()),
      hessians: Float64Array.from({ length: numRows }, () => random.uniform()),
    };
    const open = { node: 0, depth: 0, gradient: 0, hessian: 0, start: 3, end: numRows };
    const [script, wasm] = [new ScriptHistograms(matrix), WasmHistograms.tryCreate(matrix, 1)!];
    expect(script.of(training, open)).toEqual(Float64Array.from(wasm.of(training, open)));
  });

  it('have as many in WebAssembly as one asks for', () => {
    const histograms = WasmHistograms.tryCreate(someBins(), 3)!;
    const training = {
      rows: Uint32Array.of(0, 1, 2),
      gradients: new Float64Array(numRows).fill(1),
      hessians: new Float64Array(numRows).fill(1),
    };
    const open = { node: 0, depth: 0, gradient: 0, hessian: 0 };
    const all = [1, 2, 3].map(end => histograms.of(training, { ...open, start: 0, end }));
    for (const [i, histogram] of all.entries())
      expect(histogram.reduce((sum, value) => sum + value)).toBe(2 * numFeatures * (i + 1));
  });

  it('do without WebAssembly where there is none, or not enough memory', () => {
    const matrix = someBins();
    expect(WasmHistograms.tryCreate(matrix, 2 ** 40)).toBeUndefined();
    globalThis.WebAssembly = undefined as unknown as typeof WebAssembly;
    expect(WasmHistograms.tryCreate(matrix, 1)).toBeUndefined();
  });
});
