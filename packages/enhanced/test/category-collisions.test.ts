import { AdaptiveFeatureEngineering } from '@heph/autoconfig';
import { createRandom, Table } from '@heph/data';
import { EnhancedTabularRegressor } from '@heph/enhanced';
import { hashCollisions, type HashCollisionsArgs } from '@heph/layers';
import { useBackend } from '@heph/testing';
import { SingleRowConfig } from '@heph/transformer';
import { beforeAll, describe, expect, it } from '@jest/globals';

/** Rows in which every category occurs. */
function tableOf(cardinalities: number[]): Table {
  const random = createRandom(1);
  const numRows = 2 * Math.max(...cardinalities);
  const column = (count: number) => Array.from({ length: numRows }, (_, i) => `c${i % count}`);
  const categories = cardinalities.map((count, j) => [`k${j}`, column(count)] as const);
  return Table.fromColumns({
    ...Object.fromEntries(categories),
    y: Float64Array.from({ length: numRows }, () => random.normal()),
  });
}

/** The size chosen, what is said of it, and what the layer of the model makes of the two. */
async function choose(cardinalities: number[]) {
  const table = tableOf(cardinalities);
  const modelConfig = SingleRowConfig.generate(table, { target: 'y' });
  const engineering = new AdaptiveFeatureEngineering(modelConfig);
  await engineering.analyzeFeatures(table, 'y', { nEstimators: 1 });
  const choice = engineering.explainConfig().find(({ setting }) => setting === 'hashSize')!;
  const model = new EnhancedTabularRegressor({
    modelConfig,
    dModel: 2,
    nHeads: 1,
    numLayers: 1,
    interactionConfig: engineering.getInteractionConfig(),
  });
  const { hash, hashSize, cardinalities: codes } = model.model.getLayer('interaction_categories').getConfig();
  model.dispose();
  const args = { hash, hashSize, cardinalities: codes } as unknown as HashCollisionsArgs;
  return { choice, hashSize, collisions: hashCollisions(args) };
}

describe('combinations of categories', () => {
  beforeAll(() => useBackend('cpu'));

  it.each([
    [[5, 7, 8], 1000],
    [[40, 60], 2709],
    [[12, 20, 9, 31], 2501],
  ])('collide in fewer than 5 %% in the table chosen for %j', async (cardinalities, size) => {
    const { choice, hashSize, collisions } = await choose(cardinalities);
    expect([choice.value, hashSize]).toEqual([size, size]);
    expect(collisions.share).toBeLessThan(0.05);
    expect(choice.reason).toContain(
      `of ${collisions.combinations} combinations ${(100 * collisions.share).toFixed(1)} % share a row`,
    );
  });

  it('are not embedded at all where one in twenty would share a row, and the report says so', async () => {
    const table = tableOf([400, 400]);
    const modelConfig = SingleRowConfig.generate(table, { target: 'y' });
    const engineering = new AdaptiveFeatureEngineering(modelConfig);
    await engineering.analyzeFeatures(table, 'y', { nEstimators: 1 });
    const interactionConfig = engineering.getInteractionConfig();
    const model = new EnhancedTabularRegressor({ modelConfig, dModel: 2, nHeads: 1, interactionConfig });
    expect(model.model.layers.map(({ name }) => name)).not.toContain('interaction_categories');
    model.dispose();
    expect(engineering.report()).toMatch(/useCatInteractions: false .*%/);
  });
});
