import { accuracy, createRandom, r2Score, Table } from '@heph/data';
import { Progress } from '@heph/estimator';
import { describe, expect, it } from '@jest/globals';
import { describeFeatures } from '../estimator/feature-schema';
import { LinearRegression } from '../linear-regression';
import { LogisticRegression } from '../logistic-regression';
import { fitLinear } from './fit-linear';
import { fitLinearByCategories } from './fit-linear-by-categories';
import { fitLogistic } from './fit-logistic';
import { fitLogisticByCategories } from './fit-logistic-by-categories';
import { Design, linearTerms, type LinearTerm } from './linear-terms';

interface Made {
  readonly table: Table;
  readonly y: Float64Array;
}

/** Rows with two numbers and categorical columns of so many categories, some of them missing on request. */
function make(numRows: number, counts: readonly number[], { missing = 0, seed = 1 } = {}): Made {
  const random = createRandom(seed);
  const x = Float64Array.from({ length: numRows }, () => 100 + 5 * random.normal());
  const z = x.map(value => 0.001 * (value + 3 * random.normal()));
  const columns = counts.map((count, c) => {
    const effects = Array.from({ length: count }, () => random.normal());
    const codes = Array.from({ length: numRows }, (_, row) => (row < count ? row : random.integer(count)));
    return { name: `c${c}`, effects, codes, isMissing: codes.map(() => random.uniform() < missing) };
  });
  const y = x.map((value, row) => {
    const ofCategories = columns.reduce((sum, { effects, codes }) => sum + effects[codes[row]!]!, 0);
    return 3 + 0.1 * value - 50 * z[row]! + ofCategories + 0.3 * random.normal();
  });
  const table = Table.fromColumns({
    x,
    z,
    ...Object.fromEntries(
      columns.map(({ name, codes, isMissing }) => [
        name,
        codes.map((code, row) => (isMissing[row] ? null : `v${code}`)),
      ]),
    ),
    y,
  });
  return { table, y };
}

/** The same model by a column for each category, and by what is special about categories. */
async function bothWays(
  { table, y }: Made,
  { ridge = 0, fitIntercept = true, weights = new Float64Array(y.length).fill(1) } = {},
) {
  const features = describeFeatures(table, 'y');
  const terms = linearTerms(features);
  const rows = { design: new Design(table, features), target: y, weights };
  const few: LinearTerm[] = terms.map(term => ({ ...term }));
  return {
    terms,
    dense: await fitLinear(rows, few, fitIntercept, ridge, new Progress(1)),
    structured: await fitLinearByCategories(rows, terms, fitIntercept, ridge, new Progress(1)),
  };
}

function expectClose(found: readonly number[] | undefined, expected: readonly number[] | undefined): void {
  expect(found === undefined).toBe(expected === undefined);
  expected?.forEach((value, j) =>
    expect(Math.abs(found![j]! - value) / Math.max(0.01, Math.abs(value))).toBeLessThan(1e-6),
  );
}

describe('least squares by categories', () => {
  const weights = (numRows: number) => Float64Array.from({ length: numRows }, (_, row) => row % 4);

  it.each([
    ['one column', make(300, [20]), {}],
    ['a ridge', make(300, [20]), { ridge: 3 }],
    ['no intercept', make(300, [20]), { fitIntercept: false }],
    ['weights, some of them 0', make(300, [20]), { weights: weights(300) }],
    ['two columns', make(400, [20, 11]), {}],
    ['three columns and a ridge', make(400, [14, 11, 6]), { ridge: 0.5 }],
    ['missing categories', make(400, [20], { missing: 0.2 }), {}],
    ['missing categories in two columns', make(400, [20, 9], { missing: 0.1 }), {}],
    ['missing categories, no intercept', make(400, [20, 9], { missing: 0.1 }), { fitIntercept: false }],
    ['missing categories and a ridge', make(400, [20, 9], { missing: 0.1 }), { ridge: 2 }],
  ] as const)('gives the coefficients and standard errors of all columns: %s', async (_, made, options) => {
    const { dense, structured } = await bothWays(made, options);
    expectClose(structured.coefficients, dense.coefficients);
    expectClose([structured.intercept], [dense.intercept]);
    expectClose(structured.means, dense.means);
    expectClose(structured.standardErrors, dense.standardErrors);
  });

  it.each([
    [
      'a number that the category tells',
      (table: Table) =>
        table.withColumn(
          'z',
          Array.from(
            { length: table.numRows },
            (_, row) => Number(table.column('c0').get(row)!.toString().slice(1)) ** 2,
          ),
        ),
    ],
    [
      'a column that another tells',
      (table: Table) =>
        table.withColumn(
          'c1',
          Array.from(
            { length: table.numRows },
            (_, row) => `g${Number(table.column('c0').get(row)!.toString().slice(1)) % 5}`,
          ),
        ),
    ],
    ['a number that is twice another', (table: Table) => table.withColumn('z', table.column('x'))],
  ] as const)(
    'gives the smallest coefficients where columns depend on one another: %s',
    async (_, change) => {
      const made = make(300, [20]);
      const { dense, structured } = await bothWays({
        ...made,
        table: change(made.table).drop(['y']).withColumn('y', made.y),
      });
      expect(dense.standardErrors).toBeUndefined();
      expect(structured.standardErrors).toBeUndefined();
      structured.coefficients.forEach((value, j) => expect(value).toBeCloseTo(dense.coefficients[j]!, 5));
      expect(structured.intercept).toBeCloseTo(dense.intercept, 4);
    },
  );
});

