import type { ModelRun } from './model-result';
import type { PairInteraction } from './pair-interactions';

/** What a model has learned of every two columns together. */
export interface LearnedInteractions {
  readonly name: string;
  /** The strongest first. */
  readonly pairs: readonly PairInteraction[];
}

/** Of each model the root mean square over its fits, which may differ in their seeds. */
export function learnedInteractions(
  runs: readonly Pick<ModelRun, 'result' | 'interactions'>[],
): LearnedInteractions[] {
  const names = [...new Set(runs.map(({ result }) => result.name))];
  return names.map(name => {
    const fits = runs.filter(({ result }) => result.name === name);
    const squares = new Map<string, { columns: PairInteraction['columns']; sum: number }>();
    for (const { columns, strength } of fits.flatMap(({ interactions }) => interactions)) {
      const key = JSON.stringify(columns);
      squares.set(key, { columns, sum: (squares.get(key)?.sum ?? 0) + strength ** 2 });
    }
    const pairs = [...squares.values()].map(({ columns, sum }) => ({
      columns,
      strength: Math.sqrt(sum / fits.length),
    }));
    return { name, pairs: pairs.sort((one, other) => other.strength - one.strength) };
  });
}
