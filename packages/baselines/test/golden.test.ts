import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { goldens, savedFolder, type Tolerance } from '@heph/testing';
import { describe, expect, it } from '@jest/globals';
import {
  LinearRegression,
  LogisticRegression,
  permutationImportance,
  type RandomForestClassifier,
  type RandomForestRegressor,
  XGBoostClassifier,
  XGBoostRegressor,
} from '../src';
import { classifiers, regressors, rows, train } from './golden-models';

const fixtures = join(__dirname, 'fixtures');
const golden = goldens(join(fixtures, 'golden.json'));

/** Predictions around 1000, be they float32 or double. */
const inUnits: Tolerance = { rtol: 1e-6, atol: 1e-4 };
/** What is computed in double: its sums may get another order. */
const inDouble: Tolerance = { rtol: 1e-9, atol: 1e-9 };

const isLinear = (model: object) => model instanceof LinearRegression || model instanceof LogisticRegression;

describe('regressors fitted today predict as before', () => {
  it.each(Object.keys(regressors))('%s', async name => {
    const model = await regressors[name]!.fit();
    const predictions = await model.predict(rows);
    golden.expect(`${name}: predictions`, predictions, inUnits);
    // Trees are exact in float32, as XGBoost's are.
    if (!isLinear(model)) golden.expect(`${name}: predictions in float32`, Float32Array.from(predictions));
    golden.expect(`${name}: importances`, model.featureImportances, inDouble);
    golden.expect(`${name}: parameters`, model.countParams());
  });

  it('linear models have the coefficients of before', async () => {
    for (const name of ['linear', 'linear, ridge and weights']) {
      const model = (await regressors[name]!.fit()) as LinearRegression;
      const { coefficients, intercept, standardErrors, interceptStandardError } = model;
      const terms = { coefficients, intercept, standardErrors, interceptStandardError };
      golden.expect(`${name}: terms`, terms, { rtol: 1e-8, atol: 1e-8 });
    }
  });
});

describe('classifiers fitted today predict as before', () => {
  it.each(Object.keys(classifiers))('%s', async name => {
    const model = await classifiers[name]!.fit();
    golden.expect(`${name}: classes`, model.classes);
    golden.expect(`${name}: predictions`, await model.predict(rows));
    const tolerance = isLinear(model) ? { rtol: 1e-6 } : {};
    golden.expect(`${name}: probabilities`, await model.predictProba(rows), tolerance);
    golden.expect(
      `${name}: importances`,
      model.featureImportances,
      isLinear(model) ? { rtol: 1e-6 } : inDouble,
    );
    golden.expect(`${name}: parameters`, model.countParams());
  });

  it('logistic models have the coefficients of before', async () => {
    for (const name of ['logistic, two classes', 'logistic, three classes']) {
      const model = (await classifiers[name]!.fit()) as LogisticRegression;
      const { coefficients, intercepts, standardErrors, interceptStandardError } = model;
      const terms = { coefficients, intercepts, standardErrors, interceptStandardError };
      golden.expect(`${name}: terms`, terms, { rtol: 1e-6, atol: 1e-8 });
    }
  });
});

const trees = Object.entries({ ...regressors, ...classifiers }).filter(
  ([name]) => !/linear|logistic/.test(name),
);

describe('trees are explained as before', () => {
  it.each(trees)('%s', async (name, { fit }) => {
    const model = (await fit()) as RandomForestRegressor | RandomForestClassifier;
    // What predictions lose to rounding is shared by the features, and predictions may come in double.
    const tolerance = 'classes' in model ? { rtol: 1e-6, atol: 1e-6 } : inUnits;
    const some = rows.take([0, 1, 2, 8, 11, 12, 14, 16]);
    golden.expect(`${name}: SHAP`, await model.shapValues(some), tolerance);
    const pairs = await model.shapInteractionValues(some.slice(0, 3));
    golden.expect(`${name}: SHAP of pairs`, pairs, tolerance);
    for (const kind of ['gain', 'totalGain', 'splits'] as const)
      golden.expect(`${name}: importances by ${kind}`, model.importancesBy(kind), inDouble);
  });

  it('forests measure themselves on rows out of the bag as before', async () => {
    for (const { fit } of [regressors['forest']!, classifiers['forest, three classes']!]) {
      const model = (await fit()) as RandomForestRegressor | RandomForestClassifier;
      golden.expect(`${model.constructor.name}: score out of the bag`, model.oobScore, inDouble);
    }
  });

  it('boosting stops where it did', async () => {
    const model = (await regressors['boosting, drawn rows, stopped early']!.fit()) as XGBoostRegressor;
    const { bestIteration, validationErrors, baseScore } = model;
    expect(validationErrors.length).toBeGreaterThan(bestIteration + 1);
    golden.expect('early stopping', { bestIteration, validationErrors, baseScore }, { rtol: 1e-7 });
  });
});