describe('logistic regression by categories', () => {
  it.each([
    ['two classes', make(400, [20]), {}],
    ['two classes, two columns', make(500, [20, 11]), { ridge: 0.5 }],
    ['two classes, missing categories', make(500, [20, 9], { missing: 0.1 }), {}],
    ['no intercept', make(400, [20]), { fitIntercept: false }],
    ['no ridge', make(900, [6]), { ridge: 0 }],
    ['three classes', make(400, [12]), { numClasses: 3 }],
    [
      'three classes, two columns, missing categories',
      make(400, [12, 7], { missing: 0.1 }),
      { numClasses: 3 },
    ],
    ['three classes, no ridge', make(900, [4]), { numClasses: 3, ridge: 0 }],
  ] as const)('gives the coefficients and standard errors of all columns: %s', async (_, made, options) => {
    const {
      ridge = 1,
      numClasses = 2,
      fitIntercept = true,
    } = { ...options } as {
      ridge?: number;
      numClasses?: number;
      fitIntercept?: boolean;
    };
    const sorted = made.y.slice().sort();
    const bounds = Array.from(
      { length: numClasses - 1 },
      (_, k) => sorted[Math.floor(((k + 1) / numClasses) * sorted.length)]!,
    );
    const random = createRandom(5);
    const target = made.y.map(value => bounds.filter(bound => value + 2 * random.normal() > bound).length);
    const features = describeFeatures(made.table, 'y');
    const terms = linearTerms(features);
    const weights = Float64Array.from(target, (_, row) => 1 + (row % 3));
    const rows = { design: new Design(made.table, features), target, weights };
    const problem = { rows, terms, numClasses, fitIntercept, ridge, maxIterations: 50 };
    const dense = await fitLogistic(problem, new Progress(50));
    const structured = await fitLogisticByCategories(problem, new Progress(50));
    dense.coefficients.forEach((ofOutput, k) => expectClose(structured.coefficients[k], ofOutput));
    expectClose(structured.intercepts, dense.intercepts);
    expectClose(structured.means, dense.means);
    expectClose(structured.standardErrors, dense.standardErrors);
  });
});

/** Fits, and tells the longest time on the processor between two turns of the event loop, in milliseconds. */
async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  const spent = () => process.cpuUsage().user / 1000;
  let longest = 0;
  let last = spent();
  const timer = setInterval(() => {
    longest = Math.max(longest, spent() - last);
    last = spent();
  });
  await work();
  clearInterval(timer);
  return longest;
}

describe.each([
  [[1000], 12_000],
  [[3000], 12_000],
  [[600, 400], 12_000],
] as const)('%p categories', (counts, numRows) => {
  const made = make(numRows, counts);
  const middle = made.y.slice().sort()[numRows / 2]!;
  const classes = made.table.withColumn(
    'y',
    Array.from(made.y, value => (value > middle ? 'high' : 'low')),
  );

  it('are learned by LinearRegression in seconds while the event loop has its turns', async () => {
    const model = new LinearRegression();
    const start = process.cpuUsage().user;
    // Twice: the first fit compiles.
    await model.fit(made.table, { target: 'y' });
    const longest = await longestTurn(() => model.fit(made.table, { target: 'y' }));
    expect((process.cpuUsage().user - start) / 1e6).toBeLessThan(10);
    expect(longest).toBeLessThan(150);
    expect(r2Score(made.y, await model.predict(made.table))).toBeGreaterThan(0.9);
    expect(model.standardErrors!['c0=v7']).toBeGreaterThan(0);
  });

  it('are learned by LogisticRegression in seconds while the event loop has its turns', async () => {
    const model = new LogisticRegression();
    const start = process.cpuUsage().user;
    await model.fit(classes, { target: 'y' });
    const longest = await longestTurn(() => model.fit(classes, { target: 'y' }));
    expect((process.cpuUsage().user - start) / 1e6).toBeLessThan(20);
    expect(longest).toBeLessThan(150);
    const truth = Array.from(made.y, value => (value > middle ? 'high' : 'low'));
    expect(accuracy(truth, await model.predict(classes))).toBeGreaterThan(0.85);
  });

  it.each([
    ['LinearRegression', () => new LinearRegression(), made.table] as const,
    ['LogisticRegression', () => new LogisticRegression(), classes] as const,
  ])('leave %s to hear of an abort', async (_, create, table) => {
    const controller = new AbortController();
    setTimeout(() => controller.abort());
    await expect(create().fit(table, { target: 'y', signal: controller.signal })).rejects.toMatchObject({
      code: 'aborted',
    });
  });
});
