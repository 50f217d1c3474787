import { createRandom, Table } from '@heph/data';

/** Rows of 2 or 3 classes by the size of `a·b` and a category's shift, with some cells missing. */
export function classTable(numRows: number, seed: number, numClasses: 2 | 3): Table {
  const random = createRandom(seed);
  const columns = { a: [] as number[], b: [] as number[], kind: [] as (string | null)[], y: [] as string[] };
  for (let i = 0; i < numRows; i++) {
    const [a, b] = [random.normal(), random.normal()];
    const kind = random.integer(2);
    const size = a * b + kind - 0.5;
    columns.a.push(i % 25 === 3 ? NaN : 100 + 10 * a);
    columns.b.push(b);
    columns.kind.push(i % 25 === 7 ? null : ['low', 'high'][kind]!);
    columns.y.push(
      numClasses === 2 ? (size > 0 ? 'plus' : 'minus') : size > 0.5 ? 'plus' : size < -0.5 ? 'minus' : 'nil',
    );
  }
  return Table.fromColumns(columns);
}
