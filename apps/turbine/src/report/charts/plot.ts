import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { html, Html } from '../html';

const { document } = parseHTML('<!doctype html><html></html>');

export const unit = 'NOx, mg/m³';

const font = { fontSize: '12px', fontFamily: 'inherit', background: 'transparent' };

/** The frame of plots that stand side by side. */
export const square = { width: 360, height: 320, marginLeft: 44, marginBottom: 38, marginTop: 26 };

/** A line to compare with. */
export const guide = {
  stroke: 'currentColor',
  strokeWidth: 1,
  strokeDasharray: '3,3',
  strokeOpacity: 0.6,
} as const;

/**
 * A plot as HTML. Its colours are variables of the page's style, so that they follow light and dark.
 *
 * @param label what a screen reader says in its place: what is to be seen, with the main figures
 */
export function draw(label: string, options: Plot.PlotOptions): Html {
  const { style, ...rest } = options;
  const plot = Plot.plot({ document, ...rest, style: { ...font, ...(style as object) } } as Plot.PlotOptions);
  // What is inside an image has no roles, and then may have no labels.
  for (const part of plot.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
  return html`<svg role="img" aria-label="${label}"${new Html(shorten(plot.outerHTML).slice('<svg'.length))}`;
}

/** A tenth of a pixel is enough in attributes. */
function shorten(svg: string): string {
  return svg.replace(/<[^>]+>/g, tag => tag.replace(/(\d+\.\d)\d+/g, '$1'));
}
