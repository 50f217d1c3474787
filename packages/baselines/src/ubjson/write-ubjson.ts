import { ByteWriter } from './byte-writer';

/** What can be written: numbers on their own are integers, and lists of numbers keep their types. */
export type UbjsonValue =
  | string
  | number
  | Float32Array
  | Int32Array
  | Uint8Array
  | BigInt64Array
  | readonly UbjsonValue[]
  | { readonly [name: string]: UbjsonValue };

/** Universal Binary JSON as XGBoost takes it: lengths in 64 bits, typed arrays for typed arrays, others with their count. */
export function ubjsonBytes(value: UbjsonValue): Uint8Array {
  const writer = new ByteWriter();
  writeValue(writer, value);
  return writer.written();
}

function writeValue(writer: ByteWriter, value: UbjsonValue): void {
  if (typeof value === 'string') {
    writer.mark('S');
    writeText(writer, value);
  } else if (typeof value === 'number') writeInteger(writer, value);
  else if (value instanceof Float32Array) {
    startList(writer, value.length, 'd');
    for (const number of value) writer.float32(number);
  } else if (value instanceof Int32Array) {
    startList(writer, value.length, 'l');
    for (const number of value) writer.int32(number);
  } else if (value instanceof Uint8Array) {
    startList(writer, value.length, 'U');
    for (const number of value) writer.uint8(number);
  } else if (value instanceof BigInt64Array) {
    startList(writer, value.length, 'L');
    for (const number of value) writer.int64(number);
  } else if (isItems(value)) {
    startList(writer, value.length);
    for (const item of value) writeValue(writer, item);
  } else writeObject(writer, value);
}

function isItems(value: object): value is readonly UbjsonValue[] {
  return Array.isArray(value);
}

function writeObject(writer: ByteWriter, members: Readonly<Record<string, UbjsonValue>>): void {
  writer.mark('{');
  for (const [name, member] of Object.entries(members)) {
    writeText(writer, name);
    writeValue(writer, member);
  }
  writer.mark('}');
}

function startList(writer: ByteWriter, length: number, type?: string): void {
  writer.mark(type === undefined ? '[#L' : `[$${type}#L`);
  writer.int64(BigInt(length));
}

function writeText(writer: ByteWriter, text: string): void {
  const bytes = new TextEncoder().encode(text);
  writer.mark('L');
  writer.int64(BigInt(bytes.length));
  writer.bytes(bytes);
}

/** In the smallest type that holds it. */
function writeInteger(writer: ByteWriter, value: number): void {
  if (value >= -128 && value < 128) {
    writer.mark('i');
    writer.uint8(value & 255);
  } else if (value >= -(2 ** 31) && value < 2 ** 31) {
    writer.mark('l');
    writer.int32(value);
  } else {
    writer.mark('L');
    writer.int64(BigInt(value));
  }
}
