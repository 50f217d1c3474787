// Trains networks by named settings and scores them on validation rows; `--test` scores the test rows as well.
import { appendFileSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import '@tensorflow/tfjs-backend-cpu';
import { AdaptiveFeatureEngineering } from '@heph/autoconfig';
import { createRandom, meanSquaredError, requireTarget } from '@heph/data';
import { createEnhancedModel, EnhancedTabularRegressor, noInteractions } from '@heph/enhanced';
import { MaskedTabularModeling, SingleRowConfig, TabularRegressor } from '@heph/transformer';
import { dataSets } from './data.mjs';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: 'turbine' },
    settings: { type: 'string' },
    names: { type: 'string' },
    seeds: { type: 'string', default: '0' },
    out: { type: 'string' },
    test: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});

const all = JSON.parse(readFileSync(options.settings, 'utf8'));
const names = options.names?.split(',') ?? Object.keys(all);
const data = await dataSets[options.data]();

for (const name of names)
  for (const seed of options.seeds.split(',').map(Number)) report(await trial(name, { ...all[name], seed }));

function report(result) {
  console.log(JSON.stringify(result));
  if (options.out) appendFileSync(options.out, `${JSON.stringify(result)}\n`);
}

async function trial(name, { model: kind, labels = 1, pretrain, network, interactions, pairs, fit, seed }) {
  const { target, validation } = data;
  const train = fewer(data.train, labels, seed);
  const modelConfig = SingleRowConfig.generate(data.train, { target });
  const shared = { ...network, modelConfig, seed };
  const model =
    kind === 'base'
      ? new TabularRegressor(shared)
      : kind === 'enhanced'
        ? new EnhancedTabularRegressor({ ...shared, interactionConfig: noInteractions })
        : await interactive(shared, train, { interactions, pairs, seed });
  if (pretrain) model.loadEncoder(await pretrained(shared, pretrain));
  const history = await model.fit(train, {
    validation,
    seed,
    ...fit,
    callbacks: options.verbose
      ? { onEpochEnd: async (epoch, logs) => console.error(epoch + 1, JSON.stringify(logs)) }
      : [],
  });
  const valMse = await score(model, validation);
  const result = {
    name,
    data: options.data,
    seed,
    params: model.countParams(),
    epochs: history.epoch.length,
    bestEpoch: history.bestEpoch + 1,
    bestWeights: history.bestWeights,
    ...(model.neighborShare > 0 ? { neighborShare: +model.neighborShare.toFixed(2) } : {}),
    chosenBy: history.history.val_mse[history.bestEpoch],
    seconds: Math.round(history.seconds),
    secondsPerEpoch: +(history.seconds / history.epoch.length).toFixed(2),
    trainLoss: +history.history.loss.at(-1).toFixed(4),
    validation: valMse,
    ...(options.test ? { test: await score(model, data.test) } : {}),
  };
  model.dispose();
  return result;
}

/** What pairs an interactive model gets: those that were found, or as many at random. */
async function interactive(shared, trainTable, { interactions, pairs = 'found', seed }) {
  if (pairs === 'found')
    return createEnhancedModel({ ...shared, trainTable, interactionConfig: interactions ?? {} });
  const engineering = new AdaptiveFeatureEngineering(shared.modelConfig);
  await engineering.analyzeFeatures(trainTable, data.target, { seed });
  const found = engineering.getInteractionConfig({});
  const { features } = shared.modelConfig;
  const every = features.flatMap((a, i) =>
    features.slice(i + 1).map(b => ({ features: [a, b], kind: 'mixed', score: 0 })),
  );
  const order = createRandom(seed + 1).permutation(every.length);
  const random =
    pairs === 'none' ? [] : Array.from(order.slice(0, found.pairs.length), place => every[place]);
  return new EnhancedTabularRegressor({
    ...shared,
    interactionConfig: { ...found, ...interactions, pairs: random },
  });
}

async function pretrained(shared, { fit, ...rest }) {
  const masked = new MaskedTabularModeling({ ...shared, ...rest });
  await masked.fit(data.train, { validation: data.validation, seed: shared.seed, ...fit });
  return masked;
}

function fewer(table, share, seed) {
  if (share === 1) return table;
  const order = createRandom(seed).permutation(table.numRows);
  return table.take(order.slice(0, Math.round(share * table.numRows)));
}

async function score(model, table) {
  const { target, toUnits } = data;
  const truth = requireTarget(table, target).values;
  const predictions = await model.predict(table);
  const mse = meanSquaredError(truth, predictions);
  if (data.toUnits(2) === 2) return { mse };
  const units = meanSquaredError(Float64Array.from(truth, toUnits), Float64Array.from(predictions, toUnits));
  return { rmse: Math.sqrt(mse), unitsRmse: Math.sqrt(units) };
}
