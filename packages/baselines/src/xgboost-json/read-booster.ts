import { isFeatureSpecs, type FeatureSpec } from '../estimator/feature-schema';
import { classifications, regressions } from '../objectives/link';
import { hasSet } from '../trees/category-sets';
import type { Tree } from '../trees/tree';
import { schemaAttribute, type BoosterFile } from './booster';
import { JsonValue } from './json-reader';
import { readCategoryNames, type NamedCategories } from './read-category-names';
import { readBaseScores, readNumOutputs, readObjective, readObjectiveParameters } from './read-objective';
import { modelOf, readTrees } from './read-trees';
import { countRounds } from './rounds';
import { withoutFirstRound } from './start-in-trees';

/** A file of a few bytes can claim any number of features: so many are believed without names. */
const maxUnnamedFeatures = 65535;

/**
 * Reads a model that XGBoost (1.0 or later) saved as JSON or UBJSON. Everything is checked: a file that passes predicts,
 * in a time bounded by its size.
 *
 * @param task what the reader can make use of
 * @throws HephError `invalid-file` saying where in the file something else was expected
 */
export function readBooster(source: string | object, task: 'regression' | 'classification'): BoosterFile {
  const learner = JsonValue.parse(source).get('learner');
  const stated = learner.get('objective');
  const objective = readObjective(stated, task === 'regression' ? regressions : classifications);
  const parameters = learner.get('learner_model_param');
  const numFeatures = parameters.get('num_feature').count();
  if (numFeatures === 0) parameters.get('num_feature').fail('at least 1');
  const numOutputs = readNumOutputs(parameters, objective);
  const booster = learner.get('gradient_booster');
  const rounded = readTrees(booster, numFeatures, numOutputs);
  const names = readNames(learner, numFeatures);
  const schema = readSchema(learner, names, numFeatures);
  const categories = readCategoryNames(modelOf(booster), numFeatures);
  const numClasses = task === 'regression' ? 0 : Math.max(2, numOutputs);
  const numbers = Array.from({ length: numClasses }, (_, i) => String(i));
  const file: BoosterFile = {
    ...rounded,
    objective,
    objectiveParameters: readObjectiveParameters(stated),
    baseScores: readBaseScores(parameters.get('base_score'), objective, numOutputs),
    features:
      schema?.features ??
      plainFeatures(names, readTypes(learner, numFeatures), rounded.trees.flat(), categories),
    namesCategories: categories !== undefined,
    bestIteration: readBestIteration(learner, countRounds(rounded)),
    target: schema?.target ?? 'label',
    classes: schema?.classes.length === numClasses ? schema.classes : numbers,
  };
  return schema?.startsInTrees ? withoutFirstRound(file) : file;
}

/** The round at which an early stop found the model best; from a model that has been cut since, the last. */
function readBestIteration(learner: JsonValue, numRounds: number): number | undefined {
  const attributes = learner.get('attributes');
  const best = attributes.isPresent ? attributes.get('best_iteration') : attributes;
  if (!best.isPresent || numRounds === 0) return undefined;
  return Math.min(best.count(), numRounds - 1);
}

/** The features' names, if the file has any. */
function readNames(learner: JsonValue, numFeatures: number): string[] | undefined {
  const list = learner.get('feature_names');
  if (list.isPresent && list.items().length > 0) {
    const names = list.texts(numFeatures);
    return new Set(names).size === names.length ? names : list.fail('distinct names');
  }
  return numFeatures <= maxUnnamedFeatures
    ? undefined
    : list.fail(`there: the model has ${numFeatures} features`);
}

/** What XGBoost takes the features for, if the file tells. */
function readTypes(learner: JsonValue, numFeatures: number): string[] {
  const list = learner.get('feature_types');
  if (list.isPresent && list.items().length > 0) return list.texts(numFeatures);
  return new Array<string>(numFeatures).fill('float');
}

/** Features as XGBoost takes them: numbers, but where it names categories. Without names they are called as it calls them. */
function plainFeatures(
  names: readonly string[] | undefined,
  types: readonly string[],
  trees: readonly Tree[],
  categories: readonly (NamedCategories | undefined)[] | undefined,
): FeatureSpec[] {
  const areCodes = types.map(type => type === 'c');
  for (const { feature, categories } of trees)
    if (categories)
      feature.forEach((asked, node) => {
        if (hasSet(categories, node)) areCodes[asked] = true;
      });
  return types.map((_, i) => {
    const name = names?.[i] ?? `f${i}`;
    const named = categories?.[i];
    if (named && 'type' in named) return { name, kind: 'numeric', areCodes: true, codes: named };
    if (named) return { name, kind: 'categorical', categories: named };
    return { name, kind: 'numeric', ...(areCodes[i] && { areCodes: true }) };
  });
}

interface Schema {
  readonly target: string;
  readonly features: readonly FeatureSpec[];
  readonly classes: readonly string[];
  readonly startsInTrees?: unknown;
}

/** What files written here know beyond XGBoost's own. */
function readSchema(
  learner: JsonValue,
  names: readonly string[] | undefined,
  numFeatures: number,
): Schema | undefined {
  const attributes = learner.get('attributes');
  const attribute = attributes.isPresent ? attributes.get(schemaAttribute) : attributes;
  if (!attribute.isPresent) return undefined;
  const schema = JsonValue.parse(attribute.text()).value;
  return isSchema(schema) && isFor(schema.features, names, numFeatures)
    ? schema
    : attribute.fail('a schema of the features that the model has');
}

function isFor(
  features: readonly FeatureSpec[],
  names: readonly string[] | undefined,
  numFeatures: number,
): boolean {
  const places = new Set(features.map(({ name }) => name));
  const areSame = features.every(({ name }, i) => names === undefined || name === names[i]);
  return features.length === numFeatures && places.size === numFeatures && areSame;
}

function isSchema(value: unknown): value is Schema {
  if (typeof value !== 'object' || value === null) return false;
  const { target, features, classes } = value as Record<string, unknown>;
  const areTexts = Array.isArray(classes) && classes.every(item => typeof item === 'string');
  return typeof target === 'string' && areTexts && isFeatureSpecs(features);
}

/** @throws TypeError unless they are bytes */
export function requireBytes(bytes: unknown): Uint8Array {
  if (ArrayBuffer.isView(bytes)) return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = bytes === null ? 'null' : typeof bytes;
  throw new TypeError(`UBJSON must be given as a Uint8Array; received ${type}`);
}
