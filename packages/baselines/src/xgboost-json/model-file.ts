import type { FeatureSpec } from '../estimator/feature-schema';
import { isOfSeveralClasses } from '../objectives/link';
import { schemaAttribute, type BoosterFile, type ObjectiveParameters } from './booster';
import { categoryNames } from './category-names';
import type { FileValue } from './file-value';
import { floatText } from './float-text';
import { countRounds, treesOfRounds } from './rounds';
import { withFirstRound } from './start-in-trees';
import { treeFile } from './tree-file';

/** The version whose file format this is. */
const formatVersion = [1, 7, 4];

/** A model as XGBoost 1.7 saves it; later versions read it too. */
export function modelFile(booster: BoosterFile): FileValue {
  const { features, objective, objectiveParameters, classes } = booster;
  const numClass = isOfSeveralClasses(objective) ? booster.trees.length : 0;
  const numParallel = treesPerRound(booster);
  const startsInTrees = new Set(booster.baseScores).size > 1;
  const written = startsInTrees ? withFirstRound(booster, numParallel) : booster;
  return {
    learner: {
      attributes: {
        ...(written.bestIteration !== undefined && { best_iteration: String(written.bestIteration) }),
        [schemaAttribute]: JSON.stringify({
          target: booster.target,
          features,
          classes,
          ...(startsInTrees && { startsInTrees }),
        }),
      },
      feature_names: areLegal(booster) ? features.map(({ name }) => name) : [],
      feature_types: areLegal(booster) ? features.map(xgboostType) : [],
      gradient_booster: { model: treesFile(written, numParallel), name: 'gbtree' },
      learner_model_param: {
        base_score: floatText(written.baseScores[0]!),
        boost_from_average: '1',
        num_class: String(numClass),
        num_feature: String(features.length),
        num_target: '1',
      },
      objective: { name: objective, ...(objectiveParameters ?? defaultParameters(numClass)) },
    },
    version: formatVersion,
  };
}

/** What the objectives that are trained here need. */
function defaultParameters(numClass: number): ObjectiveParameters {
  return numClass > 0
    ? { softmax_multiclass_param: { num_class: String(numClass) } }
    : { reg_loss_param: { scale_pos_weight: '1' } };
}

/** How many trees each output has in every round; 1 where that differs. */
function treesPerRound({ trees, rounds }: BoosterFile): number {
  if (!rounds || rounds.count === 0) return 1;
  const perRound = trees[0]!.length / rounds.count;
  const isRegular = rounds.ofTrees.every(
    (ofOutput, output) =>
      trees[output]!.length === perRound * rounds.count &&
      ofOutput.every((round, i) => round === Math.floor(i / perRound)),
  );
  return Number.isInteger(perRound) && perRound > 0 && isRegular ? perRound : 1;
}

/** Round after round, for each output its trees. */
function treesFile(booster: BoosterFile, numParallel: number): FileValue {
  const outputs: number[] = [];
  const trees: FileValue[] = [];
  const ends = [0];
  const numRounds = countRounds(booster);
  for (let round = 0; round < numRounds; round++) {
    treesOfRounds(booster, round, round + 1).forEach((ofOutput, output) => {
      for (const tree of ofOutput) {
        trees.push(treeFile(tree, trees.length, booster.features.length));
        outputs.push(output);
      }
    });
    ends.push(trees.length);
  }
  const isRegular = !booster.rounds || ends.every((end, i) => end === i * numParallel * booster.trees.length);
  return {
    ...(booster.namesCategories && { cats: categoryNames(booster.features) }),
    gbtree_model_param: {
      num_parallel_tree: String(numParallel),
      num_trees: String(trees.length),
      size_leaf_vector: '0',
    },
    // XGBoost knows it since 2.0; before, every round has as many trees.
    ...(!isRegular && { iteration_indptr: ends }),
    tree_info: outputs,
    trees,
  };
}

/** XGBoost's own interface refuses these characters in names; without names it takes columns by their places. */
function areLegal({ features }: BoosterFile): boolean {
  return features.every(({ name }) => !/[[\]<]/.test(name));
}

/** XGBoost calls a feature of categories `c`. */
function xgboostType(feature: FeatureSpec): string {
  return feature.kind === 'categorical' || feature.areCodes ? 'c' : 'float';
}
