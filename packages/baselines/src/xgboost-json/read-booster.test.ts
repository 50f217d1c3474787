import { Table } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { XGBoostClassifier } from '../xgboost-classifier';
import { XGBoostRegressor } from '../xgboost-regressor';
import binary from './fixtures/binary.model.json';
import binaryPredictions from './fixtures/binary.predictions.json';
import deep from './fixtures/reg-deep.model.json';
import deepPredictions from './fixtures/reg-deep.predictions.json';
import reg from './fixtures/reg.model.json';
import regPredictions from './fixtures/reg.predictions.json';

const tableOf = ({ columns, rows }: { columns: string[]; rows: (number | null)[][] }) =>
  Table.fromColumns(Object.fromEntries(columns.map((name, j) => [name, rows.map(row => row[j]!)])));

const largestDifference = (found: ArrayLike<number>, expected: readonly number[]) =>
  Math.max(...expected.map((value, i) => Math.abs(found[i]! - value) / Math.max(1, Math.abs(value))));

describe('a model by XGBoost 1.7.4', () => {
  it.each([
    ['squared error', reg, regPredictions],
    ['squared error, other options', deep, deepPredictions],
  ])('for %s predicts what XGBoost does, missing values included', async (_name, model, golden) => {
    const table = tableOf(golden);
    for (const source of [model, JSON.stringify(model)]) {
      const predictions = await XGBoostRegressor.fromXGBoostJSON(source).predict(table);
      expect(largestDifference(predictions, golden.predictions)).toBeLessThan(1e-6);
    }
  });

  it('for two classes predicts the probabilities that XGBoost does', async () => {
    const model = XGBoostClassifier.fromXGBoostJSON(binary);
    const probabilities = await model.predictProba(tableOf(binaryPredictions));
    const ofSecond = probabilities.map(row => row[1]!);
    expect(largestDifference(ofSecond, binaryPredictions.probabilities)).toBeLessThan(1e-6);
    expect(model.classes).toEqual(['0', '1']);
    const labels = await model.predict(tableOf(binaryPredictions));
    expect(labels).toEqual(binaryPredictions.probabilities.map(p => (p > 0.5 ? '1' : '0')));
  });

  it('tells its features, nodes and base score', () => {
    const model = XGBoostRegressor.fromXGBoostJSON(reg);
    expect(model.featureImportances.map(({ feature }) => feature).sort()).toEqual(
      [...regPredictions.columns].sort(),
    );
    expect(model.baseScore).toBe(0.5);
    expect(model.bestIteration).toBe(11);
  });

  it('may have its base score as XGBoost 3 writes it, no feature names, and true and false', async () => {
    const file = changed(['learner', 'learner_model_param', 'base_score'], '[5.9E1]');
    expect(XGBoostRegressor.fromXGBoostJSON(file).baseScore).toBe(59);
    const unnamed = XGBoostRegressor.fromXGBoostJSON(changed(['learner', 'feature_names'], []));
    const { rows } = regPredictions;
    const table = tableOf({ columns: regPredictions.columns.map((_, i) => `f${i}`), rows });
    const predictions = await unnamed.predict(table);
    expect(largestDifference(predictions, regPredictions.predictions)).toBeLessThan(1e-6);
    const booleans = changed(
      tree('default_left'),
      reg.learner.gradient_booster.model.trees[0]!.default_left.map(Boolean),
    );
    const same = await XGBoostRegressor.fromXGBoostJSON(booleans).predict(tableOf(regPredictions));
    expect(largestDifference(same, regPredictions.predictions)).toBeLessThan(1e-6);
  });

  it('may have its nodes in any order', async () => {
    const file = structuredClone(reg);
    for (const stored of file.learner.gradient_booster.model.trees) mirror(stored);
    const predictions = await XGBoostRegressor.fromXGBoostJSON(file).predict(tableOf(regPredictions));
    expect(largestDifference(predictions, regPredictions.predictions)).toBeLessThan(1e-6);
  });
});

type Path = readonly (string | number)[];
const tree = (...path: Path): Path => ['learner', 'gradient_booster', 'model', 'trees', 0, ...path];

/** The file with one value replaced, or taken out where there is none to replace it by. */
function changed(path: Path, value: unknown): object {
  const file: object = structuredClone(reg);
  let place = file as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) place = place[step] as typeof place;
  place[path.at(-1)!] = value;
  return file;
}

