import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';

const { document } = parseHTML('<!doctype html><html></html>');
const engines = ['hephaestus', 'sklearn', 'xgboost'];
const colors = ['#0b7285', '#d9480f', '#862e9c'];

/**
 * A processor's seconds to fit on one thread against rows, both on logarithmic scales, as an SVG file: for each model and engine a line, and dashed from its
 * first point what n log n would make of it.
 */
export function growthPlot(results) {
  const shown = results.filter(result => result.growthOverNLogN && result.threads === 1);
  const points = shown.map(({ numRows, fitProcessorSeconds, engine, model, trees }) => ({
    rows: numRows,
    seconds: fitProcessorSeconds.median,
    engine,
    model: `${model} of ${trees}`,
  }));
  const seriesOf = ({ engine, model }) => `${engine}, ${model}`;
  const guides = points.map(point => {
    const first = points.find(other => seriesOf(other) === seriesOf(point));
    const times = (point.rows * Math.log(point.rows)) / (first.rows * Math.log(first.rows));
    return { ...point, seconds: first.seconds * times };
  });
  const series = { x: 'rows', y: 'seconds', fx: 'model', z: seriesOf, stroke: 'engine' };
  const present = engines.filter(engine => points.some(point => point.engine === engine));
  const last = points.filter(({ rows }) => rows === Math.max(...points.map(point => point.rows)));
  const svg = Plot.plot({
    document,
    width: 760,
    height: 380,
    marginTop: 40,
    marginLeft: 50,
    marginRight: 90,
    marginBottom: 42,
    style: { background: 'white', fontFamily: 'system-ui, sans-serif', fontSize: '12px' },
    x: {
      type: 'log',
      label: 'rows',
      grid: true,
      ticks: [...new Set(points.map(({ rows }) => rows))],
      tickFormat: '~s',
    },
    y: { type: 'log', label: 'processor seconds to fit', grid: true, ticks: 4, tickFormat: '~r' },
    fx: { label: null },
    color: { domain: present, range: present.map(engine => colors[engines.indexOf(engine)]) },
    marks: [
      Plot.text(['dashed: n log n'], { frameAnchor: 'top-left', dx: 8, dy: 8, fontStyle: 'italic' }),
      Plot.line(guides, { ...series, strokeDasharray: '4,4', strokeOpacity: 0.6, strokeWidth: 1.2 }),
      Plot.line(points, { ...series, strokeWidth: 2 }),
      Plot.dot(points, { ...series, fill: 'engine', r: 3 }),
      Plot.text(last, {
        ...series,
        stroke: null,
        fill: 'engine',
        text: 'engine',
        textAnchor: 'start',
        dx: 8,
      }),
    ],
  });
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return `${svg.outerHTML.replace(/<[^>]+>/g, tag => tag.replace(/(\d+\.\d)\d+/g, '$1'))}\n`;
}
