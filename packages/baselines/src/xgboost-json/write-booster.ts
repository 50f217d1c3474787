import type { FeatureSpec } from '../estimator/feature-schema';
import { LEAF, type Tree } from '../trees/tree';
import { schemaAttribute, type BoosterFile } from './booster';
import { floatList, floatText } from './float-text';
import { categoryMembers } from './write-categories';

/** XGBoost's "no node" where a root has no parent. */
const noParent = 2147483647;

/** The version whose file format this is. */
const formatVersion = [1, 7, 4];

/**
 * A model as XGBoost 1.7 saves it; later versions read it too. Floats are written apart from the rest, because
 * `JSON.stringify(1.0)` is `1`, an integer, which XGBoost refuses.
 */
export function writeBooster(booster: BoosterFile): string {
  const { features, trees, objective } = booster;
  const numClass = objective === 'multi:softprob' ? trees.length : 0;
  const rounds = Math.max(...trees.map(ofOutput => ofOutput.length));
  const outputs: number[] = [];
  const texts: string[] = [];
  for (let round = 0; round < rounds; round++)
    trees.forEach((ofOutput, output) => {
      const tree = ofOutput[round];
      if (!tree) return;
      texts.push(treeText(tree, texts.length, features.length));
      outputs.push(output);
    });
  const model = object({
    gbtree_model_param: JSON.stringify({
      num_parallel_tree: '1',
      num_trees: String(texts.length),
      size_leaf_vector: '0',
    }),
    tree_info: JSON.stringify(outputs),
    trees: `[${texts.join()}]`,
  });
  const learner = object({
    attributes: JSON.stringify({ [schemaAttribute]: schemaText(booster) }),
    feature_names: JSON.stringify(areLegal(booster) ? features.map(({ name }) => name) : []),
    feature_types: JSON.stringify(areLegal(booster) ? features.map(xgboostType) : []),
    gradient_booster: object({ model, name: '"gbtree"' }),
    learner_model_param: JSON.stringify({
      base_score: floatText(booster.baseScore),
      boost_from_average: '1',
      num_class: String(numClass),
      num_feature: String(features.length),
      num_target: '1',
    }),
    objective: objectiveText(objective, numClass),
  });
  return object({ learner, version: JSON.stringify(formatVersion) });
}

function object(members: Readonly<Record<string, string>>): string {
  const texts = Object.entries(members).map(([name, text]) => `${JSON.stringify(name)}:${text}`);
  return `{${texts.join()}}`;
}

function objectiveText(name: string, numClass: number): string {
  return JSON.stringify(
    numClass > 0
      ? { name, softmax_multiclass_param: { num_class: String(numClass) } }
      : { name, reg_loss_param: { scale_pos_weight: '1' } },
  );
}

/** XGBoost's own interface refuses these characters in names; without names it takes columns by their places. */
function areLegal({ features }: BoosterFile): boolean {
  return features.every(({ name }) => !/[[\]<]/.test(name));
}

/** XGBoost calls a feature of categories `c`. */
function xgboostType(feature: FeatureSpec): string {
  return feature.kind === 'categorical' || feature.areCodes ? 'c' : 'float';
}

function schemaText({ target, features, classes }: BoosterFile): string {
  return JSON.stringify({ target, features, classes });
}

function treeText(tree: Tree, id: number, numFeatures: number): string {
  const { feature, left, defaultLeft, threshold, value, cover, gain } = tree;
  const numNodes = feature.length;
  const parents = new Array<number>(numNodes).fill(noParent);
  left.forEach((child, node) => {
    if (child !== LEAF) parents[child] = parents[child + 1] = node;
  });
  const conditions = threshold.map((cut, node) => {
    if (feature[node] === LEAF) return value[node]!;
    // XGBoost writes NaN where a set decides, which is no JSON; it reads any number there.
    return Number.isNaN(cut) ? 0 : cut;
  });
  return object({
    base_weights: floatList(value),
    ...categoryMembers(tree),
    default_left: JSON.stringify([...defaultLeft]),
    id: String(id),
    left_children: JSON.stringify([...left]),
    loss_changes: floatList(gain),
    parents: JSON.stringify(parents),
    right_children: JSON.stringify(Array.from(left, child => (child === LEAF ? LEAF : child + 1))),
    split_conditions: floatList(conditions),
    split_indices: JSON.stringify(Array.from(feature, asked => Math.max(0, asked))),
    sum_hessian: floatList(cover),
    tree_param: JSON.stringify({
      num_deleted: '0',
      num_feature: String(numFeatures),
      num_nodes: String(numNodes),
      size_leaf_vector: '0',
    }),
  });
}
