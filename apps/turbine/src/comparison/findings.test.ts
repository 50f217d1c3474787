import { describe, expect, it } from '@jest/globals';
import { resultOf, summariesOf } from '../../test/support/results';
import { findFindings, type FindingsInput } from './findings';
import { learningCurves } from './learning-curve';
import { pairedTTest } from './significance';
import { type ModelSummary, summarize } from './summary';

const networks = { 'Interactive Hephaestus': 11.4, 'Enhanced Hephaestus': 12, 'Base Hephaestus': 12.1 };
const baselines = { 'Linear Regression': 66, 'Random Forest': 13, XGBoost: 15 };

/** Findings where a difference of more than 3% counts as proven. */
function findingsOf(summaries: readonly ModelSummary[], rest: Partial<FindingsInput> = {}): string[] {
  const tests = summaries.flatMap(one =>
    summaries.map(other => ({
      ...pairedTTest([0]),
      models: [one.name, other.name] as const,
      over: 'test rows' as const,
      p: Math.abs(one.mse.mean / other.mse.mean - 1) > 0.03 ? 0.01 : 0.5,
    })),
  );
  return findFindings({
    protocols: [{ name: 'fair', summaries }],
    tests,
    curves: [],
    interactions: { forest: [], models: [] },
    simulated: false,
    split: 'random',
    seeds: 1,
    testRows: 7347,
    ...rest,
  });
}

const findings = (errors: Parameters<typeof summariesOf>[0], rest: Partial<FindingsInput> = {}) =>
  findingsOf(summariesOf(errors), rest);

describe('findings', () => {
  it('tell who is best, and by how much', () => {
    const said = findings({ ...networks, ...baselines });
    expect(said).toContain(
      'Interactive Hephaestus has the lowest error: MSE 11.40, 5.0% below the runner-up, Enhanced Hephaestus (12.00).',
    );
    expect(said).toContain(
      'The best network, Interactive Hephaestus (MSE 11.40), is 24.0% below XGBoost with its defaults (15.00).',
    );
    expect(said).toContain(
      'The best tree model is Random Forest (13.00): Interactive Hephaestus is 12.3% below it.',
    );
  });

  it('are as plain when the trees win', () => {
    const said = findings({ ...networks, ...baselines, XGBoost: 9 }).join('\n');
    expect(said).toMatch(/^XGBoost has the lowest error: MSE 9\.00, 21\.1% below the runner-up/);
    expect(said).toContain('The best network, Interactive Hephaestus (MSE 11.40), is 26.7% above XGBoost');
    expect(said).not.toContain('The best tree model');
  });

  it.each([
    [11.4, 'Explicit interactions lowered the error by 5.0%'],
    [12.6, 'Explicit interactions raised the error by 5.0%'],
    [12.1, 'Explicit interactions made no difference that chance could not explain'],
  ])('weigh the interactions by the numbers: %d against 12', (mse, sentence) => {
    const said = findings({ ...networks, 'Interactive Hephaestus': mse });
    expect(said.some(finding => finding.startsWith(sentence))).toBe(true);
  });

  it('say what is not proven', () => {
    const said = findings({ ...networks, ...baselines });
    expect(said).toContain(
      'Enhanced Hephaestus is 0.8% below Base Hephaestus (12.00 and 12.10), a difference not proven.',
    );
    expect(said.at(-1)).toMatch(
      /^Each model was fitted once; "not proven".*paired t-test.*7,347 test rows.*--seeds 3/,
    );
  });

  it('say over what differences were tested where there are seeds', () => {
    const said = findings(
      { 'Enhanced Hephaestus': [11, 12, 13], 'Base Hephaestus': [11, 12, 13] },
      { seeds: 3 },
    );
    expect(said.at(-1)).toMatch(/^Each model was fitted with 3 seeds; .* paired t-test over the seeds/);
  });

  it('own up to a linear model that does as well', () => {
    expect(findings({ XGBoost: 10, 'Linear Regression': 10.5 }).join('\n')).toContain(
      'Linear Regression is within 5.0% of XGBoost: there is little that a linear model misses.',
    );
  });

  it('point out what is worse than the mean', () => {
    const summaries = summarize([resultOf('XGBoost', 178, { r2: -0.4 }), resultOf('Linear Regression', 105)]);
    const said = findingsOf(summaries, { split: 'temporal' });
    expect(said).toContain(
      'XGBoost is worse than always predicting the mean of the test rows (R² below 0); the turbine drifted from year to year.',
    );
  });

  it('tell the price', () => {
    const summaries = summarize([
      resultOf('Base Hephaestus', 12, { fitSeconds: 90 }),
      resultOf('XGBoost', 15, { fitSeconds: 0.5 }),
    ]);
    const said = findingsOf(summaries);
    expect(said).toContain('Base Hephaestus took 1 min 30 s to fit, 180 times as long as XGBoost (0.50 s).');
  });

  it('begin with a warning where the data are simulated', () => {
    expect(findings(networks, { simulated: true })[0]).toMatch(/^The data are simulated/);
  });

  it('are content with one model', () => {
    expect(findings({ XGBoost: 15 })).toEqual(['XGBoost has the lowest error: MSE 15.00.']);
  });

  it('set the original protocol beside the fair one', () => {
    const fair = summariesOf({ 'Base Hephaestus': 12, XGBoost: 15 });
    const original = summariesOf({ 'Base Hephaestus': 11.5, XGBoost: 19 });
    const protocols = [
      { name: 'fair' as const, summaries: fair },
      { name: 'original' as const, summaries: original },
    ];
    expect(findingsOf(fair, { protocols })).toContain(
      'By the original protocol Base Hephaestus has the lowest error: MSE 11.50, where the fair protocol gives it 12.00.',
    );
    expect(findingsOf(original, { protocols: protocols.slice(1) })[0]).toMatch(
      /networks choose their epoch and the share of neighbours on the test rows/,
    );
  });
});

