import { Table } from '@heph/data';
import { goldenColumns } from '@heph/testing';
import {
  LinearRegression,
  LogisticRegression,
  RandomForestClassifier,
  RandomForestRegressor,
  XGBoostClassifier,
  XGBoostRegressor,
} from '../src';

/** How a model comes to be, from rows or from a folder. */
export interface GoldenModel<Model> {
  fit: () => Promise<Model>;
  load: (directory: string) => Promise<Model>;
}

type AnyRegressor = LinearRegression | RandomForestRegressor | XGBoostRegressor;
type AnyClassifier = LogisticRegression | RandomForestClassifier | XGBoostClassifier;

const targets = ['output', 'state', 'alarm', 'grade'];
const numbers = ['power', 'wind', 'load'];
const all = Table.fromColumns(goldenColumns('train'));

/** A table with one target. */
const withTarget = (table: Table, target: string) => table.drop(targets.filter(name => name !== target));

export const train = (target: string): Table => withTarget(all, target);
const validation = withTarget(Table.fromColumns(goldenColumns('validation')), 'output');

/** What is to be predicted. */
export const rows = Table.fromColumns(goldenColumns('rows')).drop(targets);

/** Rows that count 0, 1, 2, 3, 0, … */
const sampleWeight = Float64Array.from({ length: all.numRows }, (_, row) => row % 4);

const output = { target: 'output' };

export const regressors: Record<string, GoldenModel<AnyRegressor>> = {
  linear: {
    fit: () => new LinearRegression().fit(train('output'), output),
    load: LinearRegression.load,
  },
  'linear, ridge and weights': {
    fit: () => new LinearRegression({ ridge: 2 }).fit(train('output'), { ...output, sampleWeight }),
    load: LinearRegression.load,
  },
  forest: {
    fit: () =>
      new RandomForestRegressor({ nEstimators: 8, minSamplesLeaf: 4, oobScore: true, seed: 3 }).fit(
        train('output'),
        output,
      ),
    load: RandomForestRegressor.load,
  },
  'forest, few features and bins, weights': {
    fit: () =>
      new RandomForestRegressor({ nEstimators: 5, maxDepth: 4, maxFeatures: 0.5, maxBins: 16, seed: 1 }).fit(
        train('output'),
        { ...output, sampleWeight },
      ),
    load: RandomForestRegressor.load,
  },
  boosting: {
    fit: () => new XGBoostRegressor({ nEstimators: 8, maxDepth: 3, seed: 3 }).fit(train('output'), output),
    load: XGBoostRegressor.load,
  },
  'boosting, numbers alone, weights': {
    fit: () =>
      new XGBoostRegressor({ nEstimators: 6, maxDepth: 3, lambda: 0.5, gamma: 1 }).fit(train('output'), {
        ...{ ...output, features: numbers, sampleWeight },
      }),
    load: XGBoostRegressor.load,
  },
  'boosting, drawn rows, stopped early': {
    fit: () =>
      new XGBoostRegressor({
        ...{ nEstimators: 40, maxDepth: 4, subsample: 0.7, colsampleByTree: 0.7 },
        ...{ maxBin: 32, earlyStoppingRounds: 3, seed: 5 },
      }).fit(train('output'), { ...output, validation }),
    load: XGBoostRegressor.load,
  },
};

export const classifiers: Record<string, GoldenModel<AnyClassifier>> = {
  'logistic, two classes': {
    fit: () => new LogisticRegression().fit(train('alarm'), { target: 'alarm' }),
    load: LogisticRegression.load,
  },
  'logistic, three classes': {
    fit: () => new LogisticRegression({ ridge: 0.5 }).fit(train('state'), { target: 'state' }),
    load: LogisticRegression.load,
  },
  'forest, three classes': {
    fit: () =>
      new RandomForestClassifier({ nEstimators: 6, minSamplesLeaf: 3, oobScore: true, seed: 3 }).fit(
        train('state'),
        { target: 'state' },
      ),
    load: RandomForestClassifier.load,
  },
  'boosting, two classes': {
    fit: () =>
      new XGBoostClassifier({ nEstimators: 6, maxDepth: 3, seed: 3 }).fit(train('alarm'), {
        target: 'alarm',
      }),
    load: XGBoostClassifier.load,
  },
  'boosting, three classes, weights': {
    fit: () =>
      new XGBoostClassifier({ nEstimators: 4, maxDepth: 3, learningRate: 0.5 }).fit(train('state'), {
        ...{ target: 'state', sampleWeight },
      }),
    load: XGBoostClassifier.load,
  },
  'boosting, integers for classes, numbers alone': {
    fit: () =>
      new XGBoostClassifier({ nEstimators: 5, maxDepth: 2 }).fit(train('grade'), {
        ...{ target: 'grade', features: numbers },
      }),
    load: XGBoostClassifier.load,
  },
};
