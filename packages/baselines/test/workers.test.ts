import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as threads from 'node:worker_threads';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { buildSync, type BuildOptions } from 'esbuild';
import {
  type Classifier,
  RandomForestClassifier,
  type RandomForestOptions,
  RandomForestRegressor,
  type Regressor,
} from '../src';
import { plantClasses, plantTable } from './tables';

const source = join(__dirname, '..', 'src');
const realGetBuiltinModule = process.getBuiltinModule;
let folder: string;
/** The worker's code as the tests run it: built, since Node's threads read no TypeScript. */
let workerCode: string;
let asked: string[];
let workers: threads.Worker[];

function bundle(options: BuildOptions): void {
  buildSync({ bundle: true, conditions: ['@heph/source'], target: 'es2022', logLevel: 'error', ...options });
}

/** Lets threads run another file than the one they are to, and keeps them in `workers`. */
function runInThreads(file: string): void {
  class RecordedWorker extends threads.Worker {
    constructor(url: URL, options: threads.WorkerOptions) {
      super(file, options);
      asked.push(url.href);
      workers.push(this);
    }
  }
  process.getBuiltinModule = ((name: string) =>
    name === 'node:worker_threads'
      ? { ...threads, Worker: RecordedWorker }
      : realGetBuiltinModule(name)) as typeof process.getBuiltinModule;
}

/** A file for threads to run. */
async function fileOf(code: string): Promise<string> {
  const file = join(folder, 'other-worker.cjs');
  await writeFile(file, `const { parentPort } = require('node:worker_threads');\n${code}`);
  return file;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heph-workers-'));
  workerCode = join(folder, 'worker.cjs');
  bundle({ entryPoints: [join(source, 'forest/forest-worker.ts')], platform: 'node', outfile: workerCode });
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => {
  [asked, workers] = [[], []];
  runInThreads(workerCode);
});
afterEach(() => {
  process.getBuiltinModule = realGetBuiltinModule;
});

/** All bytes of a saved model but those that tell the options. */
async function savedBytes(model: Regressor | Classifier): Promise<unknown> {
  const saved = join(folder, 'model');
  await model.save(saved);
  const files = await Promise.all(
    (await readdir(saved)).sort().map(async name => [name, await readFile(join(saved, name), 'latin1')]),
  );
  return files.map(([name, bytes]) => [name, bytes!.replace(/"workers": ?\d+,?\s*/, '')]);
}

const numbers = plantTable(1500, 1);
const weights = Array.from({ length: 1500 }, (_, row) => row % 4);
const target = { target: 'y' };
const small: RandomForestOptions = { nEstimators: 6, seed: 3 };

describe('the option workers', () => {
  it.each([
    ['a regressor', RandomForestRegressor, numbers, undefined],
    ['a regressor of weighted rows', RandomForestRegressor, numbers, weights],
    ['a classifier of weighted rows', RandomForestClassifier, plantClasses(1500, 1, 3), weights],
  ])('gives %s the same trees for any number', async (_, Forest, table, sampleWeight) => {
    const fitOptions = { ...target, sampleWeight };
    const forests: unknown[] = [];
    const scores: unknown[] = [];
    for (const count of [1, 2, 5]) {
      const forest = new Forest({ ...small, oobScore: true, workers: count });
      await forest.fit(table, fitOptions);
      expect(workers.splice(0)).toHaveLength(count === 1 ? 0 : count);
      forests.push(await savedBytes(forest));
      scores.push(forest.oobScore);
    }
    expect(forests[1]).toEqual(forests[0]);
    expect(forests[2]).toEqual(forests[0]);
    expect(scores).toEqual([scores[0], scores[0], scores[0]]);
  });

  it('takes the file beside its own code, and starts no more threads than there are trees', async () => {
    await new RandomForestRegressor({ nEstimators: 2, workers: 8 }).fit(numbers, target);
    const expected = new URL(`file://${join(source, 'forest/forest-worker.ts')}`).href;
    expect(asked).toEqual([expected, expected]);
  });

  it('starts none by default where there is little to do, and some where there is much', async () => {
    await new RandomForestRegressor(small).fit(numbers, target);
    expect(workers).toHaveLength(0);
    await new RandomForestRegressor({ nEstimators: 400, maxDepth: 1 }).fit(numbers, target);
    const cores = realGetBuiltinModule('node:os').availableParallelism();
    expect(workers).toHaveLength(cores > 1 ? cores : 0);
  });

  it.each([0, 1.5, NaN])('refuses %p', async count => {
    const model = new RandomForestRegressor({ workers: count });
    await expect(model.fit(numbers, target)).rejects.toThrow(
      new RangeError(`workers must be an integer of at least 1; received ${count}`),
    );
  });
});

