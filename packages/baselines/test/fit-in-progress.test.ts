import {
  LinearRegression,
  LogisticRegression,
  RandomForestClassifier,
  RandomForestRegressor,
  XGBoostClassifier,
  XGBoostRegressor,
} from '@heph/baselines';
import { createRandom, Table } from '@heph/data';
import { describe, expect, it } from '@jest/globals';

const random = createRandom(1);
const x = Array.from({ length: 200 }, () => random.normal());
const numbers = Table.fromColumns({ x, y: x.map(value => 2 * value) });
const opposite = numbers.withColumn(
  'y',
  x.map(value => -2 * value),
);
const classOf = (table: Table) =>
  table.withColumn(
    'y',
    Array.from(x, (_, i) => (Number(table.column('y').get(i)) > 0 ? 'up' : 'down')),
  );

const models = [
  ['LinearRegression', () => new LinearRegression(), numbers, opposite],
  ['LogisticRegression', () => new LogisticRegression(), classOf(numbers), classOf(opposite)],
  ['RandomForestRegressor', () => new RandomForestRegressor({ nEstimators: 3 }), numbers, opposite],
  [
    'RandomForestClassifier',
    () => new RandomForestClassifier({ nEstimators: 3 }),
    classOf(numbers),
    classOf(opposite),
  ],
  ['XGBoostRegressor', () => new XGBoostRegressor({ nEstimators: 3 }), numbers, opposite],
  ['XGBoostClassifier', () => new XGBoostClassifier({ nEstimators: 3 }), classOf(numbers), classOf(opposite)],
] as const;

describe.each(models)('while %s is fitted', (name, create, first, second) => {
  const target = { target: 'y' };

  it('another fit is refused, and the first one is done', async () => {
    const [model, alone] = [create(), create()];
    const [one, two] = await Promise.allSettled([model.fit(first, target), model.fit(second, target)]);
    expect(one.status).toBe('fulfilled');
    expect(two).toMatchObject({
      status: 'rejected',
      reason: { code: 'busy', message: expect.stringContaining(`this ${name} is being fitted`) },
    });
    await alone.fit(first, target);
    expect(await model.predict(first)).toEqual(await alone.predict(first));
  });

  it('anew, it predicts as before, and so it does after a fit that was stopped', async () => {
    const model = create();
    await model.fit(first, target);
    const before = await model.predict(first);
    const fitting = model.fit(second, target);
    expect(await model.predict(first)).toEqual(before);
    await fitting;
    expect(await model.predict(first)).not.toEqual(before);

    await model.fit(first, target);
    const stopped = model.fit(second, { ...target, signal: AbortSignal.abort() });
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
    expect(await model.predict(first)).toEqual(before);
  });
});
