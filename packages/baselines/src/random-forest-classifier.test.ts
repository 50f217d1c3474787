import { accuracy, Table } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { plantClasses, plantTable } from '../test/tables';
import { RandomForestClassifier } from './random-forest-classifier';
import { RandomForestRegressor } from './random-forest-regressor';

const target = { target: 'y' };
const classesOf = (table: Table) => table.toRows().map(({ y }) => y as string);

describe('RandomForestClassifier', () => {
  const train = plantClasses(600, 1, 3);
  const test = plantClasses(300, 2, 3);

  it('gives the classes’ shares in a leaf as probabilities', async () => {
    const table = Table.fromColumns({
      x: [1, 1, 1, 1, 2, 2, 2, 2],
      y: [...'aaabbbcc'],
    });
    const options = { nEstimators: 2, bootstrap: false, maxDepth: 1 };
    const model = await new RandomForestClassifier(options).fit(table, target);
    const probabilities = await model.predictProba(Table.fromColumns({ x: [0, 3] }));
    expect(probabilities).toEqual([Float32Array.of(0.75, 0.25, 0), Float32Array.of(0, 0.5, 0.5)]);
    expect(await model.predict(Table.fromColumns({ x: [0, 3] }))).toEqual(['a', 'b']);
  });

  it('finds the tree of the definition: the cut that leaves the least Gini impurity', async () => {
    const table = plantClasses(80, 3, 3).select(['power', 'wind', 'y']);
    const rows = table.toRows();
    const impurity = (ofSide: typeof rows) => {
      const counts = new Map<unknown, number>();
      for (const { y } of ofSide) counts.set(y, (counts.get(y) ?? 0) + 1);
      return ofSide.length - [...counts.values()].reduce((sum, n) => sum + n * n, 0) / ofSide.length;
    };
    let least = Infinity;
    for (const feature of ['power', 'wind'])
      for (const cut of [...rows.map(row => row[feature] as number | null), Infinity])
        for (const missingLeft of [false, true]) {
          const goesLeft = (row: (typeof rows)[number]) =>
            row[feature] === null ? missingLeft : (row[feature] as number) < (cut ?? NaN);
          const [left, right] = [rows.filter(goesLeft), rows.filter(row => !goesLeft(row))];
          if (left.length > 0 && right.length > 0) least = Math.min(least, impurity(left) + impurity(right));
        }
    const options = { nEstimators: 1, bootstrap: false, maxDepth: 1, maxFeatures: 2 };
    const model = await new RandomForestClassifier(options).fit(table, target);
    const groups = new Map<string, typeof rows>();
    (await model.predictProba(table)).forEach((p, i) => {
      const key = p.join();
      groups.set(key, [...(groups.get(key) ?? []), rows[i]!]);
    });
    const found = [...groups.values()].reduce((sum, side) => sum + impurity(side), 0);
    expect(found).toBeCloseTo(least, 8);
  });

  it('splits two classes as a regressor of 0 and 1 does, since Gini impurity is twice the variance', async () => {
    const two = plantClasses(500, 4, 2);
    const numbers = two.withColumn(
      'y',
      classesOf(two).map(name => Number(name.at(-1))),
    );
    const options = { nEstimators: 1, bootstrap: false, maxFeatures: 4, maxDepth: 2, maxBins: 1000 };
    const classifier = await new RandomForestClassifier(options).fit(two, target);
    const regressor = await new RandomForestRegressor(options).fit(numbers, target);
    const expected = await regressor.predict(two);
    (await classifier.predictProba(two)).forEach((row, i) => expect(row[1]).toBeCloseTo(expected[i]!, 5));
  });

  it('learns training rows by heart, and keeps leaves as large as asked', async () => {
    const few = train.slice(0, 200);
    const options = { nEstimators: 3, bootstrap: false, maxFeatures: 4 };
    const model = await new RandomForestClassifier(options).fit(few, target);
    expect(await model.predict(few)).toEqual(classesOf(few));
    const coarse = await new RandomForestClassifier({ ...options, minSamplesLeaf: 60 }).fit(few, target);
    expect(coarse.numNodes).toBeLessThanOrEqual(3 * 5);
    expect(coarse.countParams()).toBe(3 * coarse.numNodes);
  });

  it('estimates its accuracy on other rows from the rows that trees have not seen', async () => {
    const model = await new RandomForestClassifier({ oobScore: true }).fit(train, target);
    const onOthers = accuracy(classesOf(test), await model.predict(test));
    expect(Math.abs(model.oobScore! - onOthers)).toBeLessThan(0.05);
    expect(accuracy(classesOf(train), await model.predict(train))).toBeGreaterThan(model.oobScore! + 0.05);
  });
});

describe('oobScore of a regressor', () => {
  const train = plantTable(400, 1);

  it('is R² on the rows that each tree has not seen', async () => {
    const options = { nEstimators: 1, oobScore: true, seed: 5 };
    const model = await new RandomForestRegressor(options).fit(train, target);
    // A lone tree knows by heart what it has seen: the rows it gets wrong are among the others.
    const predictions = await model.predict(train);
    const truth = train.toRows().map(({ y }) => y as number);
    const wrong = truth.filter((y, i) => Math.abs(predictions[i]! - y) > 1e-4).length;
    expect(wrong / 400).toBeGreaterThan(0.3);
    expect(wrong / 400).toBeLessThan(0.45);
    expect(model.oobScore).toBeGreaterThan(0.5);
    expect(model.oobScore).toBeLessThan(0.95);
    const more = await new RandomForestRegressor({ oobScore: true, nEstimators: 50 }).fit(train, target);
    expect(more.oobScore).toBeGreaterThan(model.oobScore!);
  });

  it('is there where it is asked for, and needs a bootstrap', async () => {
    const model = await new RandomForestRegressor({ nEstimators: 2 }).fit(train, target);
    expect(model.oobScore).toBeUndefined();
    const without = new RandomForestRegressor({ oobScore: true, bootstrap: false });
    await expect(without.fit(train, target)).rejects.toThrow('oobScore needs bootstrap');
  });
});
