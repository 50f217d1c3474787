import { isFeatureSpecs, type FeatureSpec } from '../estimator/feature-schema';
import { hasSet } from '../trees/category-sets';
import type { Tree } from '../trees/tree';
import { schemaAttribute, type BoosterFile, type ObjectiveName } from './booster';
import { JsonValue } from './json-reader';
import { readTree } from './read-tree';

const maxClasses = 65535;
/** A file of a few bytes can claim any number of features: so many are believed without names. */
const maxUnnamedFeatures = 65535;

/** Objectives whose predictions are those of another one. */
const synonyms: ReadonlyMap<string, ObjectiveName> = new Map([
  ['reg:squarederror', 'reg:squarederror'],
  ['reg:linear', 'reg:squarederror'],
  ['reg:absoluteerror', 'reg:squarederror'],
  ['reg:pseudohubererror', 'reg:squarederror'],
  ['binary:logistic', 'binary:logistic'],
  ['multi:softprob', 'multi:softprob'],
  ['multi:softmax', 'multi:softprob'],
]);

/**
 * Reads a model that XGBoost (1.0 or later) saved as JSON. Everything is checked: a file that passes predicts, in a
 * time bounded by its size.
 *
 * @param allowed what the reader can make use of
 * @throws HephError `invalid-file` saying where in the file something else was expected
 */
export function readBooster(source: string | object, allowed: readonly ObjectiveName[]): BoosterFile {
  const learner = JsonValue.parse(source).get('learner');
  const objective = readObjective(learner.get('objective').get('name'), allowed);
  const parameters = learner.get('learner_model_param');
  const numFeatures = parameters.get('num_feature').count();
  if (numFeatures === 0) parameters.get('num_feature').fail('at least 1');
  const numOutputs = readNumOutputs(parameters.get('num_class'), objective);
  const baseScore = readBaseScore(parameters.get('base_score'), objective);
  const trees = readTrees(learner.get('gradient_booster'), numFeatures, numOutputs);
  const names = readNames(learner, numFeatures);
  const schema = readSchema(learner, names, numFeatures);
  const numClasses = objective === 'reg:squarederror' ? 0 : Math.max(2, numOutputs);
  const numbers = Array.from({ length: numClasses }, (_, i) => String(i));
  return {
    objective,
    baseScore,
    trees,
    features: schema?.features ?? plainFeatures(names, readTypes(learner, numFeatures), trees.flat()),
    target: schema?.target ?? 'label',
    classes: schema?.classes.length === numClasses ? schema.classes : numbers,
  };
}

function readObjective(name: JsonValue, allowed: readonly ObjectiveName[]): ObjectiveName {
  const objective = synonyms.get(name.text());
  if (objective !== undefined && allowed.includes(objective)) return objective;
  const known = [...synonyms].filter(([, meaning]) => allowed.includes(meaning)).map(([synonym]) => synonym);
  return name.fail(`one of ${known.join(', ')}`);
}

function readNumOutputs(numClass: JsonValue, objective: ObjectiveName): number {
  const count = numClass.count();
  if (objective !== 'multi:softprob') return count <= 1 ? 1 : numClass.fail('0 or 1');
  return count >= 2 && count <= maxClasses ? count : numClass.fail(`from 2 to ${maxClasses} classes`);
}

/** A number as text; files of XGBoost 3 hold it as a list of one. */
function readBaseScore(json: JsonValue, objective: ObjectiveName): number {
  const match = /^(\[?)([-+]?\d+\.?\d*(?:[eE][-+]?\d+)?)(\]?)$/.exec(json.text());
  const score = Math.fround(Number(match?.[2]));
  if (!match || (match[1] === '[') !== (match[3] === ']') || !Number.isFinite(score))
    return json.fail('a number');
  if (objective === 'binary:logistic' && !(score > 0 && score < 1)) return json.fail('between 0 and 1');
  return score;
}

function readTrees(booster: JsonValue, numFeatures: number, numOutputs: number): Tree[][] {
  const name = booster.get('name');
  if (name.text() !== 'gbtree') name.fail('gbtree');
  const model = booster.get('model');
  const stored = model.get('trees').items();
  const numTrees = model.get('gbtree_model_param').get('num_trees');
  if (numTrees.count() !== stored.length) numTrees.fail(`${stored.length}, as many as there are`);
  const outputs = model.get('tree_info').integers(stored.length, 0, numOutputs - 1);
  const trees = Array.from({ length: numOutputs }, (): Tree[] => []);
  stored.forEach((tree, i) => trees[outputs[i]!]!.push(readTree(tree, numFeatures)));
  return trees;
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

/** Features as XGBoost takes them, numbers all; without names they are called as XGBoost calls them. */
function plainFeatures(
  names: readonly string[] | undefined,
  types: readonly string[],
  trees: readonly Tree[],
): FeatureSpec[] {
  const areCodes = types.map(type => type === 'c');
  for (const { feature, categories } of trees)
    if (categories)
      feature.forEach((asked, node) => {
        if (hasSet(categories, node)) areCodes[asked] = true;
      });
  return types.map((_, i) => ({
    name: names?.[i] ?? `f${i}`,
    kind: 'numeric',
    ...(areCodes[i] && { areCodes: true }),
  }));
}

interface Schema {
  readonly target: string;
  readonly features: readonly FeatureSpec[];
  readonly classes: readonly string[];
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
