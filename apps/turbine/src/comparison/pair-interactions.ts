import { createRandom, Table } from '@heph/data';

/** How strongly predictions depend on two columns together. */
export interface PairInteraction {
  readonly columns: readonly [string, string];
  /** In the target's units; 0 for columns whose effects add up. */
  readonly strength: number;
}

/** So many rows tell strong pairs from weak ones; every two columns cost as many predictions again. */
const mostRows = 256;

/**
 * What a model has learned of every two columns together, whatever the model: the root of the total interaction index
 * Υ = ¼ E [f(x) − f(x with aᵢ) − f(x with aⱼ) + f(x with aᵢ and aⱼ)]², where x and a are rows drawn independently of one
 * another. It is the standard deviation of all that the two columns contribute beyond what each does alone (Liu & Owen
 * 2006, "Estimating mean dimensionality of analysis of variance decompositions"; Fruth, Roustant & Kuhnt 2014, "Total
 * interaction index").
 *
 * Columns that go together in the data are varied one by one, so that the model is asked about combinations which the
 * data do not have.
 *
 * @param rows the model's columns; the index is over at most 256 of them
 * @returns one a pair, the strongest first
 */
export async function pairInteractions(
  predict: (table: Table) => Promise<ArrayLike<number>>,
  rows: Table,
  seed: number,
): Promise<PairInteraction[]> {
  const names = rows.columnNames;
  const pairs = names.flatMap((one, i) => names.slice(i + 1).map(other => [one, other] as const));
  const own = Array.from(createRandom(seed).permutation(rows.numRows).subarray(0, mostRows));
  // Every row's partner is the next of a random order: never the row itself.
  const partners = own.map((_, i) => own[(i + 1) % own.length]!);

  /** For every row: which columns come from its partner. */
  const changes: (readonly string[])[] = [[], ...names.map(name => [name]), ...pairs];
  const columns = names.map(name => {
    const column = rows.column(name);
    const places = changes.flatMap(changed => (changed.includes(name) ? partners : own));
    // A column has values of one kind.
    return [name, places.map(row => column.get(row)) as (number | null)[]] as const;
  });
  const answers = await predict(Table.fromColumns(Object.fromEntries(columns)));
  const answerTo = (changed: number, row: number) => answers[changed * own.length + row]!;

  return pairs
    .map(([one, other], pair) => {
      const [i, j, both] = [1 + names.indexOf(one), 1 + names.indexOf(other), 1 + names.length + pair];
      const squares = own.map(
        (_, row) => (answerTo(0, row) - answerTo(i, row) - answerTo(j, row) + answerTo(both, row)) ** 2,
      );
      const mean = squares.reduce((sum, square) => sum + square, 0) / own.length;
      return { columns: [one, other] as const, strength: Math.sqrt(mean / 4) };
    })
    .sort((one, other) => other.strength - one.strength);
}
