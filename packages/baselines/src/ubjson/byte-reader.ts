import { HephError } from '@heph/data';

/** Goes through bytes once, and says where they are cut off. */
export class ByteReader {
  private readonly view: DataView;
  private position = 0;

  constructor(bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** How many bytes lie behind. */
  get offset(): number {
    return this.position;
  }

  get remaining(): number {
    return this.view.byteLength - this.position;
  }

  /** The next byte as a character. */
  character(): string {
    return String.fromCharCode(this.take(1, 'a marker').getUint8(0));
  }

  /** Passes over the next byte if it is this character. */
  skip(character: string): boolean {
    const isNext = this.remaining > 0 && this.view.getUint8(this.position) === character.charCodeAt(0);
    if (isNext) this.position++;
    return isNext;
  }

  /**
   * The next so many bytes.
   * @param what they are, for the message
   * @throws HephError `invalid-file` if there are fewer
   */
  take(size: number, what: string): DataView {
    if (size > this.remaining)
      throw new HephError(
        'invalid-file',
        `UBJSON, byte ${this.position}: expected ${what} of ${size} bytes; the file ends after ${this.remaining}`,
      );
    const part = new DataView(this.view.buffer, this.view.byteOffset + this.position, size);
    this.position += size;
    return part;
  }
}
