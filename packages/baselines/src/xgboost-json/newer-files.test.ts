import { Table } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { expectPredictions, tableOf, type Kinds } from '../../test/xgboost-kinds';
import { XGBoostClassifier } from '../xgboost-classifier';
import { XGBoostRegressor } from '../xgboost-regressor';
import categorical from './fixtures/categorical.json';
import stored from './fixtures/kinds.json';
import { withoutNaN } from './without-nan';

/*
 * XGBoost 3 does not run where these tests do. The files are those of XGBoost 1.7.4, made into what the source of 3.1 to 3.4
 * writes: `CatContainer::Save`, `GBTreeModel::SaveModel`, `LearnerModelParam`.
 */

const { models, ...data } = stored as unknown as Kinds;
const table = tableOf(data);

interface File {
  version: number[];
  learner: {
    attributes: Record<string, string>;
    feature_names: string[];
    feature_types: string[];
    gradient_booster: {
      name: string;
      gbtree?: { model: Model };
      model: Model;
      weight_drop?: number[];
    };
    learner_model_param: Record<string, string>;
  };
}

interface Model {
  cats: { enc: object[]; feature_segments: number[]; sorted_idx: number[] };
  gbtree_model_param: Record<string, string>;
  iteration_indptr?: number[];
  tree_info: number[];
  weight_drop?: number[];
  trees: { tree_param: Record<string, string> }[];
}

/** Such a file as XGBoost 3.1 would have saved it, with so many trees a round. */
function newer(json: string, perRound: number, change: (file: File) => void = () => {}): File {
  const file = JSON.parse(withoutNaN(json)) as File;
  file.version = [3, 1, 0];
  const { gradient_booster: booster, learner_model_param: parameters } = file.learner;
  parameters['base_score'] = `[${parameters['base_score']}]`;
  const model = booster.model ?? booster.gbtree!.model;
  model.cats = { enc: [], feature_segments: [], sorted_idx: [] };
  delete model.gbtree_model_param['size_leaf_vector'];
  for (const tree of model.trees) tree.tree_param['size_leaf_vector'] = '1';
  model.iteration_indptr = Array.from({ length: model.trees.length / perRound + 1 }, (_, i) => i * perRound);
  change(file);
  return file;
}

const named = (name: string) => models.find(model => model.name === name)!;

