import { describe, expect, it } from '@jest/globals';
import { summariesOf } from '../../test/support/results';
import { renderTable } from './results-table';

describe('renderTable', () => {
  it('has the caption first, then a line a model within 90 columns', () => {
    const lines = renderTable(
      'simulated data',
      summariesOf({ 'Interactive Hephaestus': 11.456, XGBoost: 1015 }),
    )
      .trimEnd()
      .split('\n');
    expect(lines[0]).toBe('simulated data');
    expect(lines[2]).toMatch(/^Model +MSE +RMSE +MAE +R² +Parameters +Fit time +Rows\/s$/);
    expect(lines[3]).toMatch(
      /^Interactive Hephaestus +11\.46 +3\.385 +2\.708 +0\.9158 +1,000 +10\.0 s +50,000$/,
    );
    expect(lines[4]).toMatch(/^XGBoost +1,015\.00 /);
    expect(lines).toHaveLength(5);
    expect(Math.max(...lines.map(line => line.length))).toBeLessThan(90);
  });

  it('shows the spread over seeds', () => {
    expect(renderTable('', summariesOf({ XGBoost: [10, 12] }))).toContain('11.00 ± 1.41');
  });
});
