import { tensor3d } from '@tensorflow/tfjs-core';
import { type BinTensors } from '../ops/piecewise-linear';

/** Ascending bin edges of each column: `t + 1` numbers for `t` bins. */
export type Boundaries = readonly (readonly number[])[];

/** Whether a bin from `start` to `end` has a width that float32 can tell from 0, and divide by. */
export function isBin(start: number, end: number): boolean {
  return end > start && Number.isFinite(Math.fround(1 / (Math.fround(end) - Math.fround(start))));
}

/** Refuses anything but at least two ascending edges for each column. */
export function checkBoundaries(boundaries: Boundaries): number[][] {
  return boundaries.map((edges, j) => {
    const ascends = edges.every((edge, t) => t === 0 || isBin(edges[t - 1]!, edge));
    if (edges.length < 2 || !edges.every(Number.isFinite) || !ascends) {
      throw new RangeError(
        `boundaries[${j}] must be at least two finite numbers that ascend, in float32 too; received [${edges.join(', ')}]`,
      );
    }
    return [...edges];
  });
}

/** The most bins that a column has. */
export function mostBins(boundaries: Boundaries): number {
  return Math.max(...boundaries.map(edges => edges.length - 1));
}

/** The bins as tensors; columns with fewer bins than others are filled up with empty ones. */
export function binTensors(boundaries: Boundaries): BinTensors {
  const count = mostBins(boundaries);
  const each = (value: (edges: readonly number[], bin: number) => number) =>
    tensor3d(
      boundaries.flatMap(edges =>
        Array.from({ length: count }, (_, t) => (t < edges.length - 1 ? value(edges, t) : 0)),
      ),
      [boundaries.length, 1, count],
    );
  return {
    start: each((edges, t) => edges[t]!),
    inverseWidth: each((edges, t) => 1 / (Math.fround(edges[t + 1]!) - Math.fround(edges[t]!))),
    isFirst: each((_, t) => Number(t === 0)),
    isLast: each((edges, t) => Number(t === edges.length - 2)),
  };
}
