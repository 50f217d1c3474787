import { requireNumericColumn } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { tableOf } from '../../test/support/table';
import { splitDataset } from '../data/split';
import { baseHephaestus } from './base-hephaestus';
import { enhancedHephaestus } from './enhanced-hephaestus';
import { interactiveHephaestus } from './interactive-hephaestus';
import type { FitContext, FitProgress } from './model';

const split = splitDataset(tableOf(300), 'random');
const preset = {
  network: { dModel: 8, nHeads: 2, numLayers: 1 },
  fit: { epochs: 3, batchSize: 64, learningRate: 1e-2, engine: 'eager' as const },
};
const models = [
  interactiveHephaestus({ ...preset, interactions: {} }),
  enhancedHephaestus(preset),
  baseHephaestus({ ...preset, pretraining: { epochs: 1, engine: 'eager' } }),
];

function contextOf(rest: Partial<FitContext> = {}): FitContext {
  return { target: 'NOX', seed: 0, progress: () => {}, signal: new AbortController().signal, ...rest };
}

describe.each(models)('$name', model => {
  it('learns, predicts in the units of the target, and tells how far it is', async () => {
    const seen: FitProgress[] = [];
    const fitted = await model.fit(split.train, split.validation, contextOf({ progress: p => seen.push(p) }));
    const predictions = Array.from(await fitted.predict(split.test.drop(['NOX'])));
    expect(predictions).toHaveLength(split.test.numRows);
    const actual = requireNumericColumn(split.test, 'NOX').values;
    for (const [row, prediction] of predictions.entries())
      expect(Math.abs(prediction - actual[row]!)).toBeLessThan(10);
    expect(fitted.params).toBeGreaterThan(500);
    expect(fitted.details).toMatchObject({ engine: 'eager', epochs: 3, stopped: 'completed' });

    const fractions = seen.map(({ fraction }) => fraction!);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    // The second training is as long as the best epoch was late.
    const { 'best epoch': best, 'epochs on all rows': again } = fitted.details;
    expect(again).toBe(best);
    expect(seen.at(-1)).toMatchObject({ epoch: best, epochs: 3 });
    expect(fractions.at(-1)).toBeGreaterThan(0.5);
    expect(seen.at(-1)!.rowsPerSecond).toBeGreaterThan(0);
    fitted.dispose?.();
  });

  it('learns from no row that is for choosing only', async () => {
    const fitted = await model.fit(split.train, split.validation, contextOf({ chooseOnly: true }));
    expect(fitted.details).toMatchObject({ epochs: 3, stopped: 'completed', 'epochs on all rows': null });
    fitted.dispose?.();
  });

  it('stops when asked', async () => {
    const stop = new AbortController();
    const context = contextOf({ signal: stop.signal, progress: () => stop.abort(new Error('enough')) });
    await expect(model.fit(split.train, split.validation, context)).rejects.toThrow('enough');
  });
});

it('a network that remembers rows tells the share of neighbours, and one that does not tells nothing', async () => {
  const remembering = { ...preset, network: { ...preset.network, neighborMemory: true } };
  const fitted = await enhancedHephaestus(remembering).fit(split.train, split.validation, contextOf());
  const { 'share of neighbours': share } = fitted.details;
  expect(share).toBeGreaterThanOrEqual(0);
  expect(share).toBeLessThanOrEqual(1);
  const forgetful = await enhancedHephaestus(preset).fit(split.train, split.validation, contextOf());
  expect(forgetful.details).not.toHaveProperty('share of neighbours');
  for (const model of [fitted, forgetful]) model.dispose?.();
});

it('the three differ: interactions add parameters, and are named', async () => {
  const fitted = await Promise.all(
    models.map(model => model.fit(split.train, split.validation, contextOf())),
  );
  const params = fitted.map(model => model.params);
  expect(fitted[0]!.details).toHaveProperty(
    'pairs',
    expect.stringMatching(/^(none|\w+ × \w+(, \w+ × \w+)*)$/),
  );
  expect(params[0]).toBeGreaterThan(params[1]!);
  expect(params[1]).toBeGreaterThan(params[2]!);
  expect(fitted.map(model => 'pairWeights' in model)).toEqual([true, true, false]);
  expect(fitted.map(model => 'interactionReport' in model)).toEqual([true, false, false]);
  const pairs = fitted[0]!.pairs!.map(({ features }) => features.join(' × '));
  const weights = await fitted[0]!.pairWeights!(split.validation);
  expect(weights.map(({ features }) => features.join(' × ')).sort()).toEqual(pairs.sort());
  expect(await fitted[1]!.pairWeights!(split.validation)).toEqual([]);
});
