import { HephError, Table } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { plantClasses, plantTable } from '../../test/tables';
import { RandomForestClassifier } from '../random-forest-classifier';
import { RandomForestRegressor } from '../random-forest-regressor';
import { XGBoostClassifier } from '../xgboost-classifier';
import { XGBoostRegressor } from '../xgboost-regressor';

const names = ['power', 'wind', 'noise', 'site'];

/** For each row, the expected value and all values of the row. */
function sums({ values, expectedValue }: { values: Float64Array; expectedValue: number }, width: number) {
  return Array.from({ length: values.length / width }, (_, row) =>
    values.subarray(row * width, (row + 1) * width).reduce((sum, value) => sum + value, expectedValue),
  );
}

function expectAllWithin(found: readonly number[], truth: ArrayLike<number>, tolerance: number): void {
  expect(found).toHaveLength(truth.length);
  found.forEach((value, i) => expect(Math.abs(value - truth[i]!)).toBeLessThan(tolerance));
}

describe.each([
  ['RandomForestRegressor', () => new RandomForestRegressor({ nEstimators: 10 })],
  ['XGBoostRegressor', () => new XGBoostRegressor({ nEstimators: 30 })],
])('%s', (_, create) => {
  const train = plantTable(400, 1);
  const test = plantTable(40, 2);

  it('explains each prediction completely', async () => {
    const model = await create().fit(train, { target: 'y' });
    const predictions = await model.predict(test);
    const explained = await model.shapValues(test);
    expect(explained.featureNames).toEqual(names);
    expectAllWithin(sums(explained, 4), predictions, 1e-12);
    const pairs = await model.shapInteractionValues(test);
    expect(pairs.featureNames).toEqual(names);
    expect(pairs.expectedValue).toBe(explained.expectedValue);
    expectAllWithin(sums(pairs, 16), predictions, 1e-12);
    const strength = (i: number, j: number) =>
      predictions.reduce((sum, __, row) => sum + Math.abs(pairs.values[16 * row + 4 * i + j]!), 0);
    expect(strength(1, 3)).toBeGreaterThan(2 * strength(0, 2));
  });

  it('explains large predictions to 1e-6, though they are rounded to float32', async () => {
    const large = (table: Table) =>
      table.withColumn(
        'y',
        table.toRows().map(({ y }) => 5000 + (y as number)),
      );
    const model = await create().fit(large(train), { target: 'y' });
    expectAllWithin(sums(await model.shapValues(test), 4), await model.predict(test), 1e-6);
  });

  it('ranks features by gain and by splits', async () => {
    const model = await create().fit(train, { target: 'y' });
    for (const kind of ['gain', 'totalGain', 'splits'] as const) {
      const found = model.importancesBy(kind);
      expect(found.reduce((sum, { importance }) => sum + importance, 0)).toBeCloseTo(1, 10);
      expect(found).toHaveLength(4);
    }
    expect(model.importancesBy('totalGain')[0]!.feature).toBe('power');
    expect(model.importancesBy('splits')).not.toEqual(model.importancesBy('totalGain'));
    expect(() => model.importancesBy('luck' as 'gain')).toThrow(
      "kind must be one of 'gain', 'totalGain', 'splits'; received 'luck'",
    );
  });
});

describe.each([2, 3])('classifiers of %i classes', numClasses => {
  const train = plantClasses(400, 1, numClasses);
  const test = plantClasses(40, 2, numClasses);

  it('RandomForestClassifier: values add up to each class’s probability', async () => {
    const model = await new RandomForestClassifier({ nEstimators: 10 }).fit(train, { target: 'y' });
    const probabilities = await model.predictProba(test);
    const explained = await model.shapValues(test);
    const pairs = await model.shapInteractionValues(test);
    expect(explained.map(({ featureNames }) => featureNames)).toEqual(model.classes.map(() => names));
    model.classes.forEach((_, k) => {
      const ofClass = probabilities.map(row => row[k]!);
      expectAllWithin(sums(explained[k]!, 4), ofClass, 1e-12);
      expectAllWithin(sums(pairs[k]!, 16), ofClass, 1e-12);
    });
    // What one class gains, the others lose.
    explained[0]!.values.forEach((_, i) =>
      expect(explained.reduce((sum, { values }) => sum + values[i]!, 0)).toBeCloseTo(0, 6),
    );
  });

  it('XGBoostClassifier: values add up to each class’s margin', async () => {
    const model = await new XGBoostClassifier({ nEstimators: 10 }).fit(train, { target: 'y' });
    const probabilities = await model.predictProba(test);
    const explained = await model.shapValues(test);
    const pairs = await model.shapInteractionValues(test);
    expect(explained).toHaveLength(numClasses);
    const margins = explained.map(ofClass => sums(ofClass, 4));
    pairs.forEach((ofClass, k) => expectAllWithin(sums(ofClass, 16), margins[k]!, 1e-12));
    probabilities.forEach((row, r) => {
      // Of two classes, both margins are the log-odds; softmax of half of them is the sigmoid.
      const exps = margins.map(ofClass => Math.exp(ofClass[r]! / (numClasses === 2 ? 2 : 1)));
      const total = exps.reduce((sum, value) => sum + value);
      row.forEach((probability, k) => expect(exps[k]! / total).toBeCloseTo(probability, 6));
    });
  });
});

describe.each([
  ['RandomForestRegressor', () => new RandomForestRegressor({ nEstimators: 3 }), plantTable],
  ['XGBoostRegressor', () => new XGBoostRegressor({ nEstimators: 3 }), plantTable],
  [
    'RandomForestClassifier',
    () => new RandomForestClassifier({ nEstimators: 3 }),
    (rows: number, seed: number) => plantClasses(rows, seed, 2),
  ],
  [
    'XGBoostClassifier',
    () => new XGBoostClassifier({ nEstimators: 3 }),
    (rows: number, seed: number) => plantClasses(rows, seed, 2),
  ],
])('%s', (_, create, plant) => {
  const train = plant(200, 1);
  const fitted = () => create().fit(train, { target: 'y' });

  it('needs a fit, and the features', async () => {
    await expect(create().shapValues(train)).rejects.toMatchObject({ code: 'not-fitted' });
    await expect(create().shapInteractionValues(train)).rejects.toMatchObject({ code: 'not-fitted' });
    const model = await fitted();
    const table = Table.fromColumns({ power: [1] });
    await expect(model.shapValues(table)).rejects.toMatchObject({ code: 'missing-column' });
    await expect(model.shapInteractionValues(table)).rejects.toMatchObject({ code: 'missing-column' });
  });

  it('reports progress and stops at a signal', async () => {
    const model = await fitted();
    const reports: [number, number][] = [];
    await model.shapValues(train, { onProgress: (done, total) => void reports.push([done, total]) });
    const [done, total] = reports.at(-1)!;
    expect(done).toBe(total);
    expect(reports.every(([now], i) => now > 0 && (i === 0 || now >= reports[i - 1]![0]))).toBe(true);
    const signal = AbortSignal.abort('enough');
    const refused = expect.objectContaining({ code: 'aborted', cause: 'enough' });
    await expect(model.shapValues(train, { signal })).rejects.toEqual(refused);
    await expect(model.shapInteractionValues(train, { signal })).rejects.toEqual(refused);
    await expect(model.shapValues(train, { signal })).rejects.toBeInstanceOf(HephError);
  });

  it('explains no rows with no values', async () => {
    const model = await fitted();
    const explained = [await model.shapValues(train.slice(0, 0))].flat();
    expect(explained.map(({ values }) => values.length)).toEqual(explained.map(() => 0));
  });
});
