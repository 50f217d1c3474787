import { expect, it } from '@jest/globals';
import { EpochLosses } from './epoch-losses';

it('keeps the losses of epochs that were judged on validation rows, and of no other training', () => {
  const losses = new EpochLosses();
  losses.hear({ epoch: 1, loss: 7 });
  for (const [epoch, loss] of [
    [1, 0.5],
    [2, 0.4],
  ] as const) {
    losses.hear({ epoch, loss: 2 * loss });
    losses.hear({ epoch, loss, validationLoss: loss + 0.1 });
  }
  losses.hear({ epoch: 1, loss: 0.3 });
  expect(losses.all).toEqual([
    { epoch: 1, training: 0.5, validation: 0.6 },
    { epoch: 2, training: 0.4, validation: 0.5 },
  ]);
});

it('has nothing to tell of a model without epochs', () => {
  const losses = new EpochLosses();
  losses.hear({ fraction: 0.5 });
  expect(losses.all).toEqual([]);
});
