import { createRandom, Table } from '@heph/data';
import { EnhancedTabularRegressor, noInteractions } from '@heph/enhanced';
import { useBackend } from '@heph/testing';
import { MaskedTabularModeling, SingleRowConfig, TabularRegressor, type EngineName } from '@heph/transformer';
import { beforeAll, describe, expect, it } from '@jest/globals';

const random = createRandom(1);
const normals = () => Array.from({ length: 160 }, () => random.normal());
const [a, b] = [normals(), normals()];
const table = Table.fromColumns({
  a: a.map((value, i) => (i % 20 === 0 ? NaN : value)),
  b,
  u: a.map((_, i) => 'pqrs'[i % 4]!),
  v: b.map((_, i) => ['x', null, 'z'][i % 3]!),
  y: a.map((value, i) => value * b[i]! + (i % 4)),
});
const modelConfig = SingleRowConfig.generate(table, { target: 'y' });
const sizes = { modelConfig, dModel: 8, nHeads: 2, numLayers: 1, seed: 1 };
const pairs = [{ features: ['a', 'b'] as [string, string], kind: 'numeric' as const, score: 1 }];

/** 50 steps' losses. */
async function losses(
  model: TabularRegressor | MaskedTabularModeling,
  engine: EngineName,
): Promise<{ name: string; values: number[] }> {
  const values: number[] = [];
  const history = await model.fit(table, {
    engine,
    epochs: 5,
    batchSize: 16,
    callbacks: {
      onBatchEnd: (_batch: number, logs?: { loss?: number }) => void values.push(logs?.loss ?? NaN),
    },
  });
  model.dispose();
  return { name: history.engine.name, values };
}

describe('compiled training', () => {
  beforeAll(() => useBackend('cpu'));

  it.each<[string, () => TabularRegressor | MaskedTabularModeling]>([
    ['base', () => new TabularRegressor({ ...sizes, dropout: 0 })],
    ['base with dropout', () => new TabularRegressor({ ...sizes, dropout: 0.2 })],
    [
      'enhanced without interactions',
      () => new EnhancedTabularRegressor({ ...sizes, dropout: 0, interactionConfig: noInteractions }),
    ],
    [
      'interactive',
      () => new EnhancedTabularRegressor({ ...sizes, dropout: 0, interactionConfig: { pairs, dropout: 0 } }),
    ],
    ['pre-training', () => new MaskedTabularModeling({ ...sizes, dropout: 0 })],
  ])('goes step by step as eager training does: %s', async (_what, build) => {
    const [eager, compiled] = [await losses(build(), 'eager'), await losses(build(), 'compiled')];
    expect([eager.name, compiled.name]).toEqual(['eager', 'compiled']);
    expect(compiled.values).toHaveLength(50);
    compiled.values.forEach((loss, step) =>
      expect(Math.abs(loss / eager.values[step]! - 1)).toBeLessThan(1e-4),
    );
  });
});
