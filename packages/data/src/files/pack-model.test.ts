import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { packModel } from './pack-model';
import { readModelFolder } from './read-model-folder';
import { writeModelFolder } from './write-model-folder';

const model = {
  manifest: { kind: 'mean', mean: 2.5 },
  files: { 'weights.bin': Uint8Array.of(1, 2, 3), 'notes.txt': strToU8('well') },
};
const packed = () => packModel(model.manifest, model.files);

/** The archive's files, changed before they are packed again. */
async function repacked(change: (files: Record<string, Uint8Array>) => void, level: 0 | 9 = 0) {
  const files = unzipSync(await packed());
  change(files);
  return zipSync(files, { level });
}

const nameOf = (files: Record<string, Uint8Array>, start: string) =>
  Object.keys(files).find(name => name.startsWith(start))!;

function moved(files: Record<string, Uint8Array>, to: (name: string) => string): void {
  for (const [name, bytes] of Object.entries(files)) {
    delete files[name];
    files[to(name)] = bytes;
  }
}

describe('a model as bytes', () => {
  it('gives back what was packed', async () => {
    expect(await readModelFolder(await packed())).toEqual(model);
  });

  it('is the same bytes at any time, and holds the files of a folder', async () => {
    expect(await packed()).toEqual(await packed());
    const folder = join(await fs.mkdtemp(join(tmpdir(), 'heph-pack-')), 'model');
    await writeModelFolder(folder, model.manifest, model.files);
    const names = await fs.readdir(folder);
    const contents = await Promise.all(names.map(name => fs.readFile(join(folder, name))));
    expect(unzipSync(await packed())).toEqual(
      Object.fromEntries(names.map((name, i) => [name, Uint8Array.from(contents[i]!)])),
    );
    await fs.rm(join(folder, '..'), { recursive: true });
  });

  it('is made where there is no Node.js, and in a page without cryptography', async () => {
    const { getBuiltinModule } = process;
    const onNode = await packed();
    process.getBuiltinModule = undefined as never;
    const crypto = Object.getOwnPropertyDescriptor(globalThis, 'crypto')!;
    try {
      expect(await packed()).toEqual(onNode);
      Object.defineProperty(globalThis, 'crypto', { value: {}, configurable: true });
      expect(await packed()).toEqual(onNode);
      expect(await readModelFolder(onNode)).toEqual(model);
    } finally {
      Object.defineProperty(globalThis, 'crypto', crypto);
      process.getBuiltinModule = getBuiltinModule;
    }
  });

  it.each([
    ['compressed', (name: string) => name],
    ['with the folder that they lie in', (name: string) => `my model/${name}`],
    ['with backslashes', (name: string) => `model\\${name}`],
  ])('may be files packed by another tool, %s', async (_, to) => {
    const bytes = await repacked(files => {
      moved(files, to);
      files[to('.DS_Store')] = strToU8('x');
      files[`__MACOSX/${to('._manifest.json')}`] = strToU8('x');
    }, 9);
    expect(await readModelFolder(bytes)).toEqual(model);
  });

  it('may be a folder packed by Info-ZIP', async () => {
    const fixtures = join(__dirname, '..', 'fixtures');
    expect(await readModelFolder(await fs.readFile(join(fixtures, 'model-folder-v1.zip')))).toEqual(
      await readModelFolder(join(fixtures, 'model-folder-v1')),
    );
  });
});

describe('bytes that are no whole model', () => {
  it('say so wherever they are cut short', async () => {
    const whole = await packed();
    for (let length = 0; length < whole.length; length++)
      await expect(readModelFolder(whole.subarray(0, length))).rejects.toMatchObject({
        code: 'invalid-file',
      });
  });

  it('do not give files in which a bit is flipped', async () => {
    const whole = await packed();
    for (let at = 0; at < whole.length; at += 7) {
      const changed = whole.slice();
      changed[at]! ^= 0x10;
      const outcome = await readModelFolder(changed).then(
        ({ files }) => Object.values(files),
        (error: unknown) => error,
      );
      if (outcome instanceof Error) expect(outcome).toMatchObject({ code: 'invalid-file' });
      else expect(outcome).toEqual(Object.values(model.files));
    }
  });

  it.each<[string, string, (files: Record<string, Uint8Array>) => void]>([
    ['without a manifest', 'there is no manifest.json', files => delete files['manifest.json']],
    [
      'without a file that the manifest names',
      'the model lacks its file "weights.bin": there is no weights-',
      files => delete files[nameOf(files, 'weights')],
    ],
    [
      'with a file of another size',
      'expected 3 bytes; found 4',
      files => (files[nameOf(files, 'weights')] = Uint8Array.of(1, 2, 3, 4)),
    ],
    [
      'with a changed file',
      'the content of "weights.bin" is not what was saved',
      files => (files[nameOf(files, 'weights')] = Uint8Array.of(1, 2, 4)),
    ],
    [
      'with two models',
      'expected one model; found a/manifest.json and b/manifest.json',
      files => {
        const manifest = files['manifest.json']!;
        delete files['manifest.json'];
        files['a/manifest.json'] = manifest;
        files['b/manifest.json'] = manifest;
      },
    ],
    ['that lead out of the folder', 'found ../x', files => (files['../x'] = strToU8('x'))],
  ])('are refused: %s', async (_, message, change) => {
    await expect(readModelFolder(await repacked(change))).rejects.toMatchObject({
      code: 'invalid-file',
      message: expect.stringContaining(message),
    });
  });

  it('are refused before they are unpacked where they would fill the memory', async () => {
    for (const level of [0, 9] as const) {
      // A size that only the directory tells.
      const lies = await repacked(() => undefined, level);
      const at = lies.findLastIndex((_, i) => [0x50, 0x4b, 1, 2].every((byte, k) => lies[i + k] === byte));
      new DataView(lies.buffer).setUint32(at + 24, 0xfffffff0, true);
      await expect(readModelFolder(lies)).rejects.toMatchObject({
        code: 'invalid-file',
        message: expect.stringContaining(
          `expected a size that ${lies.length} bytes can hold; found 4294967280`,
        ),
      });
    }
  });

  it('are refused where no bytes are given', async () => {
    await expect(readModelFolder(new ArrayBuffer(8) as never)).rejects.toThrow(
      new TypeError('folder must be text or bytes; received a ArrayBuffer'),
    );
  });
});
