import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isHephError } from '../errors';
import { readModelFolder } from './read-model-folder';
import { writeModelFolder } from './write-model-folder';

const oldModel = {
  manifest: { version: 'old' },
  files: { 'a.bin': Uint8Array.of(1), 'b.bin': Uint8Array.of(2) },
};
const newModel = {
  manifest: { version: 'new' },
  files: { 'a.bin': Uint8Array.of(3), 'b.bin': Uint8Array.of(2) },
};

/** A file system in which the process dies at a chosen step; it also writes down what was done to the disk. */
class MortalFileSystem {
  readonly log: string[] = [];
  private dead = false;

  constructor(private readonly diesAtStep: number) {}

  readonly getBuiltinModule = (name: string): unknown =>
    name === 'node:fs/promises'
      ? this.fileSystem()
      : realGetBuiltinModule.call(process, name as 'node:crypto');

  private fileSystem(): unknown {
    const mortal =
      (name: string, action: (...args: never[]) => Promise<unknown>) =>
      async (...args: never[]): Promise<unknown> => {
        await this.step(`${name} ${args.slice(0, 2).map(String).join(' ')}`);
        const result = await action(...args);
        return name === 'open' ? this.mortalFile(String(args[0]), result as fs.FileHandle) : result;
      };
    return Object.fromEntries(
      Object.entries(fs).map(([name, action]) => [
        name,
        typeof action === 'function' ? mortal(name, action as never) : action,
      ]),
    );
  }

  private mortalFile(path: string, file: fs.FileHandle): unknown {
    return {
      // Dying within a write leaves a part of it.
      writeFile: async (contents: Uint8Array) => {
        await this.step(`write ${path}`).catch(async (error: unknown) => {
          await file.writeFile(contents.subarray(0, contents.length >> 1));
          throw error;
        });
        await file.writeFile(contents);
      },
      sync: async () => {
        await this.step(`sync ${path}`);
        await file.sync();
      },
      close: () => file.close(),
    };
  }

  private async step(action: string): Promise<void> {
    if (this.dead || this.log.length === this.diesAtStep) {
      this.dead = true;
      throw new Error('killed');
    }
    this.log.push(action);
  }
}

const realGetBuiltinModule = process.getBuiltinModule;
let folder: string;

beforeEach(async () => {
  folder = join(await fs.mkdtemp(join(tmpdir(), 'heph-crash-')), 'model');
});

afterEach(async () => {
  process.getBuiltinModule = realGetBuiltinModule;
  await fs.rm(join(folder, '..'), { recursive: true });
});

async function saveAndDieAt(step: number): Promise<{ survived: boolean; log: string[] }> {
  const mortal = new MortalFileSystem(step);
  process.getBuiltinModule = mortal.getBuiltinModule as typeof process.getBuiltinModule;
  const survived = await writeModelFolder(folder, newModel.manifest, newModel.files).then(
    () => true,
    () => false,
  );
  process.getBuiltinModule = realGetBuiltinModule;
  return { survived: survived && mortal.log.length < step, log: mortal.log };
}

describe('a process killed while it saves', () => {
  it('leaves the old model or the new one, whichever step it dies at', async () => {
    const found: unknown[] = [];
    for (let step = 0, survived = false; !survived; step++) {
      await fs.rm(folder, { recursive: true, force: true });
      await writeModelFolder(folder, oldModel.manifest, oldModel.files);
      ({ survived } = await saveAndDieAt(step));
      const model = await readModelFolder(folder);
      expect([oldModel, newModel]).toContainEqual(model);
      found.push(model.manifest['version']);

      await writeModelFolder(folder, newModel.manifest, newModel.files);
      expect(await fs.readdir(folder)).toHaveLength(3);
    }
    const firstNew = found.indexOf('new');
    expect(firstNew).toBeGreaterThan(8);
    expect(found.slice(firstNew).every(version => version === 'new')).toBe(true);
  });

  it('leaves no model rather than half of one where there was none', async () => {
    for (let step = 0, survived = false; !survived; step++) {
      await fs.rm(folder, { recursive: true, force: true });
      ({ survived } = await saveAndDieAt(step));
      const outcome = await readModelFolder(folder).catch((error: unknown) => error);
      if (isHephError(outcome)) expect(outcome.message).toMatch(/no model in/);
      else expect(outcome).toEqual(newModel);
    }
  });

  it('finds every file on the disk before it is renamed into place, and the manifest last', async () => {
    const { log } = await saveAndDieAt(Infinity);
    const renames = log.filter(action => action.startsWith('rename'));
    expect(renames).toHaveLength(3);
    expect(renames.at(-1)).toMatch(/manifest\.json$/);
    for (const rename of renames) {
      const temporary = rename.split(' ')[1];
      const at = log.indexOf(rename);
      expect(log.slice(at - 2, at)).toEqual([`write ${temporary}`, `sync ${temporary}`]);
    }
    expect(log.lastIndexOf(`sync ${folder}`)).toBe(log.indexOf(renames.at(-1)!) + 2);
    expect(log.indexOf(`sync ${folder}`)).toBeLessThan(log.indexOf(renames.at(-1)!));
  });
});

describe('where there is no Node.js', () => {
  it('says what saving needs, and fetches what is to be loaded', async () => {
    process.getBuiltinModule = undefined as never;
    await expect(writeModelFolder(folder, {}, {})).rejects.toMatchObject({
      code: 'file-system',
      message: expect.stringMatching(/needs Node\.js 20\.16/),
    });
    await expect(readModelFolder('models/mine')).rejects.toMatchObject({
      code: 'file-system',
      message: expect.stringContaining('cannot fetch models/mine/manifest.json'),
    });
  });
});
