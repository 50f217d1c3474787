import { Table } from '@heph/data';
import { goldenColumns } from '@heph/testing';
import {
  MaskedTabularModeling,
  SingleRowConfig,
  TabularClassifier,
  TabularRegressor,
  type EngineName,
  type RegressorFitOptions,
  type TabularRegressorOptions,
} from '../src';

type Target = 'output' | 'state' | 'alarm';

const targets = ['output', 'state', 'alarm', 'grade'];
const withTarget = (part: 'train' | 'validation' | 'rows', target: Target) =>
  Table.fromColumns(goldenColumns(part)).drop(targets.filter(name => name !== target));

/** Rows to learn from, to choose by and to predict, with one target. */
export function goldenTables(target: Target) {
  const [train, validation] = [withTarget('train', target), withTarget('validation', target)];
  const rows = withTarget('rows', target);
  return { train, validation, rows, modelConfig: SingleRowConfig.generate(train, { target }) };
}

const sizes = { dModel: 4, nHeads: 2, numLayers: 1, headDim: 8, seed: 1 } as const;
const learn = { epochs: 2, batchSize: 40, learningRate: 3e-2, averageDecay: 0.5 };

/** A kind of regressor and how it is fitted. */
interface Variant {
  network?: Omit<TabularRegressorOptions, 'modelConfig'>;
  fit?: RegressorFitOptions;
  isPretrained?: boolean;
}

export const variants = {
  plain: {},
  'linear path': {
    network: { linearPath: true, numericScaling: 'quantile', numericEmbedding: 'linear', pooling: 'flatten' },
    fit: { weights: 'average', weightDecay: 0.1 },
  },
  'neighbour memory': {
    network: {
      ...{
        neighborMemory: true,
        numericScaling: 'robust',
        numericEmbedding: { kind: 'piecewiseLinear', numBins: 4 },
      },
      ...{ pooling: 'attention', activation: 'gelu' },
    },
  },
  ensemble: {
    network: { ensembleSize: 2, numLayers: 0, pooling: 'flatten', headLayers: 2, headDropout: 0.2 },
    fit: { sampleWeight: Array.from({ length: 160 }, (_, row) => row % 4) },
  },
  refit: { network: { activation: 'geglu' }, fit: { refit: true, weights: 'raw' } },
  'ensemble with a linear path and neighbours, refit': {
    network: { ensembleSize: 2, linearPath: true, neighborMemory: true, numLayers: 0, pooling: 'flatten' },
    fit: { refit: true },
  },
  'pre-trained': { fit: { encoderLearningRate: 1e-3 }, isPretrained: true },
} satisfies Record<string, Variant>;

export type VariantName = keyof typeof variants;

/** @param options more of them, such as where checkpoints are */
export async function fitRegressor(name: VariantName, engine: EngineName, options: RegressorFitOptions = {}) {
  const { network, fit, isPretrained }: Variant = variants[name];
  const { train, validation, modelConfig } = goldenTables('output');
  // What is pre-trained brings its sizes along.
  const own = isPretrained ? { headDim: sizes.headDim, seed: sizes.seed } : sizes;
  const model = new TabularRegressor({ modelConfig, ...own, ...network });
  if (isPretrained) {
    const { model: pretrained } = await pretrain(engine);
    model.loadEncoder(pretrained);
    pretrained.dispose();
  }
  const history = await model.fit(train, { ...learn, validation, engine, ...fit, ...options });
  return { model, history };
}

export async function fitClassifier(target: 'state' | 'alarm', engine: EngineName) {
  const { train, validation, modelConfig } = goldenTables(target);
  const model = new TabularClassifier({ modelConfig, ...sizes });
  const history = await model.fit(train, { ...learn, validation, engine });
  return { model, history };
}

/** @param options more of them, such as where checkpoints are */
export async function pretrain(engine: EngineName, options: RegressorFitOptions = {}) {
  const { train, validation, modelConfig } = goldenTables('output');
  const model = new MaskedTabularModeling({ modelConfig, ...sizes, numericLoss: 'logSquaredError' });
  const history = await model.fit(train, { ...learn, validation, engine, ...options });
  return { model, history };
}