describe('a file of XGBoost 3.1 or later', () => {
  describe('whose classes start from different scores', () => {
    const scores = [0.1, 0.2, -0.3].map(Math.fround);
    const { json } = named('multi:softprob');
    const file = newer(
      json,
      3,
      ({ learner }) => (learner.learner_model_param['base_score'] = '[1E-1,2E-1,-3E-1]'),
    );
    const model = XGBoostClassifier.fromXGBoostJSON(file);
    const from = (score: string) =>
      XGBoostClassifier.fromXGBoostJSON(
        newer(json, 3, f => (f.learner.learner_model_param['base_score'] = score)),
      );

    it('tells them', () => {
      expect(model.baseScores).toEqual(scores);
      expect(model.baseScore).toBe(scores[0]);
      expect(from('[2E-1]').baseScores).toEqual([scores[1], scores[1], scores[1]]);
    });

    it('predicts from them', async () => {
      const [found, plain] = [await model.predictProba(table), await from('0E0').predictProba(table)];
      found.forEach((row, i) => {
        const odds = plain[i]!.map((probability, k) => probability * Math.exp(scores[k]!));
        const sum = odds.reduce((total, value) => total + value, 0);
        row.forEach((probability, k) => expect(Math.abs(probability - odds[k]! / sum)).toBeLessThan(1e-6));
      });
    });

    it('is explained from them', async () => {
      const [found, plain] = [await model.shapValues(table), await from('0E0').shapValues(table)];
      found.forEach(({ expectedValue, values }, k) => {
        expect(expectedValue).toBeCloseTo(plain[k]!.expectedValue + scores[k]!, 6);
        values.forEach((value, i) => expect(Math.abs(value - plain[k]!.values[i]!)).toBeLessThan(1e-6));
      });
    });

    it('is written so that all versions read it, and read again as it was', async () => {
      const text = model.toXGBoostJSON();
      const { learner } = JSON.parse(text) as File;
      expect(learner.learner_model_param['base_score']).toBe('0E0');
      const again = XGBoostClassifier.fromXGBoostJSON(text);
      expect(again.baseScores).toEqual(scores);
      expect(again.numIterations).toBe(model.numIterations);
      expect(again.bestIteration).toBe(model.bestIteration);
      expect(again.toXGBoostJSON()).toBe(text);
      expect(await again.predictProba(table)).toEqual(await model.predictProba(table));
      // Without what is kept for this package, it is a model of one round more.
      const { heph_schema: _, ...attributes } = learner.attributes;
      const foreign = JSON.stringify({ learner: { ...learner, attributes } });
      const plain = XGBoostClassifier.fromXGBoostJSON(foreign);
      expect(plain.numIterations).toBe(model.numIterations + 1);
      expect(await plain.predictProba(table)).toEqual(await model.predictProba(table));
    });

    it.each(['[1E-1,2E-1]', '[1E-1,2E-1,NaN]', '[]', '1E-1,2E-1,3E-1', '[1E-1,2E-1,3E-1'])(
      'does not load with %s',
      score => expect(() => from(score)).toThrow(/base_score must be a number, or a list of 3; found "/),
    );
  });

  it('tells by iteration_indptr which trees are a round, of one size or not', async () => {
    const { json, predictions, byInterface, best } = named('an early stop of three trees a round');
    const model = XGBoostRegressor.fromXGBoostJSON(newer(json, 3));
    expect(model.bestIteration).toBe(best);
    await expectPredictions(model, table, byInterface!);
    const irregular = newer(json, 3, ({ learner }) => {
      const { model: trees } = learner.gradient_booster;
      const numTrees = trees.trees.length;
      trees.iteration_indptr = [0, 1, 3 * (best! + 1), numTrees];
      learner.attributes['best_iteration'] = '1';
    });
    const other = XGBoostRegressor.fromXGBoostJSON(irregular);
    expect([other.numIterations, other.bestIteration]).toEqual([3, 1]);
    await expectPredictions(other, table, byInterface!);
    await expectPredictions(other, table, predictions, { iterationRange: [0, 3] });
    const text = other.toXGBoostJSON();
    expect((JSON.parse(text) as File).learner.gradient_booster.model.iteration_indptr).toEqual(
      irregular.learner.gradient_booster.model.iteration_indptr,
    );
    await expectPredictions(XGBoostRegressor.fromXGBoostJSON(text), table, byInterface!);
  });

  it.each([
    ['3.1', 'gbtree and weight_drop within dart'],
    ['3.3', 'weight_drop beside the model'],
    ['3.4', 'weight_drop in the model'],
  ])('of DART predicts, as %s has it: %s', async version => {
    const { json, predictions } = named('DART');
    const file = newer(json, 1, ({ learner: { gradient_booster: booster } }) => {
      if (version === '3.1') return;
      booster.name = 'gbtree';
      booster.model = booster.gbtree!.model;
      delete booster.gbtree;
      if (version === '3.3') return;
      booster.model.weight_drop = booster.weight_drop!;
      delete booster.weight_drop;
    });
    await expectPredictions(XGBoostRegressor.fromXGBoostJSON(file), table, predictions);
  });

  it('may have no trees: then it predicts what it starts from', async () => {
    const file = newer(named('count:poisson').json, 1, ({ learner }) => {
      const { model } = learner.gradient_booster;
      Object.assign(model, { trees: [], tree_info: [], iteration_indptr: [0] });
      model.gbtree_model_param['num_trees'] = '0';
    });
    const model = XGBoostRegressor.fromXGBoostJSON(file);
    (await model.predict(table)).forEach(value => expect(value).toBeCloseTo(1.7, 6));
    expect(XGBoostRegressor.fromXGBoostJSON(model.toXGBoostJSON()).numIterations).toBe(0);
  });

  describe('that names categories', () => {
    const textOf = (names: string[]) => {
      const bytes = names.map(name => [...Int8Array.from(Buffer.from(name))]);
      const offsets = bytes.reduce((places, { length }) => [...places, places.at(-1)! + length], [0]);
      return { offsets, values: bytes.flat() };
    };
    const { columns, rows } = categorical;
    const most = (column: number) => Math.max(...rows.map(row => row[column] ?? 0));
    const towns = Array.from({ length: Math.floor(most(0)) + 1 }, (_, i) => `tö ${(7 * i) % 10}/${i}`);
    const ids = Array.from({ length: Math.floor(most(2)) + 1 }, (_, i) => 1000 - 17 * i);
    const named = (enc: object[]) =>
      newer(categorical.model, 1, ({ learner }) => {
        learner.gradient_booster.model.cats = { enc, feature_segments: [], sorted_idx: [] };
      });
    const enc = [textOf(towns), { offsets: [], values: [] }, { type: 12, values: ids }];
    const file = named(enc);
    /** Rows of whole codes, whose categories have names. */
    const whole = rows
      .map((row, i) => ({ row, expected: categorical.predictions[i]! }))
      .filter(({ row }) =>
        [0, 2].every(column => row[column] === null || (Number.isInteger(row[column]) && row[column]! >= 0)),
      );
    const named3 = Table.fromColumns({
      [columns[0]!]: whole.map(({ row }) => (row[0] === null ? null : towns[row[0]!]!)),
      [columns[1]!]: whole.map(({ row }) => row[1]!),
      [columns[2]!]: whole.map(({ row }) => (row[2] === null ? null : ids[row[2]!]!)),
    });
    const expected = Float64Array.from(whole, row => row.expected);

    it('takes columns of text and of numbers by the names', async () => {
      expect(whole.length).toBeGreaterThan(30);
      const found = await XGBoostRegressor.fromXGBoostJSON(file).predict(named3);
      found.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-6));
    });

    it('takes the order of another table’s categories, and what it never saw as missing', async () => {
      const model = XGBoostRegressor.fromXGBoostJSON(file);
      const reversed = named3.take([...named3.toRows().keys()].reverse());
      expect(await model.predict(reversed)).toEqual((await model.predict(named3)).reverse());
      const withTown = (town: (before: unknown, row: number) => unknown) =>
        named3.withColumn(
          columns[0]!,
          named3.toRows().map((row, i) => town(row[columns[0]!], i) as string | null),
        );
      const unseen = withTown((town, row) => (row % 2 === 0 ? 'elsewhere' : town));
      const missing = withTown((town, row) => (row % 2 === 0 ? null : town));
      expect(await model.predict(unseen)).toEqual(await model.predict(missing));
      expect(await model.predict(unseen)).not.toEqual(await model.predict(named3));
    });

    it('refuses a column of numbers where categories are text', async () => {
      const numbers = named3.withColumn(
        columns[0]!,
        named3.toRows().map((_, i) => i),
      );
      await expect(XGBoostRegressor.fromXGBoostJSON(file).predict(numbers)).rejects.toMatchObject({
        code: 'schema-mismatch',
      });
    });

    it('is written with the names, sorted as XGBoost looks them up', async () => {
      const model = XGBoostRegressor.fromXGBoostJSON(file);
      const { learner } = JSON.parse(model.toXGBoostJSON()) as File;
      const { cats } = learner.gradient_booster.model;
      expect(cats.enc).toEqual(enc);
      expect(cats.feature_segments).toEqual([0, towns.length, towns.length, towns.length + ids.length]);
      const sorted = cats.sorted_idx.slice(0, towns.length).map(place => towns[place]!);
      expect(sorted).toEqual([...towns].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
      const places = cats.sorted_idx.slice(towns.length);
      expect(places.map(place => ids[place]!)).toEqual([...ids].sort((a, b) => a - b));
      for (const again of [
        XGBoostRegressor.fromXGBoostJSON(model.toXGBoostJSON()),
        XGBoostRegressor.fromXGBoostUBJSON(model.toXGBoostUBJSON()),
      ]) {
        expect(await again.predict(named3)).toEqual(await model.predict(named3));
        expect(again.toXGBoostJSON()).toBe(model.toXGBoostJSON());
      }
    });

    it.each<[string, object[], RegExp]>([
      ['for fewer features', enc.slice(1), /enc must be a list of 3/],
      ['that come twice', [textOf(['a', 'a']), enc[1]!, enc[2]!], /distinct categories/],
      [
        'that come twice, as numbers',
        [enc[0]!, enc[1]!, { type: 12, values: [1, 1] }],
        /distinct categories/,
      ],
      ['that end beyond the bytes', [{ offsets: [0, 9], values: [65] }, enc[1]!, enc[2]!], /offsets\[1\]/],
      [
        'that go back',
        [{ offsets: [0, 2, 1, 2], values: [65, 66] }, enc[1]!, enc[2]!],
        /ascending from 0 to 2/,
      ],
      [
        'that leave bytes out',
        [{ offsets: [0, 1], values: [65, 66] }, enc[1]!, enc[2]!],
        /ascending from 0 to 2/,
      ],
      ['that are no UTF-8', [{ offsets: [0, 1], values: [-1] }, enc[1]!, enc[2]!], /text as UTF-8/],
      ['that are no bytes', [{ offsets: [0, 1], values: [300] }, enc[1]!, enc[2]!], /values\[0\]/],
      ['that are fractions', [enc[0]!, enc[1]!, { type: 12, values: [0.5] }], /values\[0\]/],
      ['of no type', [enc[0]!, enc[1]!, { values: [5] }], /type must be/],
    ])('does not load with names %s', (_name, other, message) => {
      const invalid = { code: 'invalid-file', message: expect.stringMatching(message) };
      expect(() => XGBoostRegressor.fromXGBoostJSON(named(other))).toThrow(expect.objectContaining(invalid));
    });
  });
});
