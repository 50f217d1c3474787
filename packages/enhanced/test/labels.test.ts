import {
  LogisticRegression,
  permutationImportance,
  RandomForestClassifier,
  XGBoostClassifier,
} from '@heph/baselines';
import { accuracy, Table } from '@heph/data';
import { useBackend } from '@heph/testing';
import { SingleRowConfig, TabularClassifier } from '@heph/transformer';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { EnhancedTabularClassifier } from '../src/enhanced-tabular-classifier';

type Labels = number[] | string[];

interface LabelReader {
  classes: readonly string[];
  predict(table: Table): Promise<string[]>;
}

const x = Array.from({ length: 60 }, (_, i) => i / 30 - 1);
const isHigh = x.map(value => value > 0);
const tableOf = (y: Labels) => Table.fromColumns({ x, z: x.map(value => value ** 2), y });
const shape = { dModel: 8, nHeads: 1, numLayers: 0, pooling: 'flatten' as const, headDim: 16, dropout: 0 };
const training = { epochs: 12, batchSize: 8, learningRate: 2e-2 };

const fitters: [string, (table: Table) => Promise<LabelReader>][] = [
  ['LogisticRegression', table => new LogisticRegression().fit(table, { target: 'y' })],
  [
    'RandomForestClassifier',
    table => new RandomForestClassifier({ nEstimators: 5 }).fit(table, { target: 'y' }),
  ],
  ['XGBoostClassifier', table => new XGBoostClassifier({ nEstimators: 5 }).fit(table, { target: 'y' })],
  ...[TabularClassifier, EnhancedTabularClassifier].map(
    (Classifier): [string, (table: Table) => Promise<LabelReader>] => [
      Classifier.name,
      async table => {
        const modelConfig = SingleRowConfig.generate(table, { target: 'y' });
        const model = new Classifier({ modelConfig, ...shape });
        await model.fit(table, training);
        return model;
      },
    ],
  ),
];

// One truth, as four programs write it, and what the classes are then called.
const spellings: [string, Labels, string[]][] = [
  ['whole numbers', isHigh.map(Number), ['0', '1']],
  ['booleans as text', isHigh.map(String), ['false', 'true']],
  ["Python's booleans", isHigh.map(high => (high ? 'True' : 'False')), ['False', 'True']],
  ['decimals as text', isHigh.map(high => (high ? '1.0' : '0.0')), ['0.0', '1.0']],
];

describe.each(fitters)('labels of %s', (_, fit) => {
  beforeAll(() => useBackend('cpu'));

  it.each(spellings)('%s are classes, and compare with numbers or booleans', async (_, labels, names) => {
    const table = tableOf(labels);
    const model = await fit(table);
    expect(model.classes).toEqual(names);
    const predicted = await model.predict(table);
    const truth = names[0]!.startsWith('0') ? isHigh.map(Number) : isHigh;
    expect(accuracy(truth, predicted)).toBeGreaterThan(0.9);
  });

  it('spellings of one label are one class', async () => {
    const mixed = isHigh.map((high, row) => (high ? (row % 2 ? 'True' : 'true') : 'false'));
    expect((await fit(tableOf(mixed))).classes).toEqual(['false', 'true']);
  });

  it('a number with a fraction is no class', async () => {
    await expect(fit(tableOf(isHigh.map(high => (high ? 1.5 : 1))))).rejects.toMatchObject({
      code: 'invalid-data',
      message: expect.stringMatching(
        /"y", row 32: expected a class \(text, a boolean or an integer\); found 1.5/,
      ),
    });
  });
});

describe('labels of rows to judge', () => {
  beforeAll(() => useBackend('cpu'));

  it('are read as those of training, whoever wrote them', async () => {
    const table = tableOf(isHigh.map(high => (high ? 'True' : 'False')));
    const later = tableOf(isHigh.map(high => (high ? 'true' : 'FALSE')));
    const modelConfig = SingleRowConfig.generate(table, { target: 'y' });
    const network = new TabularClassifier({ modelConfig, ...shape });
    await network.fit(table, { ...training, validation: later });
    expect((await network.evaluate(later)).accuracy).toBe((await network.evaluate(table)).accuracy);
    const boosting = await new XGBoostClassifier({ nEstimators: 5, earlyStoppingRounds: 2 }).fit(table, {
      target: 'y',
      validation: later,
    });
    const [first] = await permutationImportance(boosting, later, { target: 'y', seed: 1 });
    expect(first).toMatchObject({ feature: 'x' });
    expect(first!.importance).toBeGreaterThan(0.2);
  });
});
