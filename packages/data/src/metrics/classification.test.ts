import { describe, expect, it } from '@jest/globals';
import { accuracy, logLoss } from './classification';

describe('accuracy', () => {
  it('counts equal labels, numbers or text', () => {
    expect(accuracy([0, 1, 2, 3], Int32Array.of(0, 2, 1, 3))).toBe(0.5);
    expect(accuracy(['ham', 'spam', 'ham'], ['ham', 'ham', 'ham'])).toBeCloseTo(2 / 3, 15);
    expect(() => accuracy([1], [])).toThrow(RangeError);
    expect(() => accuracy([], [])).toThrow(RangeError);
  });
});

describe('labels of metrics', () => {
  it('numbers and booleans are compared with the text that a classifier predicts', () => {
    expect(accuracy([0, 1, 1], ['0', '1', '1'])).toBe(1);
    expect(accuracy([true, false], ['true', 'false'])).toBe(1);
    expect(accuracy(['1.0', 'True'], ['1', 'true'])).toBe(1);
    expect(accuracy(Float64Array.of(1.5, 2), ['1.5', '2.5'])).toBe(0.5);
  });

  it('a value that names no class is refused, with its place', () => {
    expect(() => accuracy([0, NaN], ['0', 'NaN'])).toThrow(
      'yTrue, at 1: a class is named by text, a finite number or a boolean; received NaN',
    );
  });

  it('log loss takes the classes of a classifier, or labels that count from 0', () => {
    const probabilities = [
      [0.25, 0.75],
      [0.5, 0.5],
    ];
    const expected = -(Math.log(0.75) + Math.log(0.5)) / 2;
    expect(logLoss(['spam', 'ham'], probabilities, { classes: ['ham', 'spam'] })).toBeCloseTo(expected, 15);
    expect(logLoss([true, false], probabilities)).toBeCloseTo(expected, 15);
    expect(logLoss(['1', '0.0'], probabilities)).toBeCloseTo(expected, 15);
    expect(logLoss([2, 1], probabilities, { classes: ['1', '2'] })).toBeCloseTo(expected, 15);
    expect(() => logLoss(['eggs'], [[1, 0]], { classes: ['ham', 'spam'] })).toThrow(
      new RangeError('yTrue must hold the classes [ham, spam]; received eggs at 0'),
    );
    expect(() => logLoss([0], [[1]], { classes: ['ham', 'spam'] })).toThrow(RangeError);
  });
});

describe('logLoss', () => {
  // scikit-learn's documentation: log_loss(["spam", "ham", "ham", "spam"], …) = 0.21616
  const rows = [
    [0.1, 0.9],
    [0.9, 0.1],
    [0.8, 0.2],
    [0.35, 0.65],
  ];

  it("gives scikit-learn's value, from two columns of probabilities or one", () => {
    expect(logLoss([1, 0, 0, 1], rows)).toBeCloseTo(0.21616187468057912, 15);
    expect(
      logLoss(
        [1, 0, 0, 1],
        Float64Array.from(rows, row => row[1]!),
      ),
    ).toBeCloseTo(0.21616187468057912, 15);
  });

  it('takes any number of classes', () => {
    expect(logLoss([2, 0], [Float64Array.of(0.2, 0.3, 0.5), Float64Array.of(0.25, 0.5, 0.25)])).toBeCloseTo(
      (Math.log(2) + Math.log(4)) / 2,
      15,
    );
  });

  it('is finite where the model was sure and wrong', () => {
    expect(logLoss([1], [0])).toBeCloseTo(-Math.log(2 ** -52), 12);
    expect(logLoss([0], [1])).toBeCloseTo(-Math.log(2 ** -52), 12);
    expect(logLoss([1], [1])).toBeCloseTo(2 ** -52, 30);
  });

  it.each<[ArrayLike<number>, ArrayLike<number> | number[][], string]>([
    [[2], [0.5], 'yTrue must hold classes from 0 to 1; received 2 at 0'],
    [[0, 0.5], [0.5, 0.5], 'received 0.5 at 1'],
    [
      [0],
      [
        [0.5, 0.5],
        [0.5, 0.5],
      ],
      'one length',
    ],
    [[3], [[0.2, 0.3, 0.5]], 'yTrue must hold classes from 0 to 2; received 3 at 0'],
    [[0, 1], [0.5, 1.5], 'yPred must hold probabilities from 0 to 1; received 1.5 at 1'],
    [[0], [NaN], 'received NaN at 0'],
    [[], [], 'must not be empty'],
  ])('refuses %j with %j', (yTrue, yPred, message) => {
    expect(() => logLoss(yTrue, yPred)).toThrow(RangeError);
    expect(() => logLoss(yTrue, yPred)).toThrow(message);
  });
});
