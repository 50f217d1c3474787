/** Objects and lists with typed arrays in them, at any depth. */
type Arrays = ArrayBufferView | readonly unknown[] | object;

/** The same with every typed array in memory that threads share; what is in such memory already stays as it is. */
export function shareArrays<T extends Arrays>(value: T): T {
  return mapArrays(value, array => {
    if (array.buffer instanceof SharedArrayBuffer) return array;
    const buffer = new SharedArrayBuffer(array.byteLength);
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    new Uint8Array(buffer).set(bytes);
    return new (array.constructor as new (buffer: SharedArrayBuffer) => ArrayBufferView)(buffer);
  }) as T;
}

/** The memory of all typed arrays, each piece once: what can be handed to another thread without a copy. */
export function buffersOf(value: Arrays): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  mapArrays(value, array => {
    buffers.add(array.buffer as ArrayBuffer);
    return array;
  });
  return [...buffers];
}

function mapArrays(value: unknown, map: (array: ArrayBufferView) => ArrayBufferView): unknown {
  if (ArrayBuffer.isView(value)) return map(value);
  if (Array.isArray(value)) return value.map(element => mapArrays(element, map));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapArrays(inner, map)]));
}
