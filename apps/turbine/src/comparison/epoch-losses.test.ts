import { expect, it } from '@jest/globals';
import { EpochLosses } from './epoch-losses';

it('keeps the last losses of each epoch', () => {
  const losses = new EpochLosses();
  losses.hear({ fraction: 0.1 });
  losses.hear({ epoch: 1, loss: NaN });
  losses.hear({ epoch: 1, loss: 0.9 });
  losses.hear({ epoch: 1, loss: 0.5, validationLoss: 0.6 });
  losses.hear({ epoch: 2, loss: 0.4 });
  expect(losses.all).toEqual([
    { epoch: 1, training: 0.5, validation: 0.6 },
    { epoch: 2, training: 0.4 },
  ]);
});

it('has nothing to tell of a model without epochs', () => {
  const losses = new EpochLosses();
  losses.hear({ fraction: 0.5 });
  expect(losses.all).toEqual([]);
});
