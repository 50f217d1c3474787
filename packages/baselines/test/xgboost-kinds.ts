import { Table } from '@heph/data';
import { expect } from '@jest/globals';
import { XGBoostClassifier, XGBoostRegressor, type IterationOptions, type ShapValues } from '../src';

/** What xgboost-kinds.py tells of one model. */
export interface Kind {
  name: string;
  json: string;
  /** As base64. */
  ubjson?: string;
  /** With all rounds; row after row, for each class. */
  predictions: number[];
  /** With the first two. */
  first: number[];
  /** With all rounds: row after row, for each class, for each feature and the bias. */
  contributions: number[];
  /** Of an early stop. */
  best?: number;
  /** Of an early stop, as the scikit-learn interface predicts. */
  byInterface?: number[];
}

/** What xgboost-kinds.py prints. */
export interface Kinds {
  version: string;
  names: string[];
  rows: (number | null)[][];
  models: Kind[];
}

export const tableOf = ({ names, rows }: Pick<Kinds, 'names' | 'rows'>): Table =>
  Table.fromColumns(Object.fromEntries(names.map((name, i) => [name, rows.map(row => row[i]!)])));

const objectiveOf = (json: string) => /"objective":\{.*?"name":"(\w+:\w+)"/.exec(json)![1]!;
const isOfClasses = (objective: string) =>
  /^multi:|logistic$|hinge$/.test(objective) && !/^reg:/.test(objective);

type Model = XGBoostRegressor | XGBoostClassifier;

export const fromJson = (json: string): Model =>
  isOfClasses(objectiveOf(json))
    ? XGBoostClassifier.fromXGBoostJSON(json)
    : XGBoostRegressor.fromXGBoostJSON(json);

export const fromUbjson = (json: string, bytes: Uint8Array): Model =>
  isOfClasses(objectiveOf(json))
    ? XGBoostClassifier.fromXGBoostUBJSON(bytes)
    : XGBoostRegressor.fromXGBoostUBJSON(bytes);

/** Regressions to the last bit, probabilities to 1e-6. */
export async function expectPredictions(
  model: Model,
  table: Table,
  expected: readonly number[],
  options?: IterationOptions,
): Promise<void> {
  if (model instanceof XGBoostRegressor) {
    expect(await model.predict(table, options)).toEqual(Float64Array.from(expected));
    return;
  }
  const objective = objectiveOf(model.toXGBoostJSON());
  if (objective === 'multi:softmax')
    return expect(await model.predict(table, options)).toEqual(expected.map(String));
  const probabilities = await model.predictProba(table, options);
  const found = probabilities.flatMap(row => (objective === 'multi:softprob' ? [...row] : [row[1]!]));
  expect(found).toHaveLength(expected.length);
  found.forEach((probability, i) => expect(Math.abs(probability - expected[i]!)).toBeLessThan(1e-6));
}

/** XGBoost computes contributions in float32. */
export async function expectContributions(
  model: Model,
  table: Table,
  expected: readonly number[],
): Promise<void> {
  const all = { iterationRange: [0, 0] } as const;
  const explained: ShapValues | ShapValues[] = await model.shapValues(table, all);
  const outputs = Array.isArray(explained) ? explained.slice(explained.length === 2 ? 1 : 0) : [explained];
  const width = outputs[0]!.featureNames.length;
  const found = Array.from({ length: table.numRows }, (_, row) =>
    outputs.flatMap(({ values, expectedValue }) => [
      ...values.subarray(row * width, (row + 1) * width),
      expectedValue,
    ]),
  ).flat();
  expect(found).toHaveLength(expected.length);
  found.forEach((value, i) =>
    expect(Math.abs(value - expected[i]!)).toBeLessThan(5e-5 * Math.max(1, Math.abs(value))),
  );
}
