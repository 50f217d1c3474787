import { closest, distance } from 'fastest-levenshtein';

/**
 * Refuses anything but an object with options that exist, so that a misspelt one is not silently left out.
 *
 * @param owner what takes the options, as a message names it
 * @throws TypeError that names the option, and the nearest one that exists
 */
export function checkOptions(owner: string, options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new TypeError(`${owner}: options must be an object; received ${described(options)}`);
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const nearest = nearestName(name, known);
    const hint = nearest === undefined ? '' : `did you mean "${nearest}"? `;
    throw new TypeError(`${owner} has no option "${name}": ${hint}it takes ${[...known].sort().join(', ')}`);
  }
}

/** The nearest of the names, letters alone compared, if no more than a third of the word would have to change. */
function nearestName(name: string, known: readonly string[]): string | undefined {
  const letters = lettersOf(name);
  const byLetters = new Map(known.map(option => [lettersOf(option), option]));
  const nearest = closest(letters, [...byLetters.keys()]);
  const isNear = distance(letters, nearest) <= Math.max(1, Math.floor(letters.length / 3));
  return isNear ? byLetters.get(nearest) : undefined;
}

/** `output_dim` and `outputDim` are one word. */
const lettersOf = (name: string) => name.replace(/[_\-\s]/g, '').toLowerCase();

function described(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  return value === null || value === undefined ? String(value) : `${typeof value} ${String(value)}`;
}
