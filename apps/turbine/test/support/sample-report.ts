import { createRandom, requireNumericColumn } from '@heph/data';
import { describeComparison } from '../../src/comparison/comparison';
import { type ModelResult, score } from '../../src/comparison/model-result';
import type { Dataset } from '../../src/data/dataset';
import { rowTimes } from '../../src/data/row-times';
import { splitDataset, type SplitName } from '../../src/data/split';
import { renderReport } from '../../src/report/report';
import { resultOf } from './results';
import { tableOf } from './table';

export const sixNames = [
  'Interactive Hephaestus',
  'Enhanced Hephaestus',
  'Base Hephaestus',
  'Linear Regression',
  'Random Forest',
  'XGBoost',
];

const table = tableOf(36_733);
const split = splitDataset(table, 'random');
const valuesOf = (name: string) => requireNumericColumn(split.test, name).values;
const rows = {
  actual: valuesOf('NOX'),
  time: rowTimes(table, split.testRows),
  temperature: valuesOf('AT'),
  load: valuesOf('TEY'),
};

/** A report of made-up fits on as many rows as the published data have. */
export function sampleReport(
  names: readonly string[],
  dataset: Omit<Dataset, 'table'>,
  fits: readonly Partial<ModelResult>[] = [{}],
  splitName: SplitName = 'random',
): string {
  const random = createRandom(0);
  const of = (name: string, i: number, fit: Partial<ModelResult>) => {
    const isNetwork = name.endsWith('Hephaestus');
    const predictions = Float64Array.from(rows.actual, value => value + (0.5 + i) * random.normal());
    const scores = score(rows.actual, predictions);
    const rest = { params: 1234, fitSeconds: 1, predictRowsPerSecond: 1e5, details: { engine: '<eager>' } };
    return {
      predictions,
      result: { ...resultOf(name, scores.mse), ...scores, ...rest, ...fit },
      epochs: isNetwork ? [1, 2].map(epoch => ({ epoch, training: 1 / epoch, validation: 2 / epoch })) : [],
      interactions: [
        { columns: ['AT', 'TIT'] as const, strength: 2 },
        { columns: ['TIT', 'CDP'] as const, strength: 0.5 },
      ],
      pairShares:
        name === 'Interactive Hephaestus'
          ? [
              { columns: ['TIT', 'TAT'] as const, share: 0.8 },
              { columns: ['AT', 'CDP'] as const, share: 0.2 },
            ]
          : [],
    };
  };
  const runs = fits.flatMap(fit => names.map((name, i) => of(name, i, fit)));
  const comparison = describeComparison({
    dataset: { table, ...dataset },
    split: { ...split, name: splitName },
    preset: 'quick',
    seeds: [0],
    runs,
    seenInteractions: [{ columns: ['TIT', 'TAT'], share: 0.031 }],
  });
  const models = runs.slice(-names.length).map(run => ({
    name: run.result.name,
    description: `${run.result.name} & its <description>`,
    isNetwork: run.result.name.endsWith('Hephaestus'),
    run,
  }));
  return renderReport({ comparison, models, rows });
}
