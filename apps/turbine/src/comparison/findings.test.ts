import { describe, expect, it } from '@jest/globals';
import { resultOf, summariesOf } from '../../test/support/results';
import { findFindings, type FindingsInput } from './findings';
import { summarize } from './summary';

const networks = { 'Interactive Hephaestus': 11.4, 'Enhanced Hephaestus': 12, 'Base Hephaestus': 12.1 };
const baselines = { 'Linear Regression': 66, 'Random Forest': 13, XGBoost: 15 };

function findings(errors: Parameters<typeof summariesOf>[0], rest: Partial<FindingsInput> = {}): string[] {
  return findFindings({
    summaries: summariesOf(errors),
    simulated: false,
    split: 'random',
    seeds: 1,
    ...rest,
  });
}

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
    [12.1, 'Explicit interactions made no difference that seeds could not explain'],
  ])('weigh the interactions by the numbers: %d against 12', (mse, sentence) => {
    const said = findings({ ...networks, 'Interactive Hephaestus': mse });
    expect(said.some(finding => finding.startsWith(sentence))).toBe(true);
  });

  it('say what is not proven', () => {
    const said = findings({ ...networks, ...baselines });
    expect(said).toContain(
      'Enhanced Hephaestus is 0.8% below Base Hephaestus (12.00 and 12.10), a difference not proven.',
    );
    expect(said.at(-1)).toMatch(/^Each model was fitted once\..*3%.*not proven/);
  });

  it('judge by the spread where there are seeds', () => {
    const said = findings(
      { 'Enhanced Hephaestus': [11, 12, 13], 'Base Hephaestus': [11.5, 12.5, 13.5] },
      { seeds: 3 },
    );
    expect(said[0]).toMatch(/not proven/);
    expect(said.at(-1)).toMatch(/^Each model was fitted with 3 seeds/);
  });

  it('own up to a linear model that does as well', () => {
    expect(findings({ XGBoost: 10, 'Linear Regression': 10.5 }).join('\n')).toContain(
      'Linear Regression is within 5.0% of XGBoost: there is little that a linear model misses.',
    );
  });

  it('point out what is worse than the mean', () => {
    const summaries = summarize([resultOf('XGBoost', 178, { r2: -0.4 }), resultOf('Linear Regression', 105)]);
    const said = findFindings({ summaries, simulated: false, split: 'temporal', seeds: 1 });
    expect(said).toContain(
      'XGBoost is worse than always predicting the mean of the test rows (R² below 0); the turbine drifted from year to year.',
    );
  });

  it('tell the price', () => {
    const summaries = summarize([
      resultOf('Base Hephaestus', 12, { fitSeconds: 90 }),
      resultOf('XGBoost', 15, { fitSeconds: 0.5 }),
    ]);
    const said = findFindings({ summaries, simulated: false, split: 'random', seeds: 1 });
    expect(said).toContain('Base Hephaestus took 1 min 30 s to fit, 180 times as long as XGBoost (0.50 s).');
  });

  it('begin with a warning where the data are simulated', () => {
    expect(findings(networks, { simulated: true })[0]).toMatch(/^The data are simulated/);
  });

  it('are content with one model', () => {
    expect(findings({ XGBoost: 15 })[0]).toBe('XGBoost has the lowest error: MSE 15.00.');
  });
});
