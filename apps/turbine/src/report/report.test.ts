import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { sampleReport, sixNames } from '../../test/support/sample-report';

/** What the buttons save as CSV, by figure: header and number of rows. */
function csvFiles(report: string): Map<string, { header: string[]; rows: number }> {
  const [, json] = /<script type="application\/json" id="figure-data">(.*?)<\/script>/s.exec(report)!;
  const { columns, files } = JSON.parse(json!) as {
    columns: unknown[][];
    files: Record<string, [string, number][]>;
  };
  return new Map(
    Object.entries(files).map(([id, file]) => {
      const lengths = new Set(file.map(([, place]) => columns[place]!.length));
      expect(lengths.size).toBe(1);
      return [id, { header: file.map(([name]) => name), rows: [...lengths][0]! }];
    }),
  );
}

describe('report of six models', () => {
  let report = '';
  /** Without drawings, data, scripts and line breaks. */
  let words = '';
  beforeAll(() => {
    report = sampleReport(sixNames, { source: 'checkout', verified: true });
    words = report.replace(/<(svg|script).*?<\/\1>/gs, '').replace(/\s+/g, ' ');
  });

  it('asks nothing of the network: no address to fetch from, and one script that its policy names', () => {
    const markup = report.replace(/<script.*?<\/script>/gs, '');
    expect(markup).not.toMatch(/<link|<img|<iframe|@import|url\((?!#)|src=|href="(?!#)/);
    const scripts = [...report.matchAll(/<script>(.*?)<\/script>/gs)].map(([, text]) => text!);
    expect(scripts).toHaveLength(1);
    expect(scripts[0]).not.toMatch(/fetch|XMLHttpRequest|import\(|WebSocket/);
    const hash = createHash('sha256').update(scripts[0]!).digest('base64');
    const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; img-src data: blob:`;
    expect(report.includes(`content="${policy.replaceAll("'", '&#39;')}"`)).toBe(true);
  });

  it('has a row and four plots for each model', () => {
    for (const name of sixNames) {
      expect(report.includes(`<th scope="row">${name}</th>`)).toBe(true);
      expect(report.includes(`<h3>${name}</h3>`)).toBe(true);
      for (const plot of [
        'predicted against actual NOx of 7,347 test rows, R² ',
        'predicted minus actual NOx of 7,347 test rows along the prediction; their mean is ',
        'root mean squared error by load and ambient temperature; the largest is ',
        'predicted minus actual NOx over time; the medians of a twelfth of a year go from ',
      ])
        expect(report.includes(`aria-label="${name}: ${plot}`) || plot).toBe(true);
    }
  });

  it('compares errors, sizes, times, learning curves and pairs of columns', () => {
    const labels = [...report.matchAll(/<svg role="img" aria-label="([^"]+)"/g)].map(([, text]) => text!);
    for (const label of [
      /Bar chart of test MSE: Interactive Hephaestus 0\.2\d/,
      /Bar chart of parameters, on a logarithmic scale: .*XGBoost 1,234/,
      /Bar chart of seconds to fit, /,
      /Bar chart of rows predicted a second, /,
      /Losses epoch by epoch\. Interactive Hephaestus after 2 epochs: training 0\.500, validation 1\.000;/,
      /in a forest on the training rows, in percent\. The strongest: TIT with TAT 3\.1\./,
      /pairs of the pair layer of Interactive Hephaestus contribute, in percent\. The strongest: TIT with TAT 80, AT with CDP 20\./,
      /predictions of Base Hephaestus, in mg\/m³\. The strongest: AT with TIT 2\.0, TIT with CDP 0\.5\./,
    ])
      expect(labels.some(text => label.test(text)) || String(label)).toBe(true);
    expect(labels).toHaveLength(24 + 10);
  });

  it('has a PNG and a CSV button below every figure, and the data for them', () => {
    const figures = [...report.matchAll(/<figure id="([a-z-]+)">/g)].map(([, id]) => id!);
    expect(figures).toHaveLength(24 + 10);
    expect(report.match(/data-save="png" aria-label="Save “[^"]+” as PNG"/g)).toHaveLength(figures.length);
    expect(report.match(/data-save="csv"/g)).toHaveLength(figures.length);
    const files = csvFiles(report);
    expect([...files.keys()]).toEqual(figures);
    expect(files.get('predicted-xgboost')).toEqual({
      header: ['year', 'AT', 'TEY', 'actual', 'predicted'],
      rows: 7347,
    });
    expect(files.get('learning-curves')).toEqual({
      header: ['model', 'epoch', 'training_loss', 'validation_loss'],
      rows: 6,
    });
    expect(files.get('pair-layer-interactive-hephaestus')).toEqual({
      header: ['column', 'other_column', 'share_of_pair_layer'],
      rows: 2,
    });
    expect(files.get('mse')).toEqual({ header: ['model', 'mse', 'low', 'high'], rows: 6 });
  });

  it('gives the interval of every error', () => {
    expect(report).toContain('<th scope="col">95% interval of MSE</th>');
    const cells = /<th scope="row">XGBoost<\/th>\s*<td>([\d.]+)<\/td>\s*<td>([\d.]+) – ([\d.]+)<\/td>/.exec(
      report,
    );
    const [mse, low, high] = cells!.slice(1).map(Number) as [number, number, number];
    // The squared errors are σ² times χ² with one degree of freedom: their standard deviation is √2 times their mean.
    expect((high - low) / 2 / mse).toBeCloseTo((1.96 * Math.SQRT2) / Math.sqrt(7347), 2);
    expect((high + low) / 2).toBeCloseTo(mse, 1);
  });

  it('marks the model with the lowest error', () => {
    expect(report.match(/<tr class="best">\s*<th scope="row">([^<]+)/)?.[1]).toBe('Interactive Hephaestus');
  });

  it('tells data, findings and method', () => {
    expect(words).toContain('36,733: 26,447 to train on, 2,939 to validate, 7,347 to test');
    expect(words).toContain('AT, AP, AH, AFDP, GTEP, TIT, TAT, TEY, CDP, year');
    expect(words).toContain('Interactive Hephaestus has the lowest error');
    expect(words).toContain('How it was measured');
    expect(words).toContain('learned from the same rows, those to train on and those to validate');
    expect(words).toContain(
      'The networks have the preset “quick”. Base Hephaestus was first trained without labels',
    );
    expect(words).not.toContain('remember rows');
    expect(words).toContain('doi:10.3906/elk-1807-87');
    expect(words).not.toContain('imulated data');
  });

  it('escapes text', () => {
    expect(words).toContain('XGBoost &amp; its &lt;description&gt;');
    expect(words).toContain('engine: &lt;eager&gt;');
  });

  it('is small: plots do not grow with the rows, and values that figures share are there once', () => {
    expect(report.length).toBeLessThan(1.6e6);
  });

  it('is well-formed: every element that is opened is closed', () => {
    const open: string[] = [];
    const markup = report.replace(/<script.*?<\/script>/gs, '');
    for (const [, slash, name, selfClosed] of markup.matchAll(/<(\/?)([a-z][\w-]*)[^>]*?(\/?)>/gi)) {
      if (slash) expect(open.pop()).toBe(name);
      else if (!selfClosed && name !== 'meta') open.push(name!);
    }
    expect(open).toEqual([]);
  });
});

it('says in the first place that data were simulated', () => {
  const report = sampleReport(['XGBoost'], { source: 'simulation', verified: false });
  expect(report.slice(0, report.indexOf('<main>'))).toContain('Simulated data.');
  expect(report).toContain('<dd>simulated data:');
  expect(report).not.toContain('doi:10.3906');
  expect(report).toContain('one model</h1>');
});

it('tells what is particular to the networks: rows remembered, presets of the temporal split', () => {
  const source = { source: 'checkout', verified: true } as const;
  const remembering = sampleReport(['Enhanced Hephaestus'], source, [
    { details: { 'share of neighbours': 0.31 } },
  ]);
  expect(remembering).toMatch(/share of neighbours: 0\.31/);
  expect(remembering).toMatch(/Networks that remember rows draw each prediction towards/);
  expect(remembering).not.toMatch(/without labels/);
  const temporal = sampleReport(['Base Hephaestus'], source, [{}], 'temporal');
  expect(temporal).toMatch(
    /small and steady ones of the temporal split, whatever the preset\. They learned from 2011 and 2012,/,
  );
  const trees = sampleReport(['XGBoost'], source);
  expect(trees).not.toMatch(/The networks have the preset|steady/);
});

it('leaves out what was not measured', () => {
  const report = sampleReport(['XGBoost'], { source: 'checkout', verified: true });
  expect(report).not.toContain('Learning curves');
  expect(report).not.toContain('Fewer labels');
  expect(report).toContain('What a forest saw');
});

it('shows fewer labels and the other protocol where they were measured', () => {
  const fits = [{ labelFraction: 0.1, labels: 2939 }, {}, { protocol: 'original' as const }];
  const report = sampleReport(['Base Hephaestus', 'XGBoost'], { source: 'checkout', verified: true }, fits);
  expect(report).toMatch(
    /aria-label="Test MSE by the number of labelled rows: Base Hephaestus [\d.]+ with 2,939/,
  );
  expect(report).toContain('aria-label="Test MSE by the share of the labels, fair protocol"');
  expect(report).toMatch(/<th scope="col">10%<\/th>\s*<th scope="col">100%<\/th>/);
  expect(report).toContain('By the original protocol</h2>');
  expect(report).toContain('choose their epoch and the share of neighbours on the test rows');
  expect(csvFiles(report).get('label-fractions-fair')!.rows).toBe(4);
});
