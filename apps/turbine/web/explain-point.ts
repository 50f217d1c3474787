import type { RowValues } from '../src/prediction/row-decoder';
import type { ColumnProfile } from '../src/training/column-profile';
import { coarseValues, typicalValues, type TypicalValues } from './typical-values';

/** What a column, or a pair of columns, does to one prediction, in the target's units. */
export interface Effect {
  readonly columns: readonly string[];
  readonly effect: number;
}

/** The largest first, whatever the sign. */
export interface PointExplanation {
  readonly columns: readonly Effect[];
  readonly pairs: readonly Effect[];
}

/** Pairs are looked for among so many columns, those of the largest effects: their number grows with the square. */
export const pairedColumns = 10;

type Predict = (rows: readonly RowValues[]) => Promise<ArrayLike<number>>;

/**
 * Explains the prediction f(x) of one row. A column's effect is f(x) − E f(x with the column set to v), over typical
 * values v. A pair's is what changing both does beyond what changing each does: E [f(x) − f(x with v) − f(x with w) +
 * f(x with v and w)], a second difference; it is 0 for columns whose effects add up.
 */
export async function explainPoint(
  profiles: readonly ColumnProfile[],
  point: RowValues,
  predict: Predict,
): Promise<PointExplanation> {
  const fine = profiles.map(typicalValues);
  const coarse = profiles.map(coarseValues);
  const singles = new Questions(point);
  const own = singles.ask([]);
  const fineAnswers = fine.map((typical, i) => typical.values.map(value => singles.ask([[i, value]])));
  const coarseAnswers = coarse.map((typical, i) => typical.values.map(value => singles.ask([[i, value]])));
  const single = await predict(singles.rows);
  const at = (answer: number) => single[answer]!;

  const effects = profiles.map((_, i) => at(own) - mean(fine[i]!, answer => at(fineAnswers[i]![answer]!)));
  const chosen = byStrength(profiles.map((_, i) => ({ i, effect: effects[i]! })))
    .slice(0, pairedColumns)
    .map(({ i }) => i)
    .sort((a, b) => a - b);
  const couples = chosen.flatMap((i, position) => chosen.slice(position + 1).map(j => [i, j] as const));

  const doubles = new Questions(point);
  const doubleAnswers = couples.map(([i, j]) =>
    coarse[i]!.values.map(v =>
      coarse[j]!.values.map(w =>
        doubles.ask([
          [i, v],
          [j, w],
        ]),
      ),
    ),
  );
  const double = couples.length > 0 ? await predict(doubles.rows) : [];
  const pairs = couples.map(([i, j], couple) => ({
    columns: [profiles[i]!.name, profiles[j]!.name],
    effect: mean(coarse[i]!, v =>
      mean(coarse[j]!, w => {
        const both = double[doubleAnswers[couple]![v]![w]!]!;
        return at(own) - at(coarseAnswers[i]![v]!) - at(coarseAnswers[j]![w]!) + both;
      }),
    ),
  }));
  return {
    columns: byStrength(profiles.map(({ name }, i) => ({ columns: [name], effect: effects[i]! }))),
    pairs: byStrength(pairs),
  };
}

/** Rows that differ from a point in some columns; each is known by its place. */
class Questions {
  readonly rows: RowValues[] = [];

  constructor(private readonly point: RowValues) {}

  ask(changes: readonly (readonly [column: number, value: number | string | null])[]): number {
    const row = [...this.point];
    for (const [column, value] of changes) row[column] = value;
    return this.rows.push(row) - 1;
  }
}

function mean({ weights }: TypicalValues, of: (index: number) => number): number {
  return weights.reduce((sum, weight, index) => sum + weight * of(index), 0);
}

function byStrength<E extends { readonly effect: number }>(effects: readonly E[]): E[] {
  return [...effects].sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
}
