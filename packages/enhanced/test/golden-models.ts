import { Table } from '@heph/data';
import { goldenColumns } from '@heph/testing';
import { SingleRowConfig, type EngineName } from '@heph/transformer';
import {
  createEnhancedModel,
  EnhancedTabularClassifier,
  EnhancedTabularRegressor,
  noInteractions,
  type InteractionConfig,
} from '../src';

type Target = 'output' | 'state';

const targets = ['output', 'state', 'alarm', 'grade'];
const withTarget = (part: 'train' | 'validation' | 'rows', target: Target) =>
  Table.fromColumns(goldenColumns(part)).drop(targets.filter(name => name !== target));

/** Rows to learn from, to choose by and to predict, with one target. */
export function goldenTables(target: Target) {
  const [train, validation] = [withTarget('train', target), withTarget('validation', target)];
  const rows = withTarget('rows', target);
  return { train, validation, rows, modelConfig: SingleRowConfig.generate(train, { target }) };
}

/** Pairs of each kind, and categories. */
const interactionConfig: Partial<InteractionConfig> = {
  ...{ useLowRankCross: true, useCatInteractions: true, useCrossNet: true },
  ...{ lowRankRank: 3, crossNetLayers: 2, hashSize: 40, dropout: 0.1 },
  pairs: [
    { features: ['power', 'wind'], kind: 'numeric', score: 0.5 },
    { features: ['wind', 'shift'], kind: 'mixed', score: 0.25 },
    { features: ['site', 'shift'], kind: 'categorical', score: 0.125 },
  ],
};

const sizes = { dModel: 4, nHeads: 2, headDim: 8, seed: 1 } as const;
const learn = { epochs: 2, batchSize: 40, learningRate: 3e-2, averageDecay: 0.5 };

const regression = goldenTables('output');

export const regressors = {
  'pairs and categories': async () =>
    new EnhancedTabularRegressor({ modelConfig: regression.modelConfig, ...sizes, interactionConfig }),
  'pairs and categories, attention, neighbours, ensemble, linear path': async () =>
    new EnhancedTabularRegressor({
      ...{ modelConfig: regression.modelConfig, ...sizes, interactionConfig },
      ...{ numLayers: 1, headLayers: 1, neighborMemory: true, ensembleSize: 2, linearPath: true },
    }),
  'no interactions': async () =>
    new EnhancedTabularRegressor({
      ...{ modelConfig: regression.modelConfig, ...sizes, interactionConfig: noInteractions },
    }),
  'what a forest found': () =>
    createEnhancedModel({
      ...{ modelConfig: regression.modelConfig, ...sizes, trainTable: regression.train, targetCol: 'output' },
      ...{ aggressiveInteractions: true, interactionConfig: { lowRankRank: 3, hashSize: 40 } },
      analysis: { nEstimators: 10, topPairs: 2 },
    }),
} satisfies Record<string, () => Promise<EnhancedTabularRegressor>>;

export type RegressorName = keyof typeof regressors;

export async function fitRegressor(name: RegressorName, engine: EngineName) {
  const model = await regressors[name]();
  const { train, validation } = regression;
  const history = await model.fit(train, { ...learn, validation, engine });
  return { model, history };
}

export async function fitClassifier(engine: EngineName) {
  const { train, validation, modelConfig } = goldenTables('state');
  const model = new EnhancedTabularClassifier({ modelConfig, ...sizes, interactionConfig });
  const history = await model.fit(train, { ...learn, validation, engine });
  return { model, history };
}
