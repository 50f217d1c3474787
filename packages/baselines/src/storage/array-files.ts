/** An array's bytes, in the memory that it has. */
export function bytesOf(array: ArrayBufferView): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** Bytes one after another. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}

/**
 * A file's numbers, in memory of their own.
 * @throws RangeError if there is no such file, or it has another length
 */
export function numbersIn<Numbers>(
  files: Readonly<Record<string, Uint8Array>>,
  name: string,
  type: { new (buffer: ArrayBuffer): Numbers; readonly BYTES_PER_ELEMENT: number },
  length?: number,
): Numbers {
  const bytes = files[name];
  if (!bytes) throw new RangeError(`there must be a file ${name}`);
  const width = type.BYTES_PER_ELEMENT;
  const expected = width * (length ?? Math.floor(bytes.length / width));
  if (bytes.length !== expected)
    throw new RangeError(`${name} must have ${expected} bytes; it has ${bytes.length}`);
  const copy = new ArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  return new type(copy);
}