describe('findings about learning curves', () => {
  const curves = (errors: Readonly<Record<string, readonly [number, number]>>) =>
    learningCurves(
      Object.entries(errors).flatMap(([name, [few, all]]) => [
        resultOf(name, few, { labelFraction: 0.05, labels: 1469 }),
        resultOf(name, all),
      ]),
    );

  it('tell who needs the fewest labels, and who wins in the end', () => {
    const said = findings(
      { XGBoost: 15, 'Base Hephaestus': 12 },
      { curves: curves({ XGBoost: [24, 15], 'Base Hephaestus': [30, 12] }) },
    );
    expect(said).toContain(
      'With 5% of the labels (1,469 rows) XGBoost has the lowest error (MSE 24.00); from 100% of the labels on it is no longer the best: with 100% of the labels Base Hephaestus leads (MSE 12.00).',
    );
  });

  it('say so where one is best throughout', () => {
    const said = findings(
      { XGBoost: 15, 'Base Hephaestus': 12 },
      { curves: curves({ XGBoost: [34, 15], 'Base Hephaestus': [30, 12] }) },
    );
    expect(said).toContain(
      'Base Hephaestus has the lowest error at every share of the labels, from MSE 30.00 with 5% of the labels (1,469 rows) to 12.00 with 100% of the labels.',
    );
  });

  it('are silent without curves', () => {
    expect(learningCurves([resultOf('XGBoost', 15)])).toEqual([]);
  });
});

describe('which columns act together', () => {
  const forest = [
    { columns: ['CDP', 'year'] as const, share: 0.0123 },
    { columns: ['AT', 'TIT'] as const, share: 0.01 },
  ];
  const learned = (columns: readonly [string, string]) => [
    { name: 'Base Hephaestus', pairs: [{ columns, strength: 1.84 }] },
    { name: 'XGBoost', pairs: [{ columns: ['AP', 'AH'] as const, strength: 9 }] },
  ];
  const summaries = { 'Base Hephaestus': 12, XGBoost: 15 };

  it('is told of a forest and of the best network', () => {
    expect(findings(summaries, { interactions: { forest, models: learned(['AT', 'year']) } })).toContain(
      'A forest that looked at the training rows saw CDP × year act together most (1.2% of the variance of NOx); Base Hephaestus learned most of AT × year (1.8 mg/m³).',
    );
  });

  it('says where both agree, whatever the order', () => {
    expect(findings(summaries, { interactions: { forest, models: learned(['year', 'CDP']) } })).toContain(
      'The columns that act together most are CDP × year, for a forest that looked at the training rows (1.2% of the variance of NOx) and in what Base Hephaestus learned (1.8 mg/m³).',
    );
  });

  it('says nothing where there is no network, or no pair', () => {
    const none = [
      findings({ XGBoost: 15 }, { interactions: { forest, models: learned(['AT', 'year']) } }),
      findings(summaries, { interactions: { forest: [], models: learned(['AT', 'year']) } }),
    ];
    expect(none.flat().join(' ')).not.toMatch(/act together|learned most/);
  });
});
