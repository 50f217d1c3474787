import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Table } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { XGBoostClassifier, XGBoostRegressor } from '../src';
import { plantClasses, plantTable } from './tables';
import {
  expectContributions,
  expectPredictions,
  fromJson,
  fromUbjson,
  tableOf,
  type Kinds,
} from './xgboost-kinds';

const python = ['python3', '/usr/bin/python3'].find(
  command => spawnSync(command, ['-c', 'import xgboost']).status === 0,
);
const whereThereIsXGBoost = python === undefined ? describe.skip : describe;

const script = join(__dirname, 'xgboost-kinds.py');

/** What the script prints; threads that wait for one another would take longer on a busy machine. */
function runScript(args: readonly string[], input = ''): unknown {
  const env = { ...process.env, OMP_NUM_THREADS: '1' };
  const output = execFileSync(python!, ['-W', 'ignore', script, ...args], { env, input, maxBuffer: 2 ** 28 });
  return JSON.parse(output.toString());
}

type Rows = readonly (readonly (number | null)[])[];
interface Said {
  /** With all rounds. */
  predictions: number[];
  contributions: number[];
  /** Up to the best round. */
  toBest: number[];
}

/** What Python’s XGBoost predicts with files, as JSON or UBJSON. */
function predictInPython(files: readonly (string | Uint8Array)[], rows: Rows): Said[] {
  const input = files.map(file => ({ file: Buffer.from(file).toString('base64'), rows }));
  return runScript(['predict'], JSON.stringify(input)) as Said[];
}

const all = { iterationRange: [0, 0] } as const;

whereThereIsXGBoost('Python’s XGBoost (skipped where python3 has none)', () => {
  describe('and models of all kinds that it trains', () => {
    const kinds = python === undefined ? undefined : (runScript(['models', '1200', '12', '7']) as Kinds);
    const models = kinds?.models ?? [];
    const table = tableOf(kinds ?? { names: ['a'], rows: [[0]] });

    it.each(models)('predict the same here: $name', async ({ json, ubjson, predictions, first }) => {
      const bytes = new Uint8Array(Buffer.from(ubjson!, 'base64'));
      for (const model of [fromJson(json), fromUbjson(json, bytes)]) {
        await expectPredictions(model, table, predictions, all);
        await expectPredictions(model, table, first, { iterationRange: [0, 2] });
      }
    });

    it.each(models)('are explained the same here: $name', async ({ json, contributions }) => {
      await expectContributions(fromJson(json), table, contributions);
    });

    it.each(models.filter(({ best }) => best !== undefined))(
      'predict up to the best round here, too: $name',
      async ({ json, best, byInterface }) => {
        const model = fromJson(json);
        expect([model.bestIteration, model.numIterations > best! + 1]).toEqual([best, true]);
        await expectPredictions(model, table, byInterface!);
      },
    );

    it('predict the same there after they are written here, in both formats', () => {
      const loaded = models.map(({ json }) => fromJson(json));
      for (const files of [
        loaded.map(model => model.toXGBoostJSON()),
        loaded.map(model => model.toXGBoostUBJSON()),
      ])
        predictInPython(files, kinds!.rows).forEach((said, i) => {
          const { name, predictions, byInterface } = models[i]!;
          expect([name, said.predictions]).toEqual([name, predictions]);
          if (byInterface) expect([name, said.toBest]).toEqual([name, byInterface]);
        });
    });
  });

  describe('and models that are trained here', () => {
    const features = ['power', 'wind', 'noise'];
    const test = plantTable(100, 2).drop(['site']);
    const rows = test.toRows().map(row => features.map(name => row[name] as number | null));
    const said = (model: XGBoostRegressor | XGBoostClassifier) =>
      predictInPython([model.toXGBoostJSON(), model.toXGBoostUBJSON()], rows);
    const renamed = (table: Table) =>
      Table.fromColumns({
        a: table.toRows().map(row => row['power'] as number),
        b: table.toRows().map(row => row['wind'] as number | null),
        c: table.toRows().map(row => row['noise'] as number),
        y: table.toRows().map(row => row['y'] as string),
      });

    it.each([
      ['gamma', { gamma: 5 }],
      ['an early stop', { earlyStoppingRounds: 3, learningRate: 0.8, nEstimators: 200 }],
    ])('predicts the same with %s, bit for bit', async (_name, options) => {
      const train = renamed(plantTable(400, 1));
      const validation = renamed(plantTable(400, 3));
      const model = new XGBoostRegressor({ nEstimators: 20, ...options });
      await model.fit(train, { target: 'y', validation });
      expect(model.numIterations).toBeLessThan(200);
      for (const { predictions, toBest } of said(model)) {
        expect(Float64Array.from(predictions)).toEqual(await model.predict(renamed(test)));
        expect(toBest).toEqual(predictions);
      }
    });

    it.each([2, 3])('predicts the same of %i classes', async numClasses => {
      const train = renamed(plantClasses(400, 1, numClasses));
      const model = await new XGBoostClassifier({ nEstimators: 8, gamma: 1 }).fit(train, { target: 'y' });
      for (const { predictions } of said(model)) await expectPredictions(model, renamed(test), predictions);
    });

    it('predicts the same of classes that start from different scores', async () => {
      const train = renamed(plantClasses(400, 1, 3));
      const { learner } = JSON.parse(
        (await new XGBoostClassifier({ nEstimators: 5 }).fit(train, { target: 'y' })).toXGBoostJSON(),
      ) as { learner: { learner_model_param: Record<string, string> } };
      learner.learner_model_param['base_score'] = '[3E-1,-1.25E0,7E-2]';
      const model = XGBoostClassifier.fromXGBoostJSON(JSON.stringify({ learner }));
      expect(model.baseScores).toEqual([0.3, -1.25, 0.07].map(Math.fround));
      const explained = await model.shapValues(renamed(test));
      for (const { predictions, contributions } of said(model)) {
        await expectPredictions(model, renamed(test), predictions);
        explained.forEach(({ expectedValue }, output) =>
          expect(Math.abs(expectedValue - contributions[4 * output + 3]!)).toBeLessThan(1e-5),
        );
      }
    });
  });
});
