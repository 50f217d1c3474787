import * as Plot from '@observablehq/plot';
import { modelNames } from '../../models/names';

/** How a model is drawn beside others: told apart by more than its colour. */
export interface Series {
  readonly name: string;
  readonly color: string;
  readonly symbol: Plot.SymbolType;
}

const symbols: readonly Plot.SymbolType[] = ['circle', 'square', 'triangle', 'diamond', 'star', 'wye'];
const order: readonly string[] = Object.values(modelNames);

/** A model looks the same in every chart. */
export function seriesOf(name: string): Series {
  const place = Math.max(0, order.indexOf(name));
  return { name, color: `var(--series-${place + 1})`, symbol: symbols[place % symbols.length]! };
}

const line = 18;
const column = 184;

/** So much room a legend needs above the plot. */
export function legendHeight(series: readonly Series[]): number {
  return line * Math.ceil(series.length / 2) + 40;
}

/** Names in two columns above the frame, and below them what the vertical axis is. */
export function legend(series: readonly Series[], axis: string): Plot.Markish[] {
  const axisName = Plot.text([`↑ ${axis}`], {
    ...{ frameAnchor: 'top-left', textAnchor: 'start', dx: -36, dy: -14 },
    text: [`↑ ${axis}`],
    fill: 'currentColor',
  });
  const names = series.flatMap(({ name, color, symbol }, i) => {
    const at = { frameAnchor: 'top-left', dy: line * Math.floor(i / 2) + 12 - legendHeight(series) } as const;
    const left = column * (i % 2) - 24;
    return [
      Plot.dot([0], { ...at, dx: left, symbol, fill: color, r: 4.5 }),
      Plot.text([name], {
        ...at,
        dx: left + 12,
        text: [name],
        textAnchor: 'start',
        lineAnchor: 'middle',
        fill: 'currentColor',
      }),
    ];
  });
  return [axisName, ...names];
}
