/** Bytes that grow as they are written, numbers big-endian. */
export class ByteWriter {
  private buffer = new Uint8Array(65536);
  private view = new DataView(this.buffer.buffer);
  private length = 0;

  /** What has been written. */
  written(): Uint8Array {
    return this.buffer.slice(0, this.length);
  }

  /** Characters of one byte each. */
  mark(characters: string): void {
    const start = this.take(characters.length);
    for (let i = 0; i < characters.length; i++) this.buffer[start + i] = characters.charCodeAt(i);
  }

  bytes(bytes: Uint8Array): void {
    const start = this.take(bytes.length);
    this.buffer.set(bytes, start);
  }

  uint8(value: number): void {
    const start = this.take(1);
    this.buffer[start] = value;
  }

  int32(value: number): void {
    const start = this.take(4);
    this.view.setInt32(start, value);
  }

  int64(value: bigint): void {
    const start = this.take(8);
    this.view.setBigInt64(start, value);
  }

  float32(value: number): void {
    const start = this.take(4);
    this.view.setFloat32(start, value);
  }

  /** Makes room for so many bytes; returns where it begins. */
  private take(size: number): number {
    const start = this.length;
    this.length += size;
    if (this.length > this.buffer.length) {
      const larger = new Uint8Array(Math.max(this.length, 2 * this.buffer.length));
      larger.set(this.buffer);
      this.buffer = larger;
      this.view = new DataView(larger.buffer);
    }
    return start;
  }
}
