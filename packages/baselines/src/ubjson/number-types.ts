/** A kind of number in UBJSON, big-endian. */
export interface NumberType {
  readonly size: number;
  readonly List: { new (length: number): NumberList };
  read(view: DataView, offset: number): number;
}

type NumberList =
  Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

/**
 * By their markers; `u`, `m` and `M` are of Binary JData, which XGBoost's unsigned numbers may take.
 * 64-bit integers become doubles, exact up to 2⁵³.
 */
export const numberTypes = {
  i: { size: 1, List: Int8Array, read: (view, offset) => view.getInt8(offset) },
  U: { size: 1, List: Uint8Array, read: (view, offset) => view.getUint8(offset) },
  I: { size: 2, List: Int16Array, read: (view, offset) => view.getInt16(offset) },
  u: { size: 2, List: Uint16Array, read: (view, offset) => view.getUint16(offset) },
  l: { size: 4, List: Int32Array, read: (view, offset) => view.getInt32(offset) },
  m: { size: 4, List: Uint32Array, read: (view, offset) => view.getUint32(offset) },
  L: { size: 8, List: Float64Array, read: (view, offset) => Number(view.getBigInt64(offset)) },
  M: { size: 8, List: Float64Array, read: (view, offset) => Number(view.getBigUint64(offset)) },
  d: { size: 4, List: Float32Array, read: (view, offset) => view.getFloat32(offset) },
  D: { size: 8, List: Float64Array, read: (view, offset) => view.getFloat64(offset) },
} as const satisfies Record<string, NumberType>;

/** The kind of number that a marker announces, if it announces one. */
export function typeOf(marker: string): NumberType | undefined {
  return Object.hasOwn(numberTypes, marker) ? numberTypes[marker as keyof typeof numberTypes] : undefined;
}
