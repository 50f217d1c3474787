import { closest, distance } from 'fastest-levenshtein';

/** The names of an options type, each once: a name that is missing or does not exist is a compile-time error. */
export type OptionNames<Options> = Readonly<Record<keyof Options, true>>;

/**
 * Makes sure that every option exists, so that a misspelt one is not silently left out.
 *
 * @param owner what takes the options, as a message names it: `'XGBoostRegressor'`, `'fit'`
 * @param options what was given; `undefined` counts as nothing given
 * @param names the options that there are
 * @throws TypeError naming the option and the nearest that exists, or if `options` is no object
 */
export function checkOptions<Options extends object>(
  owner: string,
  options: unknown,
  names: OptionNames<Options>,
): asserts options is Options | undefined {
  if (options === undefined) return;
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new TypeError(`${owner}: options must be an object; received ${described(options)}`);
  for (const name of Object.keys(options))
    if (!Object.hasOwn(names, name)) throw unknownOption(owner, name, Object.keys(names));
}

function unknownOption(owner: string, name: string, known: readonly string[]): TypeError {
  const nearest = nearestName(name, known);
  const hint = nearest === undefined ? '' : `did you mean "${nearest}"? `;
  const list = known.length === 0 ? 'it takes none' : `it takes ${[...known].sort().join(', ')}`;
  return new TypeError(`${owner} has no option "${name}": ${hint}${list}`);
}

/** The nearest of the names, letters alone compared, if no more than a third of the word would have to change. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const letters = lettersOf(name);
  const byLetters = new Map(known.map(option => [lettersOf(option), option]));
  const nearest = closest(letters, [...byLetters.keys()]);
  const isNear = distance(letters, nearest) <= Math.max(1, Math.floor(letters.length / 3));
  return isNear ? byLetters.get(nearest) : undefined;
}

/** `n_estimators`, `n-estimators` and `nEstimators` are one word. */
const lettersOf = (name: string) => name.replace(/[_\-\s]/g, '').toLowerCase();

function described(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  return value === null ? 'null' : `${typeof value} ${String(value)}`;
}
