import { AdaptiveFeatureEngineering, analyzeFeatures, treeBoundaries } from '@heph/autoconfig';
import {
  LinearRegression,
  LogisticRegression,
  permutationImportance,
  RandomForestClassifier,
  RandomForestRegressor,
  XGBoostClassifier,
  XGBoostRegressor,
} from '@heph/baselines';
import { kFold, Table, trainTestSplit } from '@heph/data';
import {
  MaskedTabularModeling,
  SingleRowConfig,
  TabularClassifier,
  TabularRegressor,
} from '@heph/transformer';
import { describe, expect, it } from '@jest/globals';
import { createEnhancedModel, EnhancedTabularClassifier, EnhancedTabularRegressor } from '../src/index';

const table = Table.fromColumns({ x: [1, 2, 3, 4], y: [1, 0, 1, 0] });
const modelConfig = SingleRowConfig.generate(table, { target: 'y' });

/** As a program without types would call it. */
type Loose = (options: object) => unknown;
const constructs = (Model: new (options: never) => unknown, own: object = {}): Loose => {
  return options => new Model({ ...own, ...options } as never);
};
const fits = (model: { fit(table: Table, options: never): Promise<unknown> }, own: object = {}): Loose => {
  return options => model.fit(table, { ...own, ...options } as never);
};
const target = { target: 'y' };

describe('an option that does not exist', () => {
  it.each<[string, Loose, string, string]>([
    ['trainTestSplit', o => trainTestSplit(table, { testSize: 1, seed: 0, ...o }), 'test_size', 'testSize'],
    ['kFold', o => kFold(4, { folds: 2, seed: 0, ...o }), 'fold', 'folds'],
    ['LinearRegression', constructs(LinearRegression), 'fit_intercept', 'fitIntercept'],
    ['LogisticRegression', constructs(LogisticRegression), 'maxIteration', 'maxIterations'],
    ['RandomForestRegressor', constructs(RandomForestRegressor), 'max_depth', 'maxDepth'],
    ['RandomForestClassifier', constructs(RandomForestClassifier), 'nestimators', 'nEstimators'],
    ['XGBoostRegressor', constructs(XGBoostRegressor), 'n_estimators', 'nEstimators'],
    ['XGBoostClassifier', constructs(XGBoostClassifier), 'learning_rate', 'learningRate'],
    ['fit', fits(new LinearRegression(), target), 'sampleWeights', 'sampleWeight'],
    ['fit', fits(new LogisticRegression(), target), 'sample_weight', 'sampleWeight'],
    ['fit', fits(new RandomForestRegressor(), target), 'feature', 'features'],
    ['fit', fits(new RandomForestClassifier(), target), 'progress', 'onProgress'],
    ['fit', fits(new XGBoostRegressor(), target), 'validations', 'validation'],
    ['fit', fits(new XGBoostClassifier(), target), 'Validation', 'validation'],
    [
      'permutationImportance',
      o => permutationImportance(new LinearRegression(), table, { target: 'y', ...o }),
      'repeat',
      'repeats',
    ],
    ['analyzeFeatures', o => analyzeFeatures(table, 'y', o), 'topPair', 'topPairs'],
    [
      'analyzeFeatures',
      o => new AdaptiveFeatureEngineering(modelConfig).analyzeFeatures(table, 'y', o),
      'top_pairs',
      'topPairs',
    ],
    [
      'getInteractionConfig',
      o => new AdaptiveFeatureEngineering(modelConfig).getInteractionConfig(o),
      'agressive',
      'aggressive',
    ],
    ['treeBoundaries', o => treeBoundaries(table, 'y', ['x'], o), 'numbins', 'numBins'],
    ['SingleRowConfig.generate', o => SingleRowConfig.generate(table, o), 'categoricals', 'categorical'],
    ['TabularRegressor', constructs(TabularRegressor, { modelConfig }), 'd_model', 'dModel'],
    [
      'numericEmbedding',
      o => new TabularRegressor({ modelConfig, numericEmbedding: { kind: 'periodic', ...o } }).model,
      'frequencies',
      'numFrequencies',
    ],
    ['TabularClassifier', constructs(TabularClassifier, { modelConfig }), 'nheads', 'nHeads'],
    [
      'EnhancedTabularRegressor',
      constructs(EnhancedTabularRegressor, { modelConfig }),
      'interactionsConfig',
      'interactionConfig',
    ],
    [
      'EnhancedTabularClassifier',
      constructs(EnhancedTabularClassifier, { modelConfig }),
      'num_layers',
      'numLayers',
    ],
    ['MaskedTabularModeling', constructs(MaskedTabularModeling, { modelConfig }), 'mask_rate', 'maskRate'],
    [
      'interactionConfig',
      o => new EnhancedTabularRegressor({ modelConfig, interactionConfig: o }).interactionConfig,
      'lowrankRank',
      'lowRankRank',
    ],
    [
      'createEnhancedModel',
      o => createEnhancedModel({ modelConfig, ...o }),
      'agressiveInteractions',
      'aggressiveInteractions',
    ],
    ['fit', fits(new TabularRegressor({ modelConfig })), 'batchsize', 'batchSize'],
    ['fit', fits(new TabularClassifier({ modelConfig })), 'lr', ''],
    ['fit', fits(new EnhancedTabularRegressor({ modelConfig })), 'epoch', 'epochs'],
    ['fit', fits(new EnhancedTabularClassifier({ modelConfig })), 'patients', 'patience'],
    ['fit', fits(new MaskedTabularModeling({ modelConfig })), 'validationData', 'validation'],
  ])('of %s is named, with the nearest that does', async (owner, call, name, nearest) => {
    const hint = nearest === '' ? 'it takes ' : `did you mean "${nearest}"? it takes `;
    const answer = (async () => call({ [name]: 1 }))();
    await expect(answer).rejects.toThrow(TypeError);
    await expect(answer).rejects.toThrow(`${owner} has no option "${name}": ${hint}`);
  });

  it('of predict and explanations is named, too', async () => {
    const boosting = await new XGBoostRegressor({ nEstimators: 2 }).fit(table, target);
    const wrong = { iteration_range: [0, 1] } as never;
    await expect(boosting.predict(table, wrong)).rejects.toThrow(
      'predict has no option "iteration_range": did you mean "iterationRange"?',
    );
    await expect(boosting.shapValues(table, wrong)).rejects.toThrow('has no option "iteration_range"');
    const forest = await new RandomForestRegressor({ nEstimators: 2 }).fit(table, target);
    await expect(forest.shapValues(table, { onprogress: () => {} } as never)).rejects.toThrow(
      'shapValues has no option "onprogress": did you mean "onProgress"?',
    );
    await expect(forest.shapInteractionValues(table, { sig: 1 } as never)).rejects.toThrow('no option "sig"');
  });

  it('is looked for before anything is computed: a misspelt fit leaves the model as it was', async () => {
    const model = await new LinearRegression().fit(table, target);
    const before = await model.predict(table);
    await expect(fits(model, target)({ weights: [1, 1, 1, 1] })).rejects.toThrow(
      'fit has no option "weights"',
    );
    expect(await model.predict(table)).toEqual(before);
  });

  it('is refused by a model without a configuration, too, which says what it wants', () => {
    expect(() => constructs(TabularRegressor)({})).toThrow(
      new TypeError('modelConfig must be a SingleRowConfig, as generate(table) gives; received undefined'),
    );
    expect(() => new LinearRegression().fit(table, undefined as never)).rejects.toThrow(
      "fit: expected options with a target, { target: '…' }; received undefined",
    );
  });
});
