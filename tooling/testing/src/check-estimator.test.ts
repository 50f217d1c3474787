import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { scalar } from '@tensorflow/tfjs-core';
import { useBackend } from './backends';
import { checkEstimator } from './check-estimator';
import {
  checkColumns,
  checkConstruction,
  checkDeterminism,
  checkMalformedTraining,
  checkMissingCells,
  checkNotFitted,
  checkPersistence,
  checkQuality,
  checkRowByRow,
  checkSampleWeights,
  checkTensorCount,
} from './estimator-checks';
import { type EstimatorSpec, type TestTable } from './estimator-spec';

type Cell = number | string;

function error(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

/** As much of a table as the checks need. */
class ToyTable implements TestTable<ToyTable> {
  constructor(readonly columns: Record<string, ArrayLike<Cell>>) {}

  get columnNames(): string[] {
    return Object.keys(this.columns);
  }
  get numRows(): number {
    return Object.values(this.columns)[0]?.length ?? 0;
  }
  column(name: string): Cell[] {
    if (!this.columns[name]) throw error('missing-column', `no column "${name}"`);
    return Array.from(this.columns[name]);
  }
  select(names: readonly string[]): ToyTable {
    return new ToyTable(Object.fromEntries(names.map(name => [name, this.column(name)])));
  }
  drop(names: readonly string[]): ToyTable {
    return this.select(this.columnNames.filter(name => !names.includes(name)));
  }
  take(indices: ArrayLike<number>): ToyTable {
    const rows = Array.from(indices);
    return this.map(values => rows.map(row => values[row]!));
  }
  slice(start: number, end?: number): ToyTable {
    return this.map(values => Array.from(values).slice(start, end));
  }
  withColumn(name: string, values: ArrayLike<Cell>): ToyTable {
    return new ToyTable({ ...this.columns, [name]: values });
  }
  private map(change: (values: ArrayLike<Cell>) => Cell[]): ToyTable {
    return new ToyTable(
      Object.fromEntries(this.columnNames.map(name => [name, change(this.columns[name]!)])),
    );
  }
}

/** Remembers all rows and predicts from the closest ones: simple, and right in everything that is checked. */
class Neighbours {
  protected rows: { features: Cell[]; y: number; weight: number }[] | undefined;
  readonly featureImportances = ['a', 'b', 'c'].map(feature => ({ feature, importance: 1 / 3 }));

  constructor(protected readonly bandwidth = 0.3) {}

  async fit(table: ToyTable, weights?: number[]): Promise<void> {
    if (!(this.bandwidth > 0)) throw new RangeError(`bandwidth must be positive; received ${this.bandwidth}`);
    const y = table.column('y');
    if (table.numRows < 2 || table.columnNames.length < 2) throw error('invalid-data', 'too small');
    for (const name of ['a', 'y'])
      table.column(name).forEach((value, i) => {
        if (Math.abs(value as number) === Infinity || (name === 'y' && Number.isNaN(value)))
          throw error('invalid-data', `column "${name}", row ${i + 1}: ${value}`);
      });
    const features = this.featuresOf(table);
    this.rows = features.map((row, i) => ({ features: row, y: y[i] as number, weight: weights?.[i] ?? 1 }));
  }

  async predict(table: ToyTable): Promise<Float32Array> {
    const rows = this.rows;
    if (!rows) throw error('not-fitted', 'call fit first');
    return Float32Array.from(this.featuresOf(table), point => {
      let [total, mass] = [0, 0];
      for (const { features, y, weight } of rows) {
        const nearness = weight * Math.exp(-distance(features, point) / this.bandwidth);
        total += nearness * y;
        mass += nearness;
      }
      return total / mass;
    });
  }

  async save(directory: string): Promise<void> {
    if (!this.rows) throw error('not-fitted', 'call fit first');
    await mkdir(directory);
    await writeFile(join(directory, 'rows.json'), JSON.stringify(this.rows));
  }

  static async load(directory: string): Promise<Neighbours> {
    const text = await readFile(join(directory, 'rows.json'), 'utf8').catch(() => {
      throw error('file-not-found', directory);
    });
    const loaded = new Neighbours();
    loaded.rows = JSON.parse(text) as NonNullable<Neighbours['rows']>;
    return loaded;
  }

  private featuresOf(table: ToyTable): Cell[][] {
    const columns = ['a', 'b', 'c'].map(name => table.column(name));
    if (typeof columns[0]![0] === 'string') throw error('schema-mismatch', 'column "a" must be numeric');
    return Array.from({ length: table.numRows }, (_, i) => columns.map(column => column[i]!));
  }
}

function distance(left: Cell[], right: Cell[]): number {
  return left.reduce<number>((sum, x, i) => {
    const y = right[i]!;
    if (typeof x === 'string') return sum + (x === y ? 0 : 1);
    return Number.isNaN(x) || Number.isNaN(y) ? sum : sum + (x - (y as number)) ** 2;
  }, 0);
}

type Spec = EstimatorSpec<ToyTable, Neighbours>;

const spec: Spec = {
  fromColumns: columns => new ToyTable(columns),
  create: () => new Neighbours(),
  fit: (estimator, table) => estimator.fit(table),
  load: directory => Neighbours.load(directory),
  floor: 0.8,
  invalid: { bandwidth: () => new Neighbours(-1) },
  fitWeighted: (estimator, table, weights) => estimator.fit(table, weights),
};

checkEstimator('Neighbours', spec);

/** One thing wrong each, and the check that has to notice. */
const faults: [string, (spec: Spec) => Promise<void>, Partial<Spec>][] = [
  [
    'works before it is fitted',
    checkNotFitted,
    {
      create: () =>
        new (class extends Neighbours {
          override predict = async (table: ToyTable) => new Float32Array(table.numRows);
        })(),
    },
  ],
  ['takes bad parameters', checkConstruction, { invalid: { bandwidth: () => new Neighbours(2) } }],
  ['makes tensors early', checkConstruction, { create: () => (scalar(1), new Neighbours()) }],
  ['keeps tensors', checkTensorCount, { fit: async (e, table) => (scalar(1), e.fit(table)) }],
  [
    'learns from nothing',
    checkMalformedTraining,
    { fit: (e, table) => e.fit(table.numRows < 2 ? table.take([]) : table).catch(() => undefined) },
  ],
  [
    'goes by the order of columns',
    checkColumns,
    {
      create: () =>
        new (class extends Neighbours {
          override predict = (table: ToyTable) =>
            super.predict(table.withColumn('a', table.column(table.columnNames[0]!)));
        })(),
    },
  ],
  [
    'draws at random',
    checkDeterminism,
    {
      fit: (e, table) =>
        e.fit(
          table,
          table.column('y').map(() => Math.random()),
        ),
    },
  ],
  [
    'looks at the other rows',
    checkRowByRow,
    {
      create: () =>
        new (class extends Neighbours {
          override predict = async (table: ToyTable) =>
            (await super.predict(table)).map((value, _, all) => value - all[0]!);
        })(),
    },
  ],
  [
    'forgets a row when saved',
    checkPersistence,
    {
      load: async directory => {
        const loaded = await Neighbours.load(directory);
        loaded['rows']!.pop();
        return loaded;
      },
    },
  ],
  [
    'trips over missing cells',
    checkMissingCells,
    {
      create: () =>
        new (class extends Neighbours {
          override predict = async (table: ToyTable) => Float32Array.from(table.column('b') as number[]);
        })(),
    },
  ],
  ['ignores weights', checkSampleWeights, { fitWeighted: (e, table) => e.fit(table) }],
  ['predicts the mean', checkQuality, { create: () => new Neighbours(1e6) }],
];

describe('checkEstimator', () => {
  it.each(faults)('notices an estimator that %s', async (_, check, fault) => {
    await useBackend('cpu');
    await check(spec);
    await expect(check({ ...spec, ...fault })).rejects.toThrow();
  });
});
