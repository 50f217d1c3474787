import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, Table } from '@heph/data';
import { EnhancedTabularClassifier, noInteractions } from '@heph/enhanced';
import { checkEstimator, noLeakedTensors, useBackend } from '@heph/testing';
import { SingleRowConfig, TabularClassifier, type EngineName } from '@heph/transformer';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

/** Whether a·b is above 0, among noise and a category. */
function signTable(numRows: number, seed: number): Table {
  const random = createRandom(seed);
  const normals = () => Array.from({ length: numRows }, () => random.normal());
  const [a, b, noise] = [normals(), normals(), normals()];
  return Table.fromColumns({
    a,
    noise,
    b,
    u: a.map(() => 'pq'[random.integer(2)]!),
    y: a.map((x, i) => (x * b[i]! > 0 ? 'same' : 'other')),
  });
}

const train = signTable(800, 1);
const test = signTable(200, 2);
const modelConfig = SingleRowConfig.generate(train, { target: 'y' });
const small = { modelConfig, dModel: 16, nHeads: 2, numLayers: 1, dropout: 0, seed: 1 };
const pairs = [{ features: ['a', 'b'] as [string, string], kind: 'numeric' as const, score: 1 }];
const withPair = { ...small, interactionConfig: { ...noInteractions, pairs } };

let folder: string;
beforeAll(async () => {
  await useBackend('wasm');
  folder = await mkdtemp(join(tmpdir(), 'heph-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('EnhancedTabularClassifier', () => {
  it('learns the sign of a product, saves and loads as itself', async () => {
    const model = new EnhancedTabularClassifier(withPair);
    await model.fit(train, { epochs: 8, batchSize: 50, learningRate: 5e-3 });
    expect(model.model.layers.map(layer => layer.name)).toContain('interaction_pairs');
    expect((await model.evaluate(test)).accuracy).toBeGreaterThan(0.9);
    await model.save(join(folder, 'model'));
    const loaded = await EnhancedTabularClassifier.load(join(folder, 'model'));
    expect(loaded).toBeInstanceOf(EnhancedTabularClassifier);
    expect(loaded.interactionConfig).toEqual(model.interactionConfig);
    expect(await loaded.predictProba(test)).toEqual(await model.predictProba(test));
    await expect(TabularClassifier.load(join(folder, 'model'))).rejects.toThrow(
      /expected a saved TabularClassifier; received a EnhancedTabularClassifier/,
    );
    model.dispose();
    loaded.dispose();
  });

  it('goes on from a checkpoint of the same interactions only, eagerly and compiled', async () => {
    for (const engine of ['eager', 'compiled'] as EngineName[]) {
      const fit = async (name: string, signal?: AbortSignal, interactionConfig = {}) => {
        const model = new EnhancedTabularClassifier({ ...small, interactionConfig });
        const checkpointDir = join(folder, `${name}-${engine}`);
        const options = { epochs: 3, batchSize: 100, validation: test, engine, checkpointDir };
        const callbacks = { onEpochEnd: () => void (signal && controller.abort()) };
        try {
          await model.fit(train, { ...options, callbacks, ...(signal && { signal }) });
          return model.model.getWeights().map(weight => Array.from(weight.dataSync()));
        } finally {
          model.dispose();
        }
      };
      const controller = new AbortController();
      const whole = await fit('whole');
      expect(await fit('half', controller.signal)).not.toEqual(whole);
      await expect(fit('half', undefined, { lowRankRank: 4 })).rejects.toThrow(/interactionConfig/);
      expect(await fit('half')).toEqual(whole);
    }
  });

  it('leaves no tensor behind', async () => {
    const run = async () => {
      const model = new EnhancedTabularClassifier(withPair);
      await model.fit(train, { epochs: 1, validation: test });
      model.dispose();
    };
    await run();
    await noLeakedTensors(run);
  });
});

/** A classifier that reads its configuration off the table that it is fitted on. */
class SelfConfigured {
  model: EnhancedTabularClassifier | null = null;

  constructor(private readonly options: object = {}) {}

  async fit(table: Table): Promise<void> {
    this.model?.dispose();
    const config = SingleRowConfig.generate(table, { target: 'y' });
    this.model = new EnhancedTabularClassifier({ ...small, modelConfig: config, ...this.options });
    await this.model.fit(table, { epochs: 12, batchSize: 16, learningRate: 5e-3 });
  }

  private get fitted(): EnhancedTabularClassifier {
    return this.model ?? new EnhancedTabularClassifier(small);
  }

  predict(table: Table): Promise<string[]> {
    return this.fitted.predict(table);
  }

  save(directory: string): Promise<void> {
    return this.fitted.save(directory);
  }

  dispose(): void {
    this.model?.dispose();
  }
}

checkEstimator<Table, SelfConfigured>('EnhancedTabularClassifier', {
  fromColumns: columns => Table.fromColumns(columns),
  create: () => new SelfConfigured(),
  fit: (estimator, table) => estimator.fit(table),
  load: async directory => {
    const loaded = new SelfConfigured();
    loaded.model = await EnhancedTabularClassifier.load(directory);
    return loaded;
  },
  floor: 0.85,
  task: 'classification',
  invalid: { dModel: () => new SelfConfigured({ dModel: 0 }) },
  tolerance: 1e-4,
});
