import { isObjective, isOfSeveralClasses, links, type ObjectiveName } from '../objectives/link';
import type { ObjectiveParameters } from './booster';
import type { JsonValue } from './json-reader';

const maxClasses = 65535;

/** What XGBoost before 0.83 called it. */
const formerly: Readonly<Record<string, ObjectiveName>> = { 'reg:linear': 'reg:squarederror' };

/**
 * A file's objective, which must be one of those allowed.
 * @throws HephError `invalid-file`
 */
export function readObjective(json: JsonValue, allowed: readonly ObjectiveName[]): ObjectiveName {
  const name = json.get('name');
  const text = name.text();
  const today = Object.hasOwn(formerly, text) ? formerly[text] : text;
  return isObjective(today, allowed) ? today : name.fail(`one of ${allowed.join(', ')}`);
}

/** Groups of parameters, which are written back as they are. */
export function readObjectiveParameters(json: JsonValue): ObjectiveParameters {
  const groups = json.members().filter(([name]) => name.endsWith('_param'));
  return Object.fromEntries(
    groups.map(([name, group]) => [
      name,
      Object.fromEntries(group.members().map(([key, value]) => [key, value.text()])),
    ]),
  );
}

/** How many outputs a model has: one for each class where there are more than two. */
export function readNumOutputs(parameters: JsonValue, objective: ObjectiveName): number {
  const [numClass, numTarget] = [parameters.get('num_class'), parameters.get('num_target')];
  if (numTarget.isPresent && numTarget.count() > 1) numTarget.fail('1: a model predicts one column');
  const count = numClass.count();
  if (!isOfSeveralClasses(objective)) return count <= 1 ? 1 : numClass.fail('0 or 1');
  return count >= 2 && count <= maxClasses ? count : numClass.fail(`from 2 to ${maxClasses} classes`);
}

/**
 * What predictions start from, for each output: a number as text, or a list of them, which XGBoost writes from 3.1 on. One
 * counts for all outputs.
 */
export function readBaseScores(json: JsonValue, objective: ObjectiveName, numOutputs: number): number[] {
  const expected = numOutputs === 1 ? 'a number' : `a number, or a list of ${numOutputs}`;
  const text = json.text().trim();
  const isInBrackets = text.startsWith('[') && text.endsWith(']');
  const scores = (isInBrackets ? text.slice(1, -1).split(',') : [text]).map(item => readNumber(item.trim()));
  if (scores.some(Number.isNaN) || (scores.length !== 1 && scores.length !== numOutputs))
    return json.fail(expected);
  const { isBaseScore, baseScores } = links[objective];
  if (!scores.every(isBaseScore)) return json.fail(baseScores);
  return scores.length === numOutputs ? scores : new Array<number>(numOutputs).fill(scores[0]!);
}

/** A float32, or NaN. */
function readNumber(text: string): number {
  const isNumber = /^[-+]?\d+\.?\d*(?:[eE][-+]?\d+)?$/.test(text);
  const number = isNumber ? Math.fround(Number(text)) : NaN;
  return Number.isFinite(number) ? number : NaN;
}
