import { Table } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { XGBoostRegressor } from '../xgboost-regressor';
import golden from './fixtures/categorical.json';
import { withoutNaN } from './without-nan';

const table = Table.fromColumns(
  Object.fromEntries(golden.columns.map((name, j) => [name, golden.rows.map(row => row[j]!)])),
);

const largestDifference = (found: ArrayLike<number>, expected: readonly number[]) =>
  Math.max(...expected.map((value, i) => Math.abs(found[i]! - value)));

interface StoredTree {
  tree_param: Record<string, string>;
  left_children: number[];
  right_children: number[];
  split_conditions: (number | null)[];
  categories: unknown[];
  categories_nodes: number[];
  categories_segments: number[];
  categories_sizes: number[];
  split_type: number[];
}
interface Stored {
  learner: {
    feature_names: string[];
    feature_types: string[];
    gradient_booster: { model: { trees: StoredTree[] } };
  };
}

function changed(change: (first: StoredTree, file: Stored) => void): Stored {
  const file = JSON.parse(withoutNaN(golden.model)) as Stored;
  change(file.learner.gradient_booster.model.trees[0]!, file);
  return file;
}

describe('a model that XGBoost 1.7.4 trained with enable_categorical', () => {
  it('predicts what XGBoost does: missing, unseen and broken codes included', async () => {
    for (const source of [golden.model, changed(() => {})]) {
      const predictions = await XGBoostRegressor.fromXGBoostJSON(source).predict(table);
      expect(largestDifference(predictions, golden.predictions)).toBeLessThan(1e-6);
    }
  });

  it('is written again with its sets and the types of its features', async () => {
    const model = XGBoostRegressor.fromXGBoostJSON(golden.model);
    const written = model.toXGBoostJSON();
    const { learner } = JSON.parse(written) as Stored;
    expect(learner.feature_types).toEqual(['c', 'float', 'c']);
    const original = JSON.parse(withoutNaN(golden.model)) as Stored;
    learner.gradient_booster.model.trees.forEach((tree, i) => {
      const { categories } = original.learner.gradient_booster.model.trees[i]!;
      expect(tree.categories.toSorted()).toEqual(categories.toSorted());
    });
    const again = XGBoostRegressor.fromXGBoostJSON(written);
    expect(await again.predict(table)).toEqual(await model.predict(table));
    expect(again.toXGBoostJSON()).toBe(written);
  });

  it('tells features of categories by their splits where the file has no types', () => {
    const file = changed((_, { learner }) => (learner.feature_types = []));
    const { learner } = JSON.parse(XGBoostRegressor.fromXGBoostJSON(file).toXGBoostJSON()) as Stored;
    expect(learner.feature_types).toEqual(['c', 'float', 'c']);
  });

  it('may have left its set to a node that is a leaf by now', async () => {
    const pruned = changed(tree => {
      tree.left_children = tree.left_children.map(() => -1);
      tree.right_children = tree.right_children.map(() => -1);
      tree.split_conditions = tree.split_conditions.map(() => 0.25);
      tree.tree_param['num_deleted'] = String(tree.split_type.length - 1);
    });
    const model = XGBoostRegressor.fromXGBoostJSON(pruned);
    const whole = XGBoostRegressor.fromXGBoostJSON(golden.model);
    expect(model.numNodes).toBeLessThan(whole.numNodes);
    expect((await model.predict(table)).every(Number.isFinite)).toBe(true);
  });
});

describe('fromXGBoostJSON refuses', () => {
  it.each<[string, (tree: StoredTree) => void, RegExp]>([
    ['a category below 0', tree => (tree.categories[0] = -1), /categories\[0\].*found -1/],
    ['a category beyond float32', tree => (tree.categories[0] = 16777216), /from 0 to 16777215/],
    ['a fraction of a category', tree => (tree.categories[0] = 0.5), /found 0.5/],
    [
      'categories that are no list',
      tree => (tree.categories = 'all' as unknown as number[]),
      /must be a list/,
    ],
    ['a set of none', tree => (tree.categories_sizes[0] = 0), /categories_sizes\[0\]/],
    ['a set of more than there are', tree => (tree.categories_sizes[0] = 2 ** 40), /categories_sizes\[0\]/],
    ['sets that overlap', tree => (tree.categories_segments[1] = 0), /categories_segments must be/],
    [
      'a set that begins beyond the end',
      tree => (tree.categories_segments[1] = 1e6),
      /categories_segments\[1\]/,
    ],
    ['sets that leave some out', tree => tree.categories.push(1), /sizes that add up to/],
    ['fewer sets than splits', tree => tree.categories_nodes.pop(), /categories_nodes must be a list/],
    ['a set for another node', tree => tree.categories_nodes.reverse(), /categories_nodes must be the nodes/],
    ['a split without a set', tree => (tree.split_type = tree.split_type.map(() => 1)), /categories_nodes/],
    ['a kind of split that is not known', tree => (tree.split_type[0] = 2), /split_type\[0\]/],
    ['kinds for fewer nodes', tree => tree.split_type.pop(), /split_type must be a list/],
    [
      'a numeric split without a threshold',
      tree => {
        const node = tree.split_type.indexOf(0);
        tree.split_conditions[node] = null;
      },
      /split_conditions\[\d+\]/,
    ],
    [
      'a leaf without a value',
      tree => (tree.split_conditions[tree.left_children.indexOf(-1)] = null),
      /split_conditions/,
    ],
  ])('%s', (_name, change, message) => {
    const invalid = { code: 'invalid-file', message: expect.stringMatching(message) };
    expect(() => XGBoostRegressor.fromXGBoostJSON(changed(change))).toThrow(expect.objectContaining(invalid));
  });

  it('types of other features than it has', () => {
    const file = changed((_, { learner }) => learner.feature_types.pop());
    expect(() => XGBoostRegressor.fromXGBoostJSON(file)).toThrow(/feature_types must be a list of 3 texts/);
  });
});

describe('withoutNaN', () => {
  it.each([
    ['[NaN,1]', '[null,1]'],
    ['[NaN,NaN]', '[null,null]'],
    ['{"NaN":"a NaN","b":NaN}', '{"NaN":"a NaN","b":null}'],
    [String.raw`{"a\"NaN":NaN,"b\\":NaN}`, String.raw`{"a\"NaN":null,"b\\":null}`],
    ['"NaN', '"NaN'],
    ['[1]', '[1]'],
  ])('turns %s into %s', (text, expected) => expect(withoutNaN(text)).toBe(expected));
});
