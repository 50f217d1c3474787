import { createRandom } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import type { BinnedMatrix } from '../trees/binning';
import { GiniCategories } from './gini-categories';
import { GiniScan } from './gini-scan';

const numCategories = 6;
const numRows = 150;

/** One feature of six categories, of which some rows have none. */
function draw(seed: number, numClasses: number, missing: number) {
  const random = createRandom(seed);
  const bins = Uint16Array.from({ length: numRows }, () =>
    random.uniform() < missing ? numCategories : random.integer(numCategories),
  );
  const lean = Array.from({ length: numCategories + 1 }, () => random.uniform());
  const labels = Array.from(bins, bin =>
    random.uniform() < 0.7 ? Math.floor(lean[bin]! * numClasses) : random.integer(numClasses),
  );
  const weights = Float64Array.from({ length: numRows }, () => 1 + random.integer(2));
  return { bins, labels, weights };
}

type Sample = ReturnType<typeof draw>;

function search({ bins, labels, weights }: Sample, numClasses: number): GiniScan {
  const matrix: BinnedMatrix = {
    numRows,
    numFeatures: 1,
    bins,
    offsets: Uint32Array.of(0, numCategories + 1),
    edges: new Float32Array(numCategories + 1).fill(NaN),
    lowestEdges: Float32Array.of(NaN),
    numCategories: Uint32Array.of(numCategories),
  };
  const scan = new GiniScan(labels, weights, numClasses, 0.5);
  const rows = Uint32Array.from(labels.keys());
  scan.enter(rows);
  expect(new GiniCategories(matrix, matrix.numCategories!, numClasses).tryCuts(0, rows, scan)).toBe(true);
  return scan;
}

/** W times the Gini impurity of rows. */
function impurity({ labels, weights }: Sample, rows: readonly number[], numClasses: number): number {
  const ofClass = new Float64Array(numClasses);
  for (const row of rows) ofClass[labels[row]!]! += weights[row]!;
  const total = ofClass.reduce((sum, weight) => sum + weight, 0);
  return total === 0 ? 0 : total - ofClass.reduce((sum, weight) => sum + weight * weight, 0) / total;
}

function gainOf(sample: Sample, set: ReadonlySet<number>, numClasses: number): number {
  const all = [...sample.labels.keys()];
  const right = all.filter(row => set.has(sample.bins[row]!));
  const left = all.filter(row => !set.has(sample.bins[row]!));
  const [whole, ...sides] = [all, left, right].map(rows => impurity(sample, rows, numClasses));
  return whole! - sides[0]! - sides[1]!;
}

/** The definition: every set of categories against the others and the missing. */
function bestOfAllSets(sample: Sample, numClasses: number): number {
  const gains = Array.from({ length: 2 ** numCategories - 1 }, (_, i) => {
    const members = Array.from({ length: numCategories }, (__, code) => code);
    return gainOf(sample, new Set(members.filter(code => (i + 1) & (1 << code))), numClasses);
  });
  return Math.max(...gains);
}

describe('GiniCategories', () => {
  it.each([1, 2, 3, 4])('finds the best set for two classes (sample %i)', seed => {
    for (const missing of [0, 0.2]) {
      const sample = draw(seed, 2, missing);
      const scan = search(sample, 2);
      expect(scan.bestGain).toBeCloseTo(bestOfAllSets(sample, 2), 9);
      expect(gainOf(sample, new Set(scan.bestSet), 2)).toBeCloseTo(scan.bestGain, 9);
    }
  });

  it.each([1, 2, 3, 4])('comes close to the best for four classes (sample %i)', seed => {
    const sample = draw(seed, 4, 0.2);
    const scan = search(sample, 4);
    expect(gainOf(sample, new Set(scan.bestSet), 4)).toBeCloseTo(scan.bestGain, 9);
    expect(scan.bestGain / bestOfAllSets(sample, 4)).toBeGreaterThan(0.8);
  });

  it('sends the smaller side right where nothing is missing', () => {
    const sample = draw(5, 2, 0);
    const { bestSet } = search(sample, 2);
    const weightIn = (inSet: boolean) =>
      sample.weights.reduce(
        (sum, weight, row) => (bestSet.includes(sample.bins[row]!) === inSet ? sum + weight : sum),
        0,
      );
    expect(weightIn(true)).toBeLessThanOrEqual(weightIn(false));
  });
});
