import { Table } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { plantTable } from '../../test/tables';
import { XGBoostClassifier } from '../xgboost-classifier';
import { XGBoostRegressor } from '../xgboost-regressor';
import { floatText } from './float-text';

const train = plantTable(300, 1);
const options = { nEstimators: 4, maxDepth: 3 };

/** Three classes that depend on `power` and `site`. */
function classified(table: Table): Table {
  const names = table
    .toRows()
    .map(({ power, site }) => ((power as number) > 0.5 ? 'high' : site === 'east' ? 'east' : 'other'));
  return table.drop(['y']).withColumn('kind', names);
}

describe('floatText', () => {
  it.each([
    [0, '0E0'],
    [1, '1E0'],
    [-0.5, '-5E-1'],
    [Math.fround(0.1), '1E-1'],
    [59, '5.9E1'],
    [16777217, '1.6777216E7'],
    [1e-45, '1E-45'],
    [Infinity, '3.4028235E38'],
    [-Infinity, '-3.4028235E38'],
  ])('writes %p as %s', (value, text) => expect(floatText(value)).toBe(text));

  it('gives every float32 back', () => {
    for (let i = 1; i < 2000; i++) {
      const value = Math.fround(Math.sin(i) * 10 ** ((i % 60) - 30));
      expect(Math.fround(Number(floatText(value)))).toBe(value);
    }
  });
});

describe('toXGBoostJSON', () => {
  it('writes what fromXGBoostJSON reads, categories and all', async () => {
    const model = await new XGBoostRegressor(options).fit(train, { target: 'y' });
    const read = XGBoostRegressor.fromXGBoostJSON(model.toXGBoostJSON());
    expect(await read.predict(train)).toEqual(await model.predict(train));
    expect(read.featureImportances).toEqual(model.featureImportances);
    expect(read.baseScore).toBe(model.baseScore);
    const again = XGBoostRegressor.fromXGBoostJSON(read.toXGBoostJSON());
    expect(again.toXGBoostJSON()).toBe(read.toXGBoostJSON());
  });

  it('does so for several classes', async () => {
    const table = classified(train);
    const model = await new XGBoostClassifier(options).fit(table, { target: 'kind' });
    const read = XGBoostClassifier.fromXGBoostJSON(model.toXGBoostJSON());
    expect(await read.predictProba(table)).toEqual(await model.predictProba(table));
    expect(read.classes).toEqual(['east', 'high', 'other']);
  });

  it('has the structure that XGBoost’s loader asks for', async () => {
    const model = await new XGBoostClassifier(options).fit(classified(train), { target: 'kind' });
    const text = model.toXGBoostJSON();
    const { learner, version } = JSON.parse(text) as Stored;
    expect(version).toEqual([1, 7, 4]);
    expect(learner.learner_model_param).toEqual({
      base_score: '5E-1',
      boost_from_average: '1',
      num_class: '3',
      num_feature: '4',
      num_target: '1',
    });
    expect(learner.feature_names).toEqual(['power', 'wind', 'noise', 'site']);
    const { trees, tree_info: info, gbtree_model_param: parameters } = learner.gradient_booster.model;
    expect(parameters).toEqual({ num_parallel_tree: '1', num_trees: '12', size_leaf_vector: '0' });
    expect(info).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2]);
    trees.forEach((tree, id) => {
      expect(tree.id).toBe(id);
      const numNodes = Number(tree.tree_param.num_nodes);
      for (const [name, list] of Object.entries(tree))
        if (Array.isArray(list) && !name.startsWith('categories')) expect(list).toHaveLength(numNodes);
      expect(tree.parents[0]).toBe(2147483647);
      tree.left_children.forEach((left, node) => {
        expect(tree.right_children[node]).toBe(left < 0 ? -1 : left + 1);
        if (left >= 0) expect([tree.parents[left], tree.parents[left + 1]]).toEqual([node, node]);
      });
    });
    // XGBoost's reader takes a list of floats only if each looks like one.
    for (const name of ['base_weights', 'loss_changes', 'split_conditions', 'sum_hessian'])
      for (const [, list] of text.matchAll(new RegExp(`"${name}":\\[([^\\]]*)\\]`, 'g')))
        for (const number of list!.split(',')) expect(number).toMatch(/^-?\d(\.\d{1,8})?E-?\d+$/);
  });

  it('leaves names out that XGBoost would refuse', async () => {
    const table = Table.fromColumns({ 'a[m]': [1, 2, 3, 4], y: [1, 2, 3, 4] });
    const model = await new XGBoostRegressor(options).fit(table, { target: 'y' });
    const { learner } = JSON.parse(model.toXGBoostJSON()) as Stored;
    expect(learner.feature_names).toEqual([]);
    const read = XGBoostRegressor.fromXGBoostJSON(model.toXGBoostJSON());
    expect(await read.predict(table)).toEqual(await model.predict(table));
  });

  it('needs a fit', () => {
    expect(() => new XGBoostRegressor().toXGBoostJSON()).toThrow('not fitted yet');
  });
});

interface Stored {
  version: number[];
  learner: {
    feature_names: string[];
    learner_model_param: Record<string, string>;
    gradient_booster: {
      model: {
        gbtree_model_param: Record<string, string>;
        tree_info: number[];
        trees: {
          id: number;
          tree_param: Record<string, string>;
          parents: number[];
          left_children: number[];
          right_children: number[];
        }[];
      };
    };
  };
}
