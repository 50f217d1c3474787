import { meanSquaredError, requireNumericColumn, type Table } from '@heph/data';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { LinearRegression, RandomForestRegressor, type Regressor, XGBoostRegressor } from '../src';
import golden from '../src/fixtures/linear-regression.json';
import { turbineFolder, turbineSplit } from './turbine-data';

const whereThereIsData = turbineFolder === undefined ? describe.skip : describe;
const sensors = golden.columns.map(name => name.toUpperCase());

whereThereIsData('on the gas-turbine data (skipped where there is none: see HEPH_TURBINE_DATA)', () => {
  let train: Table;
  let test: Table;
  beforeAll(async () => {
    ({ train, test } = await turbineSplit(turbineFolder!));
  });

  async function testError(model: Regressor, features?: string[]): Promise<number> {
    await model.fit(train, { target: 'NOX', features });
    return meanSquaredError(requireNumericColumn(test, 'NOX').values, await model.predict(test));
  }

  it('least squares finds the coefficients that scikit-learn does', async () => {
    const model = new LinearRegression();
    expect(await testError(model, sensors)).toBeCloseTo(golden.testMse, 4);
    sensors.forEach((name, i) => expect(model.coefficients[name]! / golden.coef[i]!).toBeCloseTo(1, 9));
    expect(model.intercept / golden.intercept).toBeCloseTo(1, 9);
  });

  it('a random forest comes close to scikit-learn’s 12.93 with a quarter of its trees', async () => {
    expect(await testError(new RandomForestRegressor({ nEstimators: 25 }))).toBeLessThan(13.7);
  });

  it('boosting is as good as XGBoost’s 15.43', async () => {
    expect(await testError(new XGBoostRegressor())).toBeLessThan(15.6);
  });
});
