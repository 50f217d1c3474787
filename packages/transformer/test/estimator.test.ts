import { Table } from '@heph/data';
import { checkEstimator, useBackend } from '@heph/testing';
import { SingleRowConfig, TabularRegressor } from '@heph/transformer';
import { beforeAll } from '@jest/globals';

/** A regressor that reads its configuration off the table that it is fitted on. */
class SelfConfigured {
  private model: TabularRegressor | null = null;

  constructor(private readonly options: object = {}) {}

  async fit(table: Table): Promise<void> {
    this.model?.dispose();
    const modelConfig = SingleRowConfig.generate(table, { target: 'y' });
    const sizes = { dModel: 16, nHeads: 2, numLayers: 1, dropout: 0, seed: 1 };
    this.model = new TabularRegressor({ modelConfig, ...sizes, ...this.options });
    await this.model.fit(table, { epochs: 12, batchSize: 16, learningRate: 5e-3 });
  }

  private get fitted(): TabularRegressor {
    const modelConfig = SingleRowConfig.generate(Table.fromColumns({ x: [1], y: [1] }), { target: 'y' });
    return this.model ?? new TabularRegressor({ modelConfig });
  }

  predict(table: Table): Promise<Float32Array> {
    return this.fitted.predict(table);
  }

  save(directory: string): Promise<void> {
    return this.fitted.save(directory);
  }

  static async load(directory: string): Promise<SelfConfigured> {
    const loaded = new SelfConfigured();
    loaded.model = await TabularRegressor.load(directory);
    return loaded;
  }

  dispose(): void {
    this.model?.dispose();
  }
}

beforeAll(() => useBackend('wasm'));

checkEstimator<Table, SelfConfigured>('TabularRegressor', {
  fromColumns: columns => Table.fromColumns(columns),
  create: () => new SelfConfigured(),
  fit: (estimator, table) => estimator.fit(table),
  load: directory => SelfConfigured.load(directory),
  floor: 0.5,
  invalid: {
    dModel: () => new SelfConfigured({ dModel: 0 }),
    dropout: () => new SelfConfigured({ dropout: 1 }),
  },
  tolerance: 1e-4,
});