describe('worker threads', () => {
  const onTwo = { ...small, workers: 2 };
  const ended = () => workers.map(({ threadId }) => threadId);

  it('report each tree, and end with fit', async () => {
    const reports: number[][] = [];
    const onProgress = (done: number, total: number) => reports.push([done, total]);
    await new RandomForestRegressor(onTwo).fit(numbers, { ...target, onProgress });
    expect(reports).toEqual([1, 2, 3, 4, 5, 6].map(done => [done, 6]));
    expect(ended()).toEqual([-1, -1]);
  });

  it('end at a signal, which fit tells', async () => {
    const controller = new AbortController();
    const onProgress = (done: number) => done === 2 && controller.abort('enough');
    const model = new RandomForestRegressor({ ...onTwo, nEstimators: 500 });
    await expect(
      model.fit(numbers, { ...target, onProgress, signal: controller.signal }),
    ).rejects.toMatchObject({ code: 'aborted', message: 'aborted after 2 of 500 steps', cause: 'enough' });
    expect(ended()).toEqual([-1, -1]);
    await expect(model.predict(numbers)).rejects.toMatchObject({ code: 'not-fitted' });
  });

  it('end at once at a signal, even between two trees that take forever', async () => {
    runInThreads(await fileOf("parentPort.postMessage('started'); for (;;);"));
    const signal = AbortSignal.timeout(200);
    await expect(new RandomForestRegressor(onTwo).fit(numbers, { ...target, signal })).rejects.toMatchObject({
      code: 'aborted',
    });
    expect(ended()).toEqual([-1, -1]);
  });

  it('end when one of them fails, and fit fails as it did', async () => {
    const code = "parentPort.postMessage('started'); if (require('node:worker_threads').threadId % 2) ";
    runInThreads(await fileOf(`${code} throw new RangeError('no room'); else for (;;);`));
    const model = new RandomForestRegressor(onTwo);
    await expect(model.fit(numbers, target)).rejects.toMatchObject({
      name: 'RangeError',
      message: 'no room',
    });
    expect(ended()).toEqual([-1, -1]);
  });

  it('fail fit where they end without their trees, or where its caller does', async () => {
    const onProgress = () => {
      throw new Error('full');
    };
    await expect(new RandomForestRegressor(onTwo).fit(numbers, { ...target, onProgress })).rejects.toThrow(
      'full',
    );
    expect(ended()).toEqual([-1, -1]);
    runInThreads(await fileOf("parentPort.postMessage('started');"));
    await expect(new RandomForestRegressor(onTwo).fit(numbers, target)).rejects.toThrow(
      'threads ended after 0 of 6 trees',
    );
  });

  it.each([
    ['their file is not there', () => runInThreads(join(folder, 'nowhere.cjs'))],
    [
      'they may not be started',
      () => {
        const Worker = class {
          constructor() {
            throw new Error('not permitted');
          }
        };
        process.getBuiltinModule = ((name: string) =>
          name === 'node:worker_threads'
            ? { ...threads, Worker }
            : realGetBuiltinModule(name)) as typeof process.getBuiltinModule;
      },
    ],
  ])('are done without where %s', async (_, breakThreads) => {
    const expected = await savedBytes(
      await new RandomForestRegressor({ ...small, workers: 1 }).fit(numbers, target),
    );
    breakThreads();
    const model = await new RandomForestRegressor(onTwo).fit(numbers, target);
    expect(await savedBytes(model)).toEqual(expected);
  });
});

describe('bundles', () => {
  const script = `
    import { RandomForestRegressor, Table } from './index.mjs';
    const x = Float32Array.from({ length: 1000 }, (_, row) => row);
    const table = Table.fromColumns({ x, y: x.map(value => value * value) });
    const model = await new RandomForestRegressor({ nEstimators: 4, workers: 2 }).fit(table, { target: 'y' });
    console.log((await model.predict(table)).join());`;

  /** What a process prints that has the package and `Table` in one file beside the script. */
  async function printed(name: string, options: BuildOptions, before: string): Promise<string> {
    const place = join(folder, name);
    bundle({
      stdin: { contents: "export * from './index'; export { Table } from '@heph/data';", resolveDir: source },
      format: 'esm',
      outfile: join(place, 'index.mjs'),
      ...options,
    });
    bundle({
      entryPoints: [join(source, 'forest/forest-worker.ts')],
      format: 'esm',
      platform: 'node',
      outfile: join(place, 'forest-worker.mjs'),
    });
    await writeFile(join(place, 'before.mjs'), before);
    await writeFile(join(place, 'script.mjs'), `import './before.mjs';${script}`);
    return execFileSync(process.execPath, [join(place, 'script.mjs')], { encoding: 'utf8' });
  }

  it('use threads on Node.js, or none in a browser, and predict the same', async () => {
    const count = "process.on('worker', worker => worker.once('message', () => console.log('a thread')));";
    const onNode = await printed('node', { platform: 'node' }, count);
    // One may have grown all trees before the other has started.
    expect(onNode).toContain('a thread\n');
    const withoutNode = 'globalThis.process = undefined; globalThis.SharedArrayBuffer = undefined;';
    const inBrowser = await printed('browser', { platform: 'browser' }, withoutNode);
    expect(inBrowser).toBe(onNode.replaceAll('a thread\n', ''));
  });
});
