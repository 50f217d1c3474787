import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noLeakedTensors, useBackend } from '@heph/testing';
import { SingleRowConfig, TabularRegressor, type RegressorFitOptions } from '@heph/transformer';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { interactionTable } from './interaction-table';

const train = interactionTable(200, 1);
const validation = interactionTable(200, 2);
const test = interactionTable(300, 3);
const modelConfig = SingleRowConfig.generate(train, { target: 'y' });
const small = { modelConfig, dModel: 8, nHeads: 2, numLayers: 0, pooling: 'flatten' as const, seed: 1 };
const options = { epochs: 12, batchSize: 20, learningRate: 1e-2, validation, engine: 'eager' as const };

const fitted = async (rest: RegressorFitOptions = {}) => {
  const model = new TabularRegressor(small);
  const history = await model.fit(train, { ...options, ...rest });
  const mse = (await model.evaluate(test)).mse;
  const predictions = await model.predict(test);
  model.dispose();
  return { history, mse, predictions };
};

describe('refit', () => {
  beforeAll(() => useBackend('wasm'));

  it('learns from the validation rows too, for as many epochs as they said', async () => {
    const [chosen, again] = [await fitted(), await fitted({ refit: true })];
    expect(again.mse).toBeLessThan(0.9 * chosen.mse);
    expect(again.history.bestEpoch).toBe(chosen.history.bestEpoch);
    expect(again.history.refit!.epoch).toHaveLength(chosen.history.bestEpoch! + 1);
    expect(again.history.refit!.history).not.toHaveProperty('val_loss');
    expect(chosen.history.refit).toBeUndefined();
  });

  it('goes on from checkpoints of either training', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'heph-'));
    const whole = await fitted({ refit: true });
    for (const [part, stopAt] of [
      ['first', 3],
      ['second', 15],
    ] as const) {
      // prettier-ignore
      const checkpointDir = join(folder, part);
      const stop = new AbortController();
      let epochs = 0;
      const callbacks = { onEpochEnd: () => void (++epochs === stopAt && stop.abort()) };
      const broken = await fitted({ refit: true, checkpointDir, signal: stop.signal, callbacks });
      expect(broken.history.stopReason).toBe('aborted');
      const resumed = await fitted({ refit: true, checkpointDir });
      expect(resumed.predictions).toEqual(whole.predictions);
    }
    await rm(folder, { recursive: true });
  });

  it('leaves the model of the first training where the second is stopped, and leaks nothing', async () => {
    const chosen = await fitted();
    await noLeakedTensors(async () => {
      const stop = new AbortController();
      let epochs = 0;
      const callbacks = { onEpochEnd: () => void (++epochs === options.epochs + 1 && stop.abort()) };
      const stopped = await fitted({ refit: true, signal: stop.signal, callbacks });
      expect(stopped.history.stopReason).toBe('aborted');
      expect(stopped.predictions).toEqual(chosen.predictions);
    });
  });

  it('needs validation rows', async () => {
    const { validation: _, ...rest } = options;
    await expect(new TabularRegressor(small).fit(train, { ...rest, refit: true })).rejects.toThrow(
      'refit needs validation rows',
    );
  });
});
