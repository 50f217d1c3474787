import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HephError } from '../errors';
import { readModelFolder } from './read-model-folder';
import { writeModelFolder } from './write-model-folder';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const oldModel = {
  manifest: { kind: 'forest', depth: 3 },
  files: { 'trees.bin': bytes(1, 2, 3), notes: bytes(7) },
};
const newModel = {
  manifest: { kind: 'forest', depth: 4 },
  files: { 'trees.bin': bytes(4, 5, 6, 7), 'extra.bin': bytes() },
};

let folder: string;
const save = ({ manifest, files }: typeof oldModel | typeof newModel) =>
  writeModelFolder(folder, manifest, files as Record<string, Uint8Array>);
const onDisk = async (): Promise<string[]> => (await fs.readdir(folder)).sort();
const storedName = async (start: string): Promise<string> =>
  join(
    folder,
    (await onDisk()).find(name => name.startsWith(start))!,
  );

beforeEach(async () => {
  folder = join(await fs.mkdtemp(join(tmpdir(), 'heph-model-')), 'model');
});

afterEach(() => fs.rm(join(folder, '..'), { recursive: true }));

describe('writeModelFolder and readModelFolder', () => {
  it('give back what was saved', async () => {
    await save(oldModel);
    expect(await readModelFolder(folder)).toEqual(oldModel);
  });

  it('name each file by its content and list it in the manifest', async () => {
    await save(oldModel);
    const sha256 = createHash('sha256')
      .update(bytes(1, 2, 3))
      .digest('hex');
    const storedAs = `trees-${sha256.slice(0, 8)}.bin`;
    const manifest = JSON.parse(await fs.readFile(join(folder, 'manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({ formatVersion: 1, model: oldModel.manifest });
    expect(manifest.files['trees.bin']).toEqual({ storedAs, byteLength: 3, sha256 });
    expect(await fs.readFile(join(folder, storedAs))).toEqual(Buffer.from([1, 2, 3]));
  });

  it('replace a model, remove what belonged to the old one and keep the files of others', async () => {
    await save(oldModel);
    const strange = ['README.md', 'photo-0a1b2c3d.png', 'weights.tmp'];
    for (const name of strange) await fs.writeFile(join(folder, name), 'mine');
    await fs.writeFile(join(folder, 'trees.bin.0123456789abcdef.tmp'), 'left by a killed process');
    await save(newModel);
    expect(await readModelFolder(folder)).toEqual(newModel);
    const ours = (await onDisk()).filter(name => !strange.includes(name));
    expect(ours).toEqual([
      expect.stringMatching(/^extra-[0-9a-f]{8}\.bin$/),
      'manifest.json',
      expect.stringMatching(/^trees-[0-9a-f]{8}\.bin$/),
    ]);
    expect(await onDisk()).toEqual(expect.arrayContaining(strange));
  });

  it('keep a folder of format version 1 readable', async () => {
    const fixture = join(__dirname, '..', 'fixtures', 'model-folder-v1');
    expect(await readModelFolder(fixture)).toEqual({
      manifest: { kind: 'mean', target: 'power', mean: 3.5 },
      files: { 'weights.bin': bytes(0, 0, 96, 64) },
    });
  });

  it.each(['../trees.bin', 'a/b', '', '.hidden', '__proto__', 'a\\b', 'C:a'])(
    'refuse the file name %j before anything is written',
    async name => {
      const files = Object.fromEntries([[name, bytes(1)]]);
      await expect(writeModelFolder(folder, {}, files)).rejects.toThrow(TypeError);
      await expect(fs.stat(folder)).rejects.toThrow('ENOENT');
    },
  );

  it.each([
    ['NaN', { mean: NaN }, /finite numbers; received NaN for "mean"/],
    ['a typed array', { mean: bytes(1) }, /typed array for "mean"/],
    ['a __proto__ key', { columns: JSON.parse('{"__proto__": 1}') }, /__proto__/],
  ])('refuse a manifest that holds %s', async (_, manifest, message) => {
    const saving = writeModelFolder(folder, manifest, {});
    await expect(saving).rejects.toThrow(TypeError);
    await expect(saving).rejects.toThrow(message);
  });

  it('say why a model cannot be saved', async () => {
    await fs.writeFile(folder, 'a file');
    await expect(save(oldModel)).rejects.toMatchObject({
      code: 'file-system',
      message: expect.stringMatching(/^cannot save the model to .*model: /),
    });
  });
});

describe('readModelFolder', () => {
  const refusal = async (): Promise<HephError> => {
    const outcome = await readModelFolder(folder).catch((error: unknown) => error);
    expect(outcome).toBeInstanceOf(HephError);
    return outcome as HephError;
  };
  const editManifest = async (edit: (text: string) => string): Promise<void> => {
    const path = join(folder, 'manifest.json');
    await fs.writeFile(path, edit(await fs.readFile(path, 'utf8')));
  };

  it('refuses a folder that is not there, holds no model or is a file', async () => {
    expect(await refusal()).toMatchObject({
      code: 'invalid-file',
      message: expect.stringMatching(/no model in/),
    });
    await fs.mkdir(folder);
    expect(await refusal()).toMatchObject({
      code: 'invalid-file',
      message: expect.stringMatching(/no model in/),
    });
    await fs.mkdir(join(folder, 'manifest.json'));
    expect(await refusal()).toMatchObject({
      code: 'invalid-file',
      message: expect.stringMatching(/not a file/),
    });
    await fs.rm(folder, { recursive: true });
    await fs.writeFile(folder, 'a file');
    expect(await refusal()).toMatchObject({ code: 'invalid-file' });
  });

  it.each<[string, (text: string) => string, RegExp]>([
    ['cut short', text => text.slice(0, 40), /expected JSON/],
    ['no object', () => '[1]', /expected an object/],
    [
      'of another version',
      text => text.replace('"formatVersion": 1', '"formatVersion": 2'),
      /formatVersion 1; found 2/,
    ],
    ['without a model', text => text.replace('"model"', '"modal"'), /objects "model" and "files"/],
    ['with a key that comes twice', text => text.replace('"depth"', '"kind"'), /"kind" twice/],
    ['with a hidden repeated key', text => text.replace('"depth"', '"k\\u0069nd"'), /"kind" twice/],
    ['with a __proto__ key', text => text.replace('"depth"', '"__proto__"'), /__proto__/],
    [
      'with a path for a name',
      text => text.replace(/"storedAs": "trees/, '"storedAs": "../trees'),
      /plain file names/,
    ],
    ['with a path for a key', text => text.replace('"trees.bin"', '"../trees.bin"'), /plain file names/],
    ['with a negative length', text => text.replace('"byteLength": 3', '"byteLength": -3'), /a byteLength/],
    [
      'with a length that is no number',
      text => text.replace('"byteLength": 3', '"byteLength": "3"'),
      /a byteLength/,
    ],
    ['with half a hash', text => text.replace(/"sha256": "[0-9a-f]{32}/, '"sha256": "'), /a sha256/],
    [
      'with a huge length',
      text => text.replace('"byteLength": 3', '"byteLength": 900719925474'),
      /expected 900719925474 bytes; found 3/,
    ],
  ])('refuses a manifest %s', async (_, edit, message) => {
    await save(oldModel);
    await editManifest(text => {
      const edited = edit(text);
      expect(edited).not.toBe(text);
      return edited;
    });
    expect(await refusal()).toMatchObject({ code: 'invalid-file', message: expect.stringMatching(message) });
  });

  it('refuses a manifest that is not UTF-8 or is enormous', async () => {
    await save(oldModel);
    await fs.writeFile(join(folder, 'manifest.json'), Buffer.from([0x22, 0xff, 0x22]));
    expect((await refusal()).message).toMatch(/UTF-8/);
    await fs.truncate(join(folder, 'manifest.json'), 2 ** 30);
    expect((await refusal()).message).toMatch(/expected at most 67108864 bytes; found 1073741824/);
  });

  it('refuses a file that is missing, cut short or has one bit changed', async () => {
    await save(oldModel);
    const path = await storedName('trees-');
    await fs.writeFile(path, bytes(1, 2, 3 ^ 128));
    expect(await refusal()).toMatchObject({
      code: 'invalid-file',
      message: expect.stringMatching(/not what was saved/),
    });
    await fs.writeFile(path, bytes(1, 2));
    expect(await refusal()).toMatchObject({
      code: 'invalid-file',
      message: expect.stringMatching(/expected 3 bytes; found 2/),
    });
    await fs.rm(path);
    expect(await refusal()).toMatchObject({
      code: 'invalid-file',
      message: expect.stringMatching(/lacks its file "trees.bin"/),
    });
  });
});
