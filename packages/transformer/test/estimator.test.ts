import { Table } from '@heph/data';
import { checkEstimator, useBackend } from '@heph/testing';
import {
  SingleRowConfig,
  TabularClassifier,
  TabularRegressor,
  type TabularRegressorOptions,
} from '@heph/transformer';
import { beforeAll } from '@jest/globals';

type Model = TabularRegressor | TabularClassifier;

interface ModelClass<M extends Model> {
  new (options: TabularRegressorOptions): M;
  load(directory: string): Promise<M>;
}

/** A model that reads its configuration off the table that it is fitted on. */
class SelfConfigured<M extends Model> {
  private model: M | null = null;

  constructor(
    private readonly modelClass: ModelClass<M>,
    private readonly options: object = {},
  ) {}

  async fit(table: Table): Promise<void> {
    this.model?.dispose();
    const modelConfig = SingleRowConfig.generate(table, { target: 'y' });
    const sizes = { dModel: 16, nHeads: 2, numLayers: 1, dropout: 0, seed: 1 };
    this.model = new this.modelClass({ modelConfig, ...sizes, ...this.options });
    await this.model.fit(table, { epochs: 12, batchSize: 16, learningRate: 5e-3 });
  }

  private get fitted(): M {
    const modelConfig = SingleRowConfig.generate(Table.fromColumns({ x: [1], y: [1] }), { target: 'y' });
    return this.model ?? new this.modelClass({ modelConfig });
  }

  predict(table: Table): Promise<Float64Array | string[]> {
    return this.fitted.predict(table);
  }

  save(directory: string): Promise<void> {
    return this.fitted.save(directory);
  }

  async load(directory: string): Promise<this> {
    this.model = await this.modelClass.load(directory);
    return this;
  }

  dispose(): void {
    this.model?.dispose();
  }
}

beforeAll(() => useBackend('wasm'));

function check<M extends Model>(
  name: string,
  task: 'regression' | 'classification',
  modelClass: ModelClass<M>,
  floor: number,
): void {
  checkEstimator<Table, SelfConfigured<M>>(name, {
    fromColumns: columns => Table.fromColumns(columns),
    create: () => new SelfConfigured(modelClass),
    fit: (estimator, table) => estimator.fit(table),
    load: directory => new SelfConfigured(modelClass).load(directory),
    floor,
    task,
    invalid: {
      dModel: () => new SelfConfigured(modelClass, { dModel: 0 }),
      dropout: () => new SelfConfigured(modelClass, { dropout: 1 }),
    },
    tolerance: 1e-4,
  });
}

check('TabularRegressor', 'regression', TabularRegressor, 0.5);
check('TabularClassifier', 'classification', TabularClassifier, 0.85);
