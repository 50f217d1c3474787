import { createRandom, Table } from '@heph/data';

/** Rows of `y = 3·a·b + bump(kind) + noise`: a product and a category to find, with some cells missing. */
export function interactionTable(numRows: number, seed: number): Table {
  const random = createRandom(seed);
  const columns = { a: [] as number[], b: [] as number[], kind: [] as (string | null)[], y: [] as number[] };
  for (let i = 0; i < numRows; i++) {
    const [a, b] = [random.normal(), random.normal()];
    const kind = random.integer(3);
    columns.a.push(i % 25 === 3 ? NaN : 100 + 10 * a);
    columns.b.push(b);
    columns.kind.push(i % 25 === 7 ? null : ['low', 'mid', 'high'][kind]!);
    columns.y.push(1000 + 50 * (3 * a * b + 2 * kind + 0.1 * random.normal()));
  }
  return Table.fromColumns(columns);
}