/** Numbers all nodes but the root from the end, so that right children come before left ones. */
function mirror(stored: (typeof reg.learner.gradient_booster.model.trees)[number]): void {
  const last = stored.left_children.length - 1;
  const moved = (node: number) => (node <= 0 ? node : last + 1 - node);
  const reorder = <Item>(list: Item[]) => list.map((_, node) => list[moved(node)]!);
  stored.left_children = reorder(stored.left_children).map(moved);
  stored.right_children = reorder(stored.right_children).map(moved);
  stored.split_indices = reorder(stored.split_indices);
  stored.split_conditions = reorder(stored.split_conditions);
  stored.default_left = reorder(stored.default_left);
  stored.sum_hessian = reorder(stored.sum_hessian);
  stored.loss_changes = reorder(stored.loss_changes);
}

describe('fromXGBoostJSON refuses', () => {
  const first = reg.learner.gradient_booster.model.trees[0]!;
  const replaced = <Item>(list: readonly Item[], place: number, item: unknown) =>
    list.map((old, i) => (i === place ? item : old));

  it.each<[string, Path, unknown, RegExp]>([
    ['a cycle', tree('left_children'), replaced(first.left_children, 1, 0), /each node has one parent/],
    ['a node with two parents', tree('left_children'), replaced(first.left_children, 0, 2), /one parent/],
    [
      'a child that is not there',
      tree('right_children'),
      replaced(first.right_children, 0, 19),
      /from -1 to 18; found 19/,
    ],
    ['half a split', tree('right_children'), replaced(first.right_children, 0, -1), /both children or none/],
    [
      'nodes out of reach',
      tree('left_children'),
      [-1, ...first.left_children.slice(1)],
      /both children or none|can be reached/,
    ],
    ['too short a list', tree('sum_hessian'), [1], /a list of 19 finite numbers; found 1 elements/],
    [
      'text for a list',
      tree('split_conditions'),
      'x',
      /split_conditions must be a list of 19 finite numbers; found "x"/,
    ],
    [
      'null for a number',
      tree('split_conditions'),
      replaced(first.split_conditions, 3, null),
      /split_conditions\[3\]/,
    ],
    [
      'a number beyond float32',
      tree('split_conditions'),
      replaced(first.split_conditions, 3, 1e39),
      /finite/,
    ],
    [
      'a feature that is not there',
      tree('split_indices'),
      replaced(first.split_indices, 0, 9),
      /from 0 to 8; found 9/,
    ],
    ['a fraction of a feature', tree('split_indices'), replaced(first.split_indices, 0, 0.5), /found 0.5/],
    [
      'a huge count of nodes',
      tree('tree_param', 'num_nodes'),
      '999999999999',
      /a list of 999999999999 integers/,
    ],
    ['no nodes', tree('tree_param', 'num_nodes'), '0', /num_nodes must be at least 1/],
    ['a number for text', tree('tree_param', 'num_nodes'), 19, /num_nodes must be text; found 19/],
    ['deleted nodes that are in use', tree('tree_param', 'num_deleted'), '2', /17 nodes can be reached/],
    [
      'categorical splits',
      tree('split_type'),
      replaced(first.split_type, 0, 1),
      /categories_nodes must be a list of 1/,
    ],
    ['a tree that is none', tree(), null, /trees\[0\] must be an object; found null/],
    [
      'another count of trees',
      ['learner', 'gradient_booster', 'model', 'gbtree_model_param', 'num_trees'],
      '13',
      /num_trees must be 12/,
    ],
    [
      'trees of an unknown class',
      ['learner', 'gradient_booster', 'model', 'tree_info'],
      [1, ...new Array<number>(11).fill(0)],
      /from 0 to 0; found 1/,
    ],
    [
      'other boosters',
      ['learner', 'gradient_booster', 'name'],
      'gblinear',
      /must be gbtree or dart; found "gblinear"/,
    ],
    ['DART without its trees', ['learner', 'gradient_booster', 'name'], 'dart', /gbtree must be an object/],
    [
      'more weights than trees',
      ['learner', 'gradient_booster', 'weight_drop'],
      new Array(13).fill(1),
      /at most 12/,
    ],
    ['a weight that is none', ['learner', 'gradient_booster', 'weight_drop'], [null], /weight_drop\[0\]/],
    [
      'leaves of several values',
      tree('tree_param', 'size_leaf_vector'),
      '3',
      /size_leaf_vector must be 0 or 1/,
    ],
    ['several targets', ['learner', 'learner_model_param', 'num_target'], '2', /num_target must be 1/],
    [
      'rounds that end beyond the trees',
      ['learner', 'gradient_booster', 'model', 'iteration_indptr'],
      [0, 13],
      /iteration_indptr\[1\] must be one of 2 integers from 0 to 12/,
    ],
    [
      'rounds that leave trees out',
      ['learner', 'gradient_booster', 'model', 'iteration_indptr'],
      [0, 5],
      /ascending from 0 to 12/,
    ],
    [
      'rounds that go back',
      ['learner', 'gradient_booster', 'model', 'iteration_indptr'],
      [0, 7, 5, 12],
      /ascending from 0 to 12/,
    ],
    [
      'rounds of no trees',
      ['learner', 'gradient_booster', 'model', 'gbtree_model_param', 'num_parallel_tree'],
      '0',
      /num_parallel_tree must be at least 1/,
    ],
    [
      'a best round that is none',
      ['learner', 'attributes', 'best_iteration'],
      'x',
      /best_iteration must be a count/,
    ],
    [
      'parameters that are no text',
      ['learner', 'objective', 'reg_loss_param'],
      { scale: 1 },
      /scale must be text/,
    ],
    [
      'other objectives',
      ['learner', 'objective', 'name'],
      'rank:pairwise',
      /one of reg:squarederror, .*found "rank:pairwise"/,
    ],
    ['a classifier', ['learner', 'objective', 'name'], 'binary:logistic', /one of reg:squarederror/],
    [
      'a base score that is none',
      ['learner', 'learner_model_param', 'base_score'],
      '[1,2]',
      /base_score must be a number/,
    ],
    [
      'many features without names',
      ['learner', 'learner_model_param', 'num_feature'],
      '99999999',
      /a list of 99999999 texts/,
    ],
    ['no features', ['learner', 'learner_model_param', 'num_feature'], '0', /at least 1/],
    [
      'a name that comes twice',
      ['learner', 'feature_names'],
      new Array<string>(9).fill('a'),
      /distinct names/,
    ],
    [
      'a schema of other features',
      ['learner', 'attributes', 'heph_schema'],
      '{"target":"y","classes":[],"features":[]}',
      /schema of the features/,
    ],
    ['no model', ['learner'], undefined, /learner must be an object; found nothing/],
  ])('%s', (_name, path, value, message) => {
    const invalid = { code: 'invalid-file', message: expect.stringMatching(message) };
    expect(() => XGBoostRegressor.fromXGBoostJSON(changed(path, value))).toThrow(
      expect.objectContaining(invalid),
    );
  });

  it('a claim of features that would fill the memory', () => {
    const file = structuredClone(reg);
    file.learner.feature_names = [];
    file.learner.learner_model_param.num_feature = '999999999';
    expect(() => XGBoostRegressor.fromXGBoostJSON(file)).toThrow(/the model has 999999999 features/);
  });

  it.each([
    ['no JSON', '{', /as JSON/],
    ['a list', [], /model must be an object/],
    ['a key that comes twice', '{"learner":{},"learner":{}}', /"learner" twice/],
    ['__proto__', `{"__proto__":{},${JSON.stringify(reg).slice(1)}`, /"__proto__"/],
    ['__proto__ that has been parsed', JSON.parse('{"learner":{"__proto__":{}}}') as object, /"__proto__"/],
    ['members that are inherited', Object.create(reg) as object, /learner must be an object; found nothing/],
  ])('%s', (_name, source, message) => {
    const invalid = { code: 'invalid-file', message: expect.stringMatching(message) };
    expect(() => XGBoostRegressor.fromXGBoostJSON(source)).toThrow(expect.objectContaining(invalid));
  });

  it('a probability of 1 to start from', () => {
    const file = structuredClone(binary);
    file.learner.learner_model_param.base_score = '1E0';
    expect(() => XGBoostClassifier.fromXGBoostJSON(file)).toThrow(/base_score must be between 0 and 1/);
  });

  it('numbers of classes that make no sense', () => {
    const file = structuredClone(binary);
    file.learner.objective.name = 'multi:softprob';
    for (const numClass of ['1', '99999999'])
      expect(() => {
        file.learner.learner_model_param.num_class = numClass;
        XGBoostClassifier.fromXGBoostJSON(file);
      }).toThrow(/num_class must be from 2 to 65535 classes/);
  });
});
