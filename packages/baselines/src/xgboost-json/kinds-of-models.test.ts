import { describe, expect, it } from '@jest/globals';
import {
  expectContributions,
  expectPredictions,
  fromJson,
  fromUbjson,
  tableOf,
  type Kinds,
} from '../../test/xgboost-kinds';
import { XGBoostRegressor } from '../xgboost-regressor';
import stored from './fixtures/kinds.json';

const { models, ...data } = stored as unknown as Kinds;
const table = tableOf(data);
const named = (name: string) => models.find(model => model.name === name)!;
const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));

describe(`what XGBoost ${data.version} trained`, () => {
  it.each(models)('with $name predicts the same here', async ({ json, predictions, first }) => {
    const model = fromJson(json);
    await expectPredictions(model, table, predictions, { iterationRange: [0, 0] });
    await expectPredictions(model, table, first, { iterationRange: [0, 2] });
  });

  it.each(models)('with $name is explained the same here', async ({ json, contributions }) => {
    await expectContributions(fromJson(json), table, contributions);
  });

  it.each(models)('with $name predicts the same after it is written again', async ({ json }) => {
    const model = fromJson(json);
    const all = { iterationRange: [0, 0] } as const;
    const expected = await model.predict(table, all);
    const text = model.toXGBoostJSON();
    expect(await fromJson(text).predict(table, all)).toEqual(expected);
    expect(fromJson(text).toXGBoostJSON()).toBe(text);
    const bytes = model.toXGBoostUBJSON();
    expect(await fromUbjson(json, bytes).predict(table)).toEqual(await model.predict(table));
    expect(fromUbjson(json, bytes).toXGBoostUBJSON()).toEqual(bytes);
    expect(fromUbjson(json, bytes).toXGBoostJSON()).toBe(text);
  });

  it.each(models.filter(({ ubjson }) => ubjson !== undefined))(
    'with $name is the same model in UBJSON and in JSON',
    ({ json, ubjson }) => {
      expect(fromUbjson(json, bytesOf(ubjson!)).toXGBoostJSON()).toBe(fromJson(json).toXGBoostJSON());
    },
  );
});

describe('bytes', () => {
  const { json, ubjson } = named('gamma');
  const text = fromJson(json).toXGBoostJSON();

  it('may be of either format', () => {
    for (const bytes of [bytesOf(ubjson!), Buffer.from(json), Buffer.from(` {\n${json.slice(1)}`)]) {
      expect(XGBoostRegressor.fromXGBoostUBJSON(bytes).toXGBoostJSON()).toBe(text);
      expect(XGBoostRegressor.fromXGBoostJSON(bytes).toXGBoostJSON()).toBe(text);
    }
    const { buffer } = bytesOf(ubjson!).slice();
    expect(XGBoostRegressor.fromXGBoostUBJSON(new Uint8Array(buffer)).toXGBoostJSON()).toBe(text);
  });

  it('that are cut off or changed give an error that says so, or a model', () => {
    const whole = bytesOf(ubjson!);
    for (let end = 0; end < whole.length; end += 97)
      expect(() => XGBoostRegressor.fromXGBoostUBJSON(whole.slice(0, end))).toThrow(
        expect.objectContaining({ code: 'invalid-file' }),
      );
    let refused = 0;
    for (let place = 0; place < whole.length; place += 13) {
      const changed = whole.slice();
      changed[place]! ^= 1 << (place % 8);
      try {
        expect(XGBoostRegressor.fromXGBoostUBJSON(changed).numNodes).toBeGreaterThan(0);
      } catch (error) {
        expect(error).toMatchObject({ code: 'invalid-file' });
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(100);
  });

  it.each([[json], [null], [[1, 2]], [undefined]])('are not %.20j', source =>
    expect(() => XGBoostRegressor.fromXGBoostUBJSON(source as unknown as Uint8Array)).toThrow(
      /^UBJSON must be given as a Uint8Array; received (string|null|object|undefined)$/,
    ),
  );
});

describe('a model with pruned nodes', () => {
  it('loads, and has none of them', () => {
    const { json } = named('gamma');
    expect(json).toMatch(/"split_indices":\[[^\]]*2147483647/);
    const model = fromJson(json);
    const text = model.toXGBoostJSON();
    expect(text).not.toMatch(/"split_indices":\[[^\]]*2147483647/);
    expect(model.numNodes).toBeLessThan(
      [...json.matchAll(/"num_nodes":"(\d+)"/g)].reduce((sum, [, n]) => sum + Number(n), 0),
    );
  });

  it('may hold anything in their place, holes in the middle included', async () => {
    const { json, predictions } = named('gamma');
    interface Stored {
      learner: {
        gradient_booster: {
          model: {
            trees: ({ tree_param: { num_deleted: string; num_nodes: string } } & Record<string, unknown>)[];
          };
        };
      };
    }
    const file = JSON.parse(json) as Stored;
    const isOfNodes = /children|split_indices|split_conditions|default_left|sum_hessian|loss_changes|parents/;
    let numDeleted = 0;
    for (const tree of file.learner.gradient_booster.model.trees) {
      const asked = tree['split_indices'] as unknown[];
      const isDeleted = asked.map(feature => feature === 2147483647);
      numDeleted += isDeleted.filter(Boolean).length;
      expect(isDeleted.lastIndexOf(false)).toBeGreaterThan(-1);
      for (const [name, list] of Object.entries(tree))
        if (isOfNodes.test(name) && Array.isArray(list))
          tree[name] = list.map((value, node) =>
            isDeleted[node] ? [null, 'x', -7, 1e300][node % 4] : value,
          );
    }
    expect(numDeleted).toBeGreaterThan(5);
    await expectPredictions(fromJson(JSON.stringify(file)), table, predictions);
  });
});

describe('an early-stopped model', () => {
  it.each(['an early stop', 'an early stop of three trees a round'])(
    'predicts with its best rounds, as XGBoost’s scikit-learn interface does, after %s',
    async name => {
      const { json, best, byInterface, predictions, first } = named(name);
      const model = fromJson(json);
      expect(model.bestIteration).toBe(best);
      expect(model.numIterations).toBeGreaterThan(best! + 1);
      await expectPredictions(model, table, byInterface!);
      await expectPredictions(model, table, byInterface!, { iterationRange: [0, best! + 1] });
      await expectPredictions(model, table, predictions, { iterationRange: [0, model.numIterations] });
      await expectPredictions(model, table, first, { iterationRange: [0, 2] });
      expect(await model.predict(table)).not.toEqual(Float64Array.from(predictions));
      const again = fromJson(model.toXGBoostJSON());
      expect(again.bestIteration).toBe(best);
      await expectPredictions(again, table, byInterface!);
    },
  );
});
