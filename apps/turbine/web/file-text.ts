import { HephError } from '@heph/data';

const pieceSize = 1 << 20;

/** The text of a chosen file, piece by piece. */
export async function* textOf(file: File): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (let from = 0; from < file.size; from += pieceSize) {
    const bytes = await file.slice(from, from + pieceSize).arrayBuffer();
    try {
      yield decoder.decode(bytes, { stream: from + pieceSize < file.size });
    } catch (cause) {
      throw new HephError('invalid-csv', `${file.name}: expected UTF-8 text; found other bytes`, { cause });
    }
  }
}
