import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readModelFolder, writeModelFolder } from '@heph/data';
import { noLeakedTensors, runSource, useBackend } from '@heph/testing';
import {
  MaskedTabularModeling,
  SingleRowConfig,
  TabularRegressor,
  type EngineName,
  type RegressorFitOptions,
} from '@heph/transformer';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeSafetensors, encodeSafetensors } from '../src/storage/safetensors';
import { interactionTable } from './interaction-table';
import { resumableFit, resumableModel } from './resumable-fit';

let folder: string;
beforeAll(async () => {
  await useBackend('wasm');
  folder = await mkdtemp(join(tmpdir(), 'heph-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Fits in this process; what the model has become, but for the time that it took. */
async function fit(checkpointDir: string, engine: EngineName = 'eager', options: RegressorFitOptions = {}) {
  const model = resumableModel();
  const { seconds, ...history } = await resumableFit(model, engine, { checkpointDir, ...options });
  expect(seconds).toBeGreaterThan(0);
  const weights = model.model.getWeights().map(weight => Array.from(weight.dataSync()));
  model.dispose();
  return { history, weights };
}

/** All that training goes on from: weights, optimizer, averages, best weights; and how far it is. */
async function stateOf(checkpointDir: string) {
  const { files } = await readModelFolder(checkpointDir);
  const { progress } = JSON.parse(new TextDecoder().decode(files['state.json']!));
  delete progress.history.seconds;
  return { progress, tensors: decodeSafetensors(files['tensors.safetensors']!) };
}

/** Stops after two of four epochs, as a process does that is told to. */
async function halfway(name: string): Promise<string> {
  const directory = join(folder, name);
  const controller = new AbortController();
  const { history } = await fit(directory, 'eager', {
    signal: controller.signal,
    callbacks: { onEpochEnd: (epoch: number) => void (epoch === 1 && controller.abort()) },
  });
  expect(history.stopReason).toBe('aborted');
  return directory;
}

describe('a training that is killed and begun again in another process', () => {
  it.each(['eager', 'compiled'] as const)('ends as if it had never stopped: %s', async engine => {
    const [whole, killed] = [join(folder, `whole-${engine}`), join(folder, `killed-${engine}`)];
    const expected = await fit(whole, engine);
    const program = join(__dirname, 'resumable-fit.ts');
    const { signal, stderr } = runSource(program, [killed, engine, '2']);
    expect([signal, stderr]).toEqual(['SIGKILL', '']);
    expect((await stateOf(killed)).progress).toMatchObject({ epochs: 2, steps: 12, isFinished: false });

    const resumed = await fit(killed, engine);
    expect(resumed.history.history).toEqual(expected.history.history);
    expect(resumed.weights).toEqual(expected.weights);
    expect(await stateOf(killed)).toEqual(await stateOf(whole));
  });
});

describe('checkpoints', () => {
  let whole: Awaited<ReturnType<typeof fit>>;
  beforeAll(async () => {
    whole = await fit(join(folder, 'whole'));
  });

  it('change nothing about the training', async () => {
    const model = resumableModel();
    const { history } = await resumableFit(model, 'eager', {});
    expect(history).toEqual(whole.history.history);
    model.dispose();
  });

  it.each([['mean/'], ['meanSquare/'], ['beta2Power'], ['average/'], ['weights/'], ['best/']])(
    'would not do without their tensors %s',
    async prefix => {
      const directory = await halfway(`without-${prefix.replace('/', '')}`);
      const { manifest, files } = await readModelFolder(directory);
      const tensors = decodeSafetensors(files['tensors.safetensors']!).map(tensor =>
        tensor.name.startsWith(prefix) ? { ...tensor, values: tensor.values.map(() => 0) } : tensor,
      );
      await writeModelFolder(directory, manifest, {
        ...files,
        'tensors.safetensors': encodeSafetensors(tensors),
      });
      await fit(directory);
      expect((await stateOf(directory)).tensors).not.toEqual((await stateOf(join(folder, 'whole'))).tensors);
    },
  );

  it.each(['weights/head_dropout/seedState', 'weights/encoder_block_0/seedState'])(
    'hold the states of random layers: %s',
    async name => {
      const { tensors } = await stateOf(join(folder, 'whole'));
      expect(tensors.find(tensor => tensor.name === name)!.values).toEqual(Int32Array.of(24));
    },
  );

  it('keep the last full epoch when a signal stops training within the next', async () => {
    const directory = join(folder, 'within');
    const controller = new AbortController();
    let batches = 0;
    await fit(directory, 'eager', {
      signal: controller.signal,
      callbacks: { onBatchEnd: () => void (++batches === 15 && controller.abort()) },
    });
    expect((await stateOf(directory)).progress).toMatchObject({ epochs: 2, steps: 12 });
    expect((await fit(directory)).weights).toEqual(whole.weights);
  });

  it('of a finished training give its weights and history at once', async () => {
    let batches = 0;
    const again = await fit(join(folder, 'whole'), 'eager', {
      callbacks: { onBatchEnd: () => void batches++ },
    });
    expect(batches).toBe(0);
    expect(again).toEqual(whole);
  });

  it('remember when early stopping has ended a training', async () => {
    const directory = join(folder, 'early');
    const options = { patience: 1, epochs: 30, learningRate: 0.3 };
    const first = await fit(directory, 'eager', options);
    expect(first.history.stopReason).toBe('early-stopping');
    expect(await fit(directory, 'eager', options)).toEqual(first);
  });

  it('leave no tensor behind', async () => {
    await noLeakedTensors(async () => {
      await fit(join(folder, 'leaks'));
      await fit(join(folder, 'leaks'));
    });
  });

  it('serve pre-training too', async () => {
    const table = interactionTable(80, 1);
    const modelConfig = SingleRowConfig.generate(table, { target: 'y' });
    const pretrain = async (name: string, options: RegressorFitOptions = {}) => {
      const model = new MaskedTabularModeling({ modelConfig, dModel: 8, nHeads: 2, numLayers: 1 });
      const checkpointDir = join(folder, name);
      await model.fit(table, { epochs: 3, batchSize: 20, validation: table, checkpointDir, ...options });
      model.dispose();
      return stateOf(checkpointDir);
    };
    const expected = await pretrain('pretraining');
    const controller = new AbortController();
    await pretrain('pretraining-again', {
      signal: controller.signal,
      callbacks: { onEpochEnd: () => controller.abort() },
    });
    expect(await pretrain('pretraining-again')).toEqual(expected);
  });

  describe('are refused', () => {
    let half: string;
    const begun = interactionTable(120, 1);
    beforeAll(async () => {
      half = await halfway('half');
    });

    const options = { epochs: 4, batchSize: 20, learningRate: 5e-3, averageDecay: 0.9 } as const;
    const model = (more: object = {}) => new TabularRegressor({ ...resumableModel().options, ...more });
    const other = begun.withColumn('b', [
      0,
      ...Array.from({ length: 119 }, (_, i) => begun.column('b').get(i + 1) as number),
    ]);
    const validation = interactionTable(40, 2);
    it.each<[string, TabularRegressor, RegressorFitOptions, typeof begun, RegExp]>([
      [
        'other options',
        model(),
        { ...options, validation, epochs: 6 },
        begun,
        /training: epochs: expected 4; received 6 \(/,
      ],
      [
        'another network',
        model({ dModel: 16 }),
        { ...options, validation },
        begun,
        /dModel: expected 8; received 16/,
      ],
      ['another seed', model({ seed: 2 }), { ...options, validation }, begun, /seed: expected 1; received 2/],
      ['other rows', model(), { ...options, validation }, other, /training rows: not the same/],
      [
        'other validation rows',
        model(),
        { ...options, validation: validation.slice(1) },
        begun,
        /training: validation rows: not the same \(/,
      ],
      ['no validation rows', model(), options, begun, /training: validation rows: not the same \(/],
    ])(
      'by a training with %s, which then is not fitted',
      async (_what, model, fitOptions, table, message) => {
        const fitting = model.fit(table, { ...fitOptions, checkpointDir: half });
        await expect(fitting).rejects.toMatchObject({
          code: 'schema-mismatch',
          message: expect.stringMatching(message),
        });
        await expect(model.predict(table)).rejects.toMatchObject({ code: 'not-fitted' });
      },
    );

    it('if any bit has changed, or the end is missing', async () => {
      const names = await readdir(half);
      expect(names).toHaveLength(3);
      for (const name of names) {
        const bytes = await readFile(join(half, name));
        for (const damage of ['flip', 'cut'] as const) {
          const damaged = join(folder, `damaged-${name}-${damage}`);
          await cp(half, damaged, { recursive: true });
          const flipped = Buffer.from(bytes);
          flipped[bytes.length >> 1]! ^= 1;
          await writeFile(join(damaged, name), damage === 'flip' ? flipped : bytes.subarray(0, -5));
          await expect(fit(damaged)).rejects.toMatchObject({ code: 'invalid-file' });
        }
      }
    });

    it('if the folder holds something else, or a state that makes no sense', async () => {
      const directory = join(folder, 'else');
      await writeModelFolder(directory, { format: 'another' }, {});
      await expect(fit(directory)).rejects.toThrow(/expected a checkpoint of a training/);
      const { manifest, files } = await readModelFolder(half);
      const state = JSON.parse(new TextDecoder().decode(files['state.json']!));
      for (const change of [
        { random: { shuffle: [0, 0, 0, 0], cells: [1, 2, 3, 4] } },
        { epochs: -1 },
        { history: null },
        { best: { epoch: 1 } },
      ]) {
        const text = JSON.stringify({ ...state, progress: { ...state.progress, ...change } });
        const changed = { ...files, 'state.json': new TextEncoder().encode(text) };
        await writeModelFolder(directory, manifest, changed);
        await expect(fit(directory)).rejects.toMatchObject({ code: 'invalid-file' });
      }
    });
  });
});
