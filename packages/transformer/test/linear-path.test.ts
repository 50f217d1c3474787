import { createRandom, Table } from '@heph/data';
import { useBackend } from '@heph/testing';
import { SingleRowConfig, TabularRegressor } from '@heph/transformer';
import { beforeAll, describe, expect, it } from '@jest/globals';

/** y rises with x, and waves a little, for x from `begin` to `end`. */
function risingTable(begin: number, end: number): Table {
  const random = createRandom(7);
  const x = Array.from({ length: 400 }, () => begin + (end - begin) * random.uniform());
  return Table.fromColumns({ x, y: x.map(value => 5 * value + Math.sin(3 * value) + 100) });
}

describe('a linear path beside the network', () => {
  beforeAll(() => useBackend('wasm'));
  const [train, beyond] = [risingTable(-2, 2), risingTable(4, 6)];
  const modelConfig = SingleRowConfig.generate(train, { target: 'y' });
  const small = { modelConfig, dModel: 8, nHeads: 2, numLayers: 0, pooling: 'flatten' as const, seed: 1 };
  const rmseBeyond = async (linearPath: boolean, epochs: number) => {
    const model = new TabularRegressor({ ...small, linearPath });
    await model.fit(train, { epochs, batchSize: 50, learningRate: 5e-3, engine: 'eager' });
    const metrics = { beyond: await model.evaluate(beyond), within: await model.evaluate(train) };
    model.dispose();
    return metrics;
  };

  it('goes on where there were no training rows', async () => {
    const [plain, straight] = [await rmseBeyond(false, 20), await rmseBeyond(true, 20)];
    expect(straight.beyond.rmse).toBeLessThan(0.5 * plain.beyond.rmse);
    expect(straight.within.r2).toBeGreaterThan(0.98);
  });

  it('is least squares before the network has learned anything', async () => {
    const { within } = await rmseBeyond(true, 1);
    // What is left of 5x + sin 3x + 100 without its best line is less than a tenth of the whole.
    expect(within.r2).toBeGreaterThan(0.9);
  });

  it('learns from categories alone as if it were not there', async () => {
    const table = Table.fromColumns({ kind: ['a', 'b', 'a', 'b'], y: [1, 2, 1, 2] });
    const model = new TabularRegressor({
      ...small,
      modelConfig: SingleRowConfig.generate(table, { target: 'y' }),
      linearPath: true,
    });
    await model.fit(table, { epochs: 2, engine: 'eager' });
    for (const value of await model.predict(table)) expect(Number.isFinite(value)).toBe(true);
    model.dispose();
  });
});
