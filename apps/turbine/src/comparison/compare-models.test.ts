import { requireNumericColumn, type Table } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { tableOf } from '../../test/support/table';
import { splitDataset } from '../data/split';
import type { ComparedModel, FitContext, FittedModel } from '../models/model';
import { compareModels } from './compare-models';
import type { ProgressView } from './progress-view';

const split = splitDataset(tableOf(200), 'random');
const silent: ProgressView = { begin() {}, update() {}, end() {}, keep() {}, close() {} };
const signal = new AbortController().signal;

function model(
  fit: (train: Table, validation: Table, context: FitContext) => Partial<FittedModel>,
): ComparedModel {
  return {
    key: 'base',
    name: 'Base Hephaestus',
    description: 'a stand-in',
    isNetwork: true,
    fit: async (train, validation, context) => ({
      predict: async table => new Float32Array(table.numRows),
      params: 1,
      details: {},
      save: async () => {},
      ...fit(train, validation, context),
    }),
  };
}

const compare = (models: ComparedModel[], options: Partial<Parameters<typeof compareModels>[2]> = {}) =>
  compareModels(models, split, {
    ...{ target: 'NOX', protocols: ['fair'], labelFractions: [1], seeds: [0], view: silent, signal },
    store: { get: () => undefined, put: async () => {} },
    ...options,
  });

describe('compareModels', () => {
  it('scores predictions on the test rows', async () => {
    const [run] = await compare([
      model(() => ({ predict: async table => new Float32Array(table.numRows).fill(60) })),
    ]);
    const actual = Array.from(requireNumericColumn(split.test, 'NOX').values);
    const mse = actual.reduce((sum, y) => sum + (y - 60) ** 2, 0) / actual.length;
    expect(run!.result.mse).toBeCloseTo(mse, 10);
    expect(run!.result.rmse).toBeCloseTo(Math.sqrt(mse), 10);
    expect(run!.result).toMatchObject({ name: 'Base Hephaestus', seed: 0, params: 1 });
    expect(run!.result.predictRowsPerSecond).toBeGreaterThan(0);
  });

  it('shows no model a test row while it fits, and no target while it predicts', async () => {
    const testRows = new Set(requireNumericColumn(split.test, 'AT').values);
    const seen: string[][] = [];
    await compare([
      model((train, validation) => {
        for (const part of [train, validation])
          for (const value of requireNumericColumn(part, 'AT').values)
            expect(testRows.has(value)).toBe(false);
        return {
          predict: async table => {
            seen.push(table.columnNames);
            return new Float32Array(table.numRows);
          },
        };
      }),
    ]);
    expect(seen.flat()).not.toContain('NOX');
  });

  it('lets test rows choose at most: by the original protocol no model is to learn from what it validates by', async () => {
    const told: [boolean, unknown][] = [];
    const testRow = requireNumericColumn(split.test, 'AT').values[0];
    const learner = model((_train, validation, { chooseOnly }) => {
      told.push([requireNumericColumn(validation, 'AT').values[0] === testRow, chooseOnly]);
      return {};
    });
    await compare([learner], { protocols: ['fair', 'original'] });
    expect(told).toEqual([
      [false, false],
      [true, true],
    ]);
  });

  it('keeps what the pair layer of a network learned, asked by the validation rows', async () => {
    const [run, other] = await compare([
      model(() => ({
        pairWeights: async table => {
          expect([table.numRows, table.has('NOX')]).toEqual([split.validation.numRows, false]);
          return [{ features: ['AT', 'AP'], weight: 1 }];
        },
      })),
      model(() => ({})),
    ]);
    expect(run!.pairShares).toEqual([{ columns: ['AT', 'AP'], share: 1 }]);
    expect(other!.pairShares).toEqual([]);
  });

  it('fits once a seed', async () => {
    const seeds: number[] = [];
    const remember = model((_train, _validation, { seed }) => {
      seeds.push(seed);
      return {};
    });
    const runs = await compare([remember], { seeds: [0, 1, 2] });
    expect(seeds).toEqual([0, 1, 2]);
    expect(runs.map(run => run.result.seed)).toEqual([0, 1, 2]);
  });

  it('takes what is kept instead of fitting it again, and keeps what it fits', async () => {
    const [kept] = await compare([model(() => ({}))], { seeds: [1] });
    const [fitted, put, events]: [number[], number[], string[]] = [[], [], []];
    const runs = await compare([model((_train, _validation, { seed }) => ({ params: fitted.push(seed) }))], {
      seeds: [0, 1, 2],
      store: {
        get: ({ seed }) => (seed === 1 ? kept : undefined),
        put: async ({ seed }) => void put.push(seed),
      },
      view: {
        ...silent,
        begin: ({ position }) => events.push(`begin ${position}`),
        keep: ({ position }) => events.push(`keep ${position}`),
      },
    });
    expect(fitted).toEqual([0, 2]);
    expect(put).toEqual([0, 2]);
    expect(runs.map(run => run.result.seed)).toEqual([0, 1, 2]);
    expect(runs[1]).toBe(kept);
    expect(events).toEqual(['begin 1', 'keep 2', 'begin 3']);
  });

  it('does not call a fit done before it is safe', async () => {
    const events: string[] = [];
    await compare([model(() => ({}))], {
      store: {
        get: () => undefined,
        put: async () => {
          await new Promise(resolve => setTimeout(resolve, 20));
          events.push('kept');
        },
      },
      view: { ...silent, end: () => events.push('done') },
    });
    expect(events).toEqual(['kept', 'done']);
  });

  it('fits each share of the labels on rows of the training and validation rows, test rows the same', async () => {
    const seen: number[][] = [];
    const learner = model((train, validation) => {
      seen.push([train.numRows, validation.numRows]);
      return {};
    });
    const runs = await compare([learner], { labelFractions: [0.25, 1] });
    expect(seen).toEqual([
      [36, 4],
      [144, 16],
    ]);
    expect(runs.map(({ result }) => [result.labelFraction, result.labels])).toEqual([
      [0.25, 40],
      [1, 160],
    ]);
    expect(runs.map(run => run.predictions.length)).toEqual([40, 40]);
  });

  it.each([
    ['NaN', (rows: number) => new Float32Array(rows).fill(NaN), /finite predictions; received NaN/],
    ['too few', (rows: number) => new Float32Array(rows - 1), /expected 40 predictions; received 39/],
  ])('refuses to score %s', async (_, predictions, message) => {
    const broken = model(() => ({ predict: async table => predictions(table.numRows) }));
    await expect(compare([broken])).rejects.toThrow(message);
  });

  it('stops at once, without waiting for a model that does not listen', async () => {
    const stop = new AbortController();
    const events: string[] = [];
    const deaf: ComparedModel = { ...model(() => ({})), fit: () => new Promise(() => {}) };
    const view: ProgressView = {
      ...silent,
      begin: ({ name }) => {
        events.push(name);
        setTimeout(() => stop.abort(new Error('enough')));
      },
      close: () => events.push('closed'),
    };
    await expect(compare([deaf, deaf], { signal: stop.signal, view })).rejects.toThrow('enough');
    expect(events).toEqual(['Base Hephaestus', 'closed']);
  });

  it('lets go of every model', async () => {
    let disposed = 0;
    const fitted = model(() => ({ dispose: () => disposed++ }));
    await compare([fitted, fitted]);
    expect(disposed).toBe(2);
  });
});