describe('shuffled features cost as before', () => {
  const options = { repeats: 2, seed: 7 };

  it.each(['linear', 'forest', 'boosting'])('%s', async name => {
    const model = await regressors[name]!.fit();
    const found = await permutationImportance(model, train('output'), { target: 'output', ...options });
    golden.expect(`${name}: permutation importance`, found, { rtol: 1e-6, atol: 1e-3 });
  });

  it.each(['logistic, three classes', 'forest, three classes'])('%s', async name => {
    const model = await classifiers[name]!.fit();
    const found = await permutationImportance(model, train('state'), { target: 'state', ...options });
    golden.expect(`${name}: permutation importance`, found, inDouble);
  });
});

describe('folders saved earlier load, and predict as before', () => {
  it.each(['linear', 'forest', 'boosting', 'boosting, drawn rows, stopped early'])('%s', async name => {
    const { fit, load } = regressors[name]!;
    const directory = await savedFolder(folderOf(name), async path => (await fit()).save(path));
    const model = await load(directory);
    const predictions = await model.predict(rows);
    golden.expect(`saved ${name}: predictions`, predictions, inUnits);
    if (!isLinear(model))
      golden.expect(`saved ${name}: predictions in float32`, Float32Array.from(predictions));
    golden.expect(`saved ${name}: importances`, model.featureImportances, inDouble);
  });

  it.each([
    'logistic, two classes',
    'logistic, three classes',
    'forest, three classes',
    'boosting, two classes',
    'boosting, three classes, weights',
  ])('%s', async name => {
    const { fit, load } = classifiers[name]!;
    const directory = await savedFolder(folderOf(name), async path => (await fit()).save(path));
    const model = await load(directory);
    golden.expect(`saved ${name}: predictions`, await model.predict(rows));
    golden.expect(`saved ${name}: probabilities`, await model.predictProba(rows), { rtol: 1e-7 });
    golden.expect(`saved ${name}: importances`, model.featureImportances, inDouble);
  });
});

describe('XGBoost’s files', () => {
  const boosted = Object.entries({ ...regressors, ...classifiers }).filter(([name]) =>
    /^boosting(?!, drawn)/.test(name),
  );
  const treesOf = (json: string) => JSON.parse(json).learner.gradient_booster.model.trees;

  it.each(boosted)(
    'load and predict as before, also written again; what is fitted is written so, too: %s',
    async (name, { fit }) => {
      const file = join(fixtures, 'saved', `${slug(name)}.xgboost.json`);
      if (!existsSync(file) && process.env['HEPH_WRITE_GOLDENS'] === '1')
        writeFileSync(file, ((await fit()) as XGBoostRegressor).toXGBoostJSON());
      const json = readFileSync(file, 'utf8');
      for (const again of [false, true])
        if (name in regressors) {
          const loaded = XGBoostRegressor.fromXGBoostJSON(json);
          const model = again ? XGBoostRegressor.fromXGBoostJSON(loaded.toXGBoostJSON()) : loaded;
          golden.expect(`XGBoost file ${name}: predictions`, Float32Array.from(await model.predict(rows)));
        } else {
          const loaded = XGBoostClassifier.fromXGBoostJSON(json);
          const model = again ? XGBoostClassifier.fromXGBoostJSON(loaded.toXGBoostJSON()) : loaded;
          golden.expect(`XGBoost file ${name}: probabilities`, await model.predictProba(rows));
        }
      expect(treesOf(((await fit()) as XGBoostRegressor).toXGBoostJSON())).toEqual(treesOf(json));
    },
  );
});

function folderOf(name: string): string {
  return join(fixtures, 'saved', slug(name));
}

function slug(name: string): string {
  return name.replaceAll(/[^a-z]+/g, '-');
}
