import { expFloat32 } from './exp-float32';
import { logit, sigmoid } from './sigmoid';

const { fround, log } = Math;

/** How what trees add up to, the margin, becomes a prediction, and what it starts from; in float32, as XGBoost has it. */
export interface Link {
  /** What margins start from, given a base score in the prediction's own units. */
  toMargin(baseScore: number): number;
  /** What a margin predicts, where it is not the margin itself. */
  toPrediction?(margin: number): number;
  /** The base scores that there can be, in words for a message. */
  readonly baseScores: string;
  isBaseScore(baseScore: number): boolean;
}

const identity: Link = {
  toMargin: baseScore => baseScore,
  baseScores: 'a number',
  isBaseScore: () => true,
};

/** 1 / (1 + e^−margin). */
const logistic: Link = {
  toMargin: logit,
  toPrediction: margin => sigmoid(margin, expFloat32),
  baseScores: 'between 0 and 1',
  isBaseScore: score => score > 0 && score < 1,
};

/** e^margin. */
const exponential: Link = {
  toMargin: baseScore => fround(log(baseScore)),
  toPrediction: expFloat32,
  baseScores: 'above 0',
  isBaseScore: score => score > 0,
};

/** 1 above 0, else 0. */
const step: Link = { ...identity, toPrediction: isAbove0 };

/** The probability that a hinge gives. */
export function isAbove0(margin: number): number {
  return margin > 0 ? 1 : 0;
}

/** XGBoost's objectives whose models can be used here, with their links. */
export const links = {
  'reg:squarederror': identity,
  'reg:squaredlogerror': identity,
  'reg:absoluteerror': identity,
  'reg:pseudohubererror': identity,
  'reg:quantileerror': identity,
  'reg:logistic': logistic,
  'count:poisson': exponential,
  'reg:gamma': exponential,
  'reg:tweedie': exponential,
  'survival:cox': exponential,
  'survival:aft': exponential,
  'binary:logistic': logistic,
  'binary:logitraw': identity,
  'binary:hinge': step,
  'multi:softprob': identity,
  'multi:softmax': identity,
} satisfies Record<string, Link>;

/** What XGBoost calls the functions that are minimized. */
export type ObjectiveName = keyof typeof links;

/** Objectives of one number a row. `binary:logitraw` tells the log-odds themselves, and starts from log-odds. */
export const regressions: readonly ObjectiveName[] = [
  'reg:squarederror',
  'reg:squaredlogerror',
  'reg:absoluteerror',
  'reg:pseudohubererror',
  'reg:quantileerror',
  'reg:logistic',
  'count:poisson',
  'reg:gamma',
  'reg:tweedie',
  'survival:cox',
  'survival:aft',
  'binary:logitraw',
];

/** Objectives of two classes or more. */
export const classifications: readonly ObjectiveName[] = [
  'binary:logistic',
  'binary:logitraw',
  'binary:hinge',
  'reg:logistic',
  'multi:softprob',
  'multi:softmax',
];

/** Whether each class has trees of its own. */
export const isOfSeveralClasses = (objective: ObjectiveName): boolean => objective.startsWith('multi:');

/** Whether a value read from a file names one of these objectives. */
export function isObjective(value: unknown, among: readonly ObjectiveName[]): value is ObjectiveName {
  return (among as readonly unknown[]).includes(value);
}
