import { type EstimatorSpec, type TestEstimator, type TestTable } from './estimator-spec';

/** Rows of the tables that estimators are checked with. */
export const numRows = 240;

/** Two numbers and a category per row, drawn from a fixed sequence; all numbers are exact in float32. */
export function featureColumns() {
  let state = 12345;
  const draw = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const rows = Array.from({ length: numRows }, () => ({
    a: draw(64) / 16 - 2,
    b: draw(64) / 16 - 2,
    c: ['north', 'south', 'west'][draw(3)]!,
  }));
  return { a: rows.map(row => row.a), b: rows.map(row => row.b), c: rows.map(row => row.c) };
}

/** Numbers, of which a straight line explains most and a product the rest, or whether they are above 0. */
export function targetColumn(task: 'regression' | 'classification'): number[] | string[] {
  const { a, b, c } = featureColumns();
  const shift = { north: 0, south: 2, west: -1 } as Record<string, number>;
  const values = a.map((x, i) => 3 * x - b[i]! + shift[c[i]!]! + 0.25 * x * b[i]!);
  return task === 'regression' ? values : values.map(value => (value > 0 ? 'high' : 'low'));
}

/** The whole table. */
export function estimatorTable<T extends TestTable<T>, E extends TestEstimator<T>>(
  spec: EstimatorSpec<T, E>,
): T {
  return spec.fromColumns({ ...featureColumns(), y: targetColumn(spec.task ?? 'regression') });
}
