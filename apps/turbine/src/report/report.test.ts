import { createRandom, requireNumericColumn } from '@heph/data';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { resultOf } from '../../test/support/results';
import { tableOf } from '../../test/support/table';
import { describeComparison } from '../comparison/comparison';
import { type ModelResult, score } from '../comparison/model-result';
import type { Dataset } from '../data/dataset';
import { splitDataset } from '../data/split';
import { renderReport } from './report';

const table = tableOf(36_733);
const split = splitDataset(table, 'random');
const actual = requireNumericColumn(split.test, 'NOX').values;

function reportOf(
  names: readonly string[],
  dataset: Omit<Dataset, 'table'>,
  fits: readonly Partial<ModelResult>[] = [{}],
): string {
  const random = createRandom(0);
  const of = (name: string, i: number, fit: Partial<ModelResult>) => {
    const predictions = Float64Array.from(actual, value => value + (0.5 + i) * random.normal());
    const scores = score(actual, predictions);
    const rest = { params: 1234, fitSeconds: 1, predictRowsPerSecond: 1e5, details: { engine: '<eager>' } };
    return { predictions, result: { ...resultOf(name, scores.mse), ...scores, ...rest, ...fit } };
  };
  const runs = fits.flatMap(fit => names.map((name, i) => of(name, i, fit)));
  const comparison = describeComparison({
    dataset: { table, ...dataset },
    split,
    preset: 'quick',
    seeds: [0],
    runs,
  });
  const models = runs.slice(-names.length).map(run => ({
    name: run.result.name,
    description: `${run.result.name} & its <description>`,
    isNetwork: run.result.name.endsWith('Hephaestus'),
    run,
  }));
  return renderReport({ comparison, models, actual });
}

const sixNames = [
  'Interactive Hephaestus',
  'Enhanced Hephaestus',
  'Base Hephaestus',
  'Linear Regression',
  'Random Forest',
  'XGBoost',
];

describe('report of six models', () => {
  let report = '';
  /** Without drawings and line breaks. */
  let words = '';
  beforeAll(() => {
    report = reportOf(sixNames, { source: 'checkout', verified: true });
    words = report.replace(/<svg.*?<\/svg>/gs, '').replace(/\s+/g, ' ');
  });

  it('asks nothing of the network: no script, no address to fetch from', () => {
    expect(report).not.toMatch(/<script|<link|<img|<iframe|@import|url\((?!#)|src=|href=/);
    expect(report).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  });

  it('has a row and two plots for each model, and one chart of all', () => {
    for (const name of sixNames) {
      expect(report).toContain(`<th scope="row">${name}</th>`);
      expect(report).toContain(`<h3>${name}</h3>`);
      expect(report).toContain(`aria-label="${name}: predicted against actual NOx of 7347 test rows."`);
      expect(report).toContain(`aria-label="${name}: predicted minus actual NOx of 7347 test rows."`);
    }
    expect(report.match(/<svg role="img" aria-label="[^"]+"/g)).toHaveLength(13);
    expect(report).toMatch(/aria-label="Bar chart of test MSE: Interactive Hephaestus 0\.2\d/);
  });

  it('marks the model with the lowest error', () => {
    expect(report.match(/<tr class="best">\s*<th scope="row">([^<]+)/)?.[1]).toBe('Interactive Hephaestus');
  });

  it('tells data, findings and method', () => {
    expect(words).toContain('36,733: 26,447 to train on, 2,939 to validate, 7,347 to test');
    expect(words).toContain('AT, AP, AH, AFDP, GTEP, TIT, TAT, TEY, CDP, year');
    expect(words).toContain('Interactive Hephaestus has the lowest error');
    expect(words).toContain('How it was measured');
    expect(words).toContain('doi:10.3906/elk-1807-87');
    expect(words).not.toContain('imulated data');
  });

  it('escapes text', () => {
    expect(words).toContain('XGBoost &amp; its &lt;description&gt;');
    expect(words).toContain('engine: &lt;eager&gt;');
  });

  it('is small however many rows there are', () => {
    expect(report.length).toBeLessThan(1e6);
  });

  it('is well-formed: every element that is opened is closed', () => {
    const open: string[] = [];
    for (const [, slash, name, selfClosed] of report.matchAll(/<(\/?)([a-z][\w-]*)[^>]*?(\/?)>/gi)) {
      if (slash) expect(open.pop()).toBe(name);
      else if (!selfClosed && name !== 'meta') open.push(name!);
    }
    expect(open).toEqual([]);
  });
});

it('says in the first place that data were simulated', () => {
  const report = reportOf(['XGBoost'], { source: 'simulation', verified: false });
  expect(report.slice(0, report.indexOf('<main>'))).toContain('Simulated data.');
  expect(report).toContain('<dd>simulated data:');
  expect(report).not.toContain('doi:10.3906');
  expect(report).toContain('one model</h1>');
});

it('shows fewer labels and the other protocol where they were measured', () => {
  const fits = [{ labelFraction: 0.1, labels: 2939 }, {}, { protocol: 'original' as const }];
  const report = reportOf(['Base Hephaestus', 'XGBoost'], { source: 'checkout', verified: true }, fits);
  expect(report).toContain('aria-label="Test MSE by the share of the labels, fair protocol"');
  expect(report).toMatch(/<th scope="col">10%<\/th>\s*<th scope="col">100%<\/th>/);
  expect(report).toContain('By the original protocol</h2>');
  expect(report).toContain('choose their epoch on the test rows');
});
