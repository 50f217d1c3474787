import type { Tree } from '../trees/tree';
import type { JsonValue } from './json-reader';
import { readTree } from './read-tree';
import { roundsOf, type Rounded } from './rounds';

/**
 * The trees of a booster `gbtree` or `dart`. DART's weights are multiplied into the leaves, as XGBoost does when it
 * predicts; they stand beside the trees' model until XGBoost 3.3, and in it since.
 *
 * @throws HephError `invalid-file`
 */
export function readTrees(booster: JsonValue, numFeatures: number, numOutputs: number): Rounded {
  const model = modelOf(booster);
  const stored = model.get('trees');
  const numTrees = model.get('gbtree_model_param').get('num_trees');
  if (numTrees.count() !== stored.length) numTrees.fail(`${stored.length}, as many as there are`);
  const outputs = model.get('tree_info').integers(stored.length, 0, numOutputs - 1);
  const weights = readWeights(booster, model, stored.length);
  const trees = Array.from({ length: numOutputs }, (): Tree[] => []);
  outputs.forEach((output, i) => {
    const tree = readTree(stored.at(i), numFeatures, weights?.[i]);
    trees[output]!.push(tree);
  });
  return { trees, rounds: roundsOf(outputs, readRounds(model, stored.length, numOutputs), numOutputs) };
}

/** Where the trees are. */
export function modelOf(booster: JsonValue): JsonValue {
  const name = booster.get('name');
  if (name.text() === 'dart') return booster.get('gbtree').get('model');
  return name.text() === 'gbtree' ? booster.get('model') : name.fail('gbtree or dart');
}

/** One weight a tree; XGBoost leaves out those after the last that is not 1. */
function readWeights(booster: JsonValue, model: JsonValue, numTrees: number): Float32Array | undefined {
  const weights = [booster, model].map(place => place.get('weight_drop')).find(({ isPresent }) => isPresent);
  if (!weights) return undefined;
  const { length } = weights;
  if (length > numTrees) weights.fail(`a list of at most ${numTrees} weights`);
  const all = new Float32Array(numTrees).fill(1);
  all.set(weights.floats(length));
  return all;
}

/** How many trees there are up to the end of each round. */
function readRounds(model: JsonValue, numTrees: number, numOutputs: number): number[] {
  const places = model.get('iteration_indptr');
  if (places.isPresent) {
    const ends = places.integers(places.length, 0, numTrees);
    const isAscending = ends.every((end, i) => i === 0 || end >= ends[i - 1]!);
    if (ends[0] !== 0 || ends.at(-1) !== numTrees || !isAscending)
      places.fail(`ascending from 0 to ${numTrees}, the trees that there are`);
    return ends.slice(1);
  }
  const parallel = model.get('gbtree_model_param').get('num_parallel_tree');
  const perOutput = parallel.isPresent ? parallel.count() : 1;
  if (perOutput === 0) parallel.fail('at least 1');
  const perRound = perOutput * numOutputs;
  return Array.from({ length: Math.ceil(numTrees / perRound) }, (_, round) =>
    Math.min(numTrees, (round + 1) * perRound),
  );
}
