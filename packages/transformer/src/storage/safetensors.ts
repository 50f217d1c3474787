import { HephError } from '@heph/data';

/** A named array of float32 or int32 numbers with its shape. */
export interface StoredTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

const MAX_HEADER_BYTES = 16 * 1024 * 1024;

/**
 * Writes tensors in the safetensors format: eight bytes of header length, a JSON header, then the raw
 * little-endian numbers. The format holds no code. Source: huggingface/safetensors, format description.
 */
export function encodeSafetensors(tensors: readonly StoredTensor[]): Uint8Array {
  const header: Record<string, unknown> = {};
  let offset = 0;
  for (const { name, shape, values } of tensors) {
    if (Object.hasOwn(header, name))
      throw new RangeError(`tensor names must differ; received '${name}' twice`);
    header[name] = {
      dtype: values instanceof Float32Array ? 'F32' : 'I32',
      shape: [...shape],
      data_offsets: [offset, offset + values.byteLength],
    };
    offset += values.byteLength;
  }
  const text = JSON.stringify(header);
  // The format asks for data aligned to eight bytes; the header may be padded with spaces.
  const encoded = new TextEncoder().encode(text);
  const headerLength = Math.ceil(encoded.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + offset).fill(0x20, 8, 8 + headerLength);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(headerLength), true);
  bytes.set(encoded, 8);
  let position = 8 + headerLength;
  for (const { values } of tensors) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), position);
    position += values.byteLength;
  }
  return bytes;
}

/** @throws HephError `invalid-file` if the bytes are not a whole safetensors file of float32 and int32 tensors. */
export function decodeSafetensors(bytes: Uint8Array): StoredTensor[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8) throw invalid(`at least 8 bytes; received ${bytes.length}`);
  const headerLength = Number(view.getBigUint64(0, true));
  if (headerLength > MAX_HEADER_BYTES || 8 + headerLength > bytes.length)
    throw invalid(`a header within ${bytes.length} bytes; received a header length of ${headerLength}`);
  const header = parseHeader(bytes.subarray(8, 8 + headerLength));
  const data = bytes.subarray(8 + headerLength);
  let expectedBegin = 0;
  return Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, entry]) => {
      const { dtype, shape, data_offsets: offsets } = checkedEntry(name, entry);
      const [begin, end] = offsets;
      const size = shape.reduce((product, length) => product * length, 1);
      if (begin !== expectedBegin || end - begin !== size * 4 || end > data.length)
        throw invalid(
          `tensor '${name}' of ${size * 4} bytes at ${expectedBegin}; received ${begin}–${end} of ${data.length}`,
        );
      expectedBegin = end;
      const copy = data.slice(begin, end).buffer;
      return { name, shape, values: dtype === 'F32' ? new Float32Array(copy) : new Int32Array(copy) };
    });
}

interface HeaderEntry {
  dtype: 'F32' | 'I32';
  shape: number[];
  data_offsets: [number, number];
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof header === 'object' && header !== null && !Array.isArray(header))
      return header as Record<string, unknown>;
  } catch (cause) {
    throw invalid('a JSON header', cause);
  }
  throw invalid('a JSON object as header');
}

function checkedEntry(name: string, entry: unknown): HeaderEntry {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
  if (dtype !== 'F32' && dtype !== 'I32')
    throw invalid(`tensor '${name}' of type F32 or I32; received ${String(dtype)}`);
  if (!Array.isArray(shape) || !shape.every(isCount))
    throw invalid(`tensor '${name}' with a shape of whole numbers`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount))
    throw invalid(`tensor '${name}' with two data offsets`);
  return entry as HeaderEntry;
}

function invalid(expected: string, cause?: unknown): HephError {
  return new HephError('invalid-file', `safetensors: expected ${expected}`, { cause });
}
