import { createRandom } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { CategorySearch } from './category-search';
import { BestSplit, sideGain, splitGain, type SplitRules } from './split';

const rules: SplitRules = { lambda: 0, minChildWeight: 0.5, enoughForCategory: 4, singlePrecision: false };

interface Category {
  code: number;
  gradient: number;
  hessian: number;
}

const sumOf = (categories: readonly Category[]) => ({
  gradient: categories.reduce((sum, { gradient }) => sum + gradient, 0),
  hessian: categories.reduce((sum, { hessian }) => sum + hessian, 0),
});

function search(categories: readonly Category[], missing?: Category, given = rules): BestSplit {
  const node = sumOf(missing ? [...categories, missing] : categories);
  const searched = new CategorySearch(100);
  const best = new BestSplit();
  searched.start(node, missing !== undefined, given);
  for (const { code, gradient, hessian } of categories) searched.add(code, gradient, hessian);
  searched.search(3, node, given, best);
  return best;
}

/** The definition: every set of categories against all others and the rest. */
function bestOfAllSets(categories: readonly Category[], rest: readonly Category[]): number {
  const node = sumOf([...categories, ...rest]);
  const whole = sideGain(node.gradient, node.hessian, rules);
  let best = -Infinity;
  for (let mask = 1; mask < 2 ** categories.length; mask++) {
    const { gradient, hessian } = sumOf(categories.filter((_, i) => mask & (1 << i)));
    const [otherGradient, other] = [node.gradient - gradient, node.hessian - hessian];
    if (hessian < rules.minChildWeight || other < rules.minChildWeight) continue;
    best = Math.max(best, splitGain(gradient, hessian, otherGradient, other, whole, rules));
  }
  return best;
}

function drawCategories(count: number, seed: number): Category[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, code) => {
    const hessian = 4 + random.integer(9);
    return { code, hessian, gradient: hessian * random.normal() };
  });
}

describe('CategorySearch', () => {
  it.each([1, 2, 3, 4, 5])('finds the best of all sets by cuts of one order (sample %i)', seed => {
    const categories = drawCategories(9, seed);
    expect(search(categories).gain).toBeCloseTo(bestOfAllSets(categories, []), 9);
    const missing = { code: -1, gradient: 20, hessian: 6 };
    expect(search(categories, missing).gain).toBeCloseTo(bestOfAllSets(categories, [missing]), 9);
  });

  it('sends the smaller side right where no rest is there, so that what is unknown goes with most rows', () => {
    const categories = [
      { code: 4, gradient: -30, hessian: 10 },
      { code: 7, gradient: -28, hessian: 10 },
      { code: 1, gradient: 30, hessian: 10 },
    ];
    const small = search(categories);
    expect([...small.set]).toEqual([1]);
    expect(small).toMatchObject({ feature: 3, defaultLeft: true, leftGradient: -58, leftHessian: 20 });
    const other = search(
      categories.map(({ code, gradient, hessian }) => ({ code, hessian, gradient: -gradient })),
    );
    expect([...other.set]).toEqual([1]);
  });

  it('keeps categories of few rows with the missing values, on the left', () => {
    const categories = [
      { code: 0, gradient: 40, hessian: 40 },
      { code: 1, gradient: -40, hessian: 40 },
      { code: 2, gradient: 9, hessian: 3 },
    ];
    expect([...search(categories).set]).toEqual([1]);
    const turned = [...categories.slice(0, 2), { code: 2, gradient: -9, hessian: 3 }];
    expect([...search(turned).set]).toEqual([0]);
    expect([...search(categories.slice(2), { code: -1, gradient: -1, hessian: 70 }).set]).toEqual([]);
  });

  it('tells whether there is anything to part', () => {
    const searched = new CategorySearch(3);
    const node = { gradient: 1, hessian: 10 };
    const found = (hasMissing: boolean, codes: number[]) => {
      searched.start(node, hasMissing, rules);
      for (const code of codes) searched.add(code, 1 / codes.length, 10 / codes.length);
      return searched.search(0, node, rules, new BestSplit());
    };
    expect(found(false, [])).toBe(false);
    expect(found(true, [])).toBe(false);
    expect(found(false, [2])).toBe(false);
    expect(found(true, [2])).toBe(true);
    expect(found(false, [0, 2])).toBe(true);
  });

  it('does not cut between equals, nor depend on the order in which it hears of categories', () => {
    const categories = [
      { code: 0, gradient: 0.3, hessian: 3 },
      { code: 1, gradient: 0.1, hessian: 1 },
      { code: 2, gradient: 0.7, hessian: 7 },
      { code: 3, gradient: 0.30000000000000004, hessian: 5 },
    ].map(category => ({ ...category, hessian: category.hessian * 8, gradient: category.gradient * 8 }));
    const one = search(categories);
    const renamed = search(categories.toReversed());
    expect([...renamed.set]).toEqual([...one.set]);
    expect([renamed.gain, renamed.leftGradient]).toEqual([one.gain, one.leftGradient]);
    expect([...one.set]).toEqual([3]);
  });

  it('leaves sides lighter than the least alone', () => {
    const categories = [
      { code: 0, gradient: -90, hessian: 10 },
      { code: 1, gradient: 2, hessian: 20 },
      { code: 2, gradient: 4, hessian: 20 },
    ];
    expect([...search(categories).set]).toEqual([0]);
    expect([...search(categories, undefined, { ...rules, minChildWeight: 15 }).set]).toEqual([2]);
    expect(search(categories, undefined, { ...rules, minChildWeight: 30 }).feature).toBe(-1);
  });
});
