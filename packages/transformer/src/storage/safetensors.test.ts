import { describe, expect, it } from '@jest/globals';
import { decodeSafetensors, encodeSafetensors, type StoredTensor } from './safetensors';

const tensors: StoredTensor[] = [
  { name: 'kernel', shape: [2, 3], values: Float32Array.of(1, -2, 3.5, 0, 1e-30, -7) },
  { name: 'count', shape: [], values: Int32Array.of(-5) },
  { name: 'empty', shape: [0, 4], values: new Float32Array(0) },
];

/** A file with the given header and `dataLength` zero bytes. */
function file(header: unknown, dataLength: number): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + dataLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

const entry = (changes: object) => ({ w: { dtype: 'F32', shape: [2], data_offsets: [0, 8], ...changes } });

describe('safetensors', () => {
  it('gives back what was written', () => {
    expect(decodeSafetensors(encodeSafetensors(tensors))).toEqual(tensors);
  });

  it('lays files out as the format says', () => {
    const bytes = encodeSafetensors(tensors);
    const headerLength = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect(headerLength % 8).toBe(0);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength)));
    expect(header.count).toEqual({ dtype: 'I32', shape: [], data_offsets: [24, 28] });
    expect(bytes.length).toBe(8 + headerLength + 28);
  });

  it('refuses two tensors of one name', () => {
    expect(() => encodeSafetensors([tensors[0]!, tensors[0]!])).toThrow(/'kernel' twice/);
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['a header longer than the file', file(entry({}), 8).subarray(0, 20)],
    ['a huge header length', new Uint8Array(16).fill(0xff)],
    ['a header that is not JSON', file('{"w":', 8)],
    ['a header that is a list', file('[]', 0)],
    ['an unknown type', file(entry({ dtype: 'F64' }), 8)],
    ['a negative length', file(entry({ shape: [-2] }), 8)],
    ['a shape larger than its bytes', file(entry({ shape: [1e9] }), 8)],
    ['offsets beyond the data', file(entry({}), 4)],
    ['a gap before the data', file(entry({ data_offsets: [4, 12] }), 12)],
    ['offsets that are not numbers', file(entry({ data_offsets: ['0', '8'] }), 8)],
    ['no entry', file({ w: null }, 8)],
  ])('refuses %s', (_what, bytes) => {
    expect(() => decodeSafetensors(bytes)).toThrow(expect.objectContaining({ code: 'invalid-file' }));
  });
});
