import * as fs from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readModelFolder } from './read-model-folder';
import { writeModelFolder } from './write-model-folder';

const model = { manifest: { kind: 'mean' }, files: { 'weights.bin': Uint8Array.of(1, 2, 3) } };
let folder: string;
let host: Server;
let address: string;
/** What the host gives out instead of a file's content. */
let answer: ((content: Buffer) => { status?: number; content?: Buffer }) | null = null;

beforeAll(async () => {
  folder = await fs.mkdtemp(join(tmpdir(), 'heph-web-'));
  await writeModelFolder(join(folder, 'model'), model.manifest, model.files);
  host = createServer((request, response) => {
    fs.readFile(join(folder, request.url!)).then(
      content => {
        const changed = request.url!.endsWith('.bin') ? answer?.(content) : undefined;
        response.writeHead(changed?.status ?? 200).end(changed?.content ?? content);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>(resolve => host.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
});

afterEach(() => {
  answer = null;
});

afterAll(async () => {
  host.close();
  await fs.rm(folder, { recursive: true });
});

describe('readModelFolder by address', () => {
  it.each(['/model', '/model/'])('reads what was saved, from …%s', async path => {
    expect(await readModelFolder(address + path)).toEqual(model);
  });

  it('says where no model is', async () => {
    await expect(readModelFolder(`${address}/nothing`)).rejects.toMatchObject({
      code: 'invalid-file',
      message: `no model in ${address}/nothing: there is no ${address}/nothing/manifest.json`,
    });
  });

  it.each([
    ['cut short', { content: Buffer.of(1, 2) }, 'invalid-file', 'expected 3 bytes; found 2'],
    ['changed', { content: Buffer.of(1, 2, 4) }, 'invalid-file', 'is not what was saved'],
    ['gone', { status: 404 }, 'invalid-file', 'the model lacks its file "weights.bin"'],
    ['refused', { status: 403 }, 'file-system', '403'],
  ])('refuses a model with a file that is %s', async (_, changed, code, message) => {
    answer = () => changed;
    await expect(readModelFolder(`${address}/model`)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });

  it('says that a host does not answer', async () => {
    await expect(readModelFolder('http://127.0.0.1:1/model')).rejects.toMatchObject({
      code: 'file-system',
      message: expect.stringContaining('cannot fetch http://127.0.0.1:1/model/manifest.json'),
    });
  });
});
