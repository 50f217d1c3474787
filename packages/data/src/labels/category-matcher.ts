import { requireTexts } from '../options/require-text';
import { canonicalText } from './class-label';

/** The place of a category among those that are known; -1 where it is none of them. */
export type CategoryMatcher = (category: string) => number;

const matchers = new WeakMap<readonly string[], CategoryMatcher>();

/**
 * Finds categories among known ones, in whichever of the spellings that programs write for one value. A category is the
 * known one of the same text; failing that, the only one that has the same canonical text ({@link canonicalText}), white
 * space around it left out: so `1.0` is found where `1` is known and `True` where `true` is, but `01` is not `1`. Where
 * training told two spellings apart, they stay apart.
 */
export function categoryMatcher(known: readonly string[]): CategoryMatcher {
  const kept = matchers.get(known);
  if (kept) return kept;
  requireTexts('known', known);
  const exact = new Map(known.map((category, place) => [category, place]));
  let bySpelling: ReadonlyMap<string, number> | undefined;
  const matcher: CategoryMatcher = category => {
    const place = exact.get(category);
    if (place !== undefined) return place;
    bySpelling ??= placesBySpelling(known);
    return bySpelling.get(canonicalText(category.trim())) ?? -1;
  };
  matchers.set(known, matcher);
  return matcher;
}

function placesBySpelling(known: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  known.forEach((category, place) => {
    const spelling = canonicalText(category.trim());
    places.set(spelling, places.has(spelling) ? -1 : place);
  });
  return places;
}
