import { HephError } from '@heph/data';
import type { ProgressOptions } from '@heph/estimator';
import type { History } from './history';

/**
 * The history of a training that something has come of, or that nobody has aborted.
 * @throws HephError `aborted`
 */
export function requireOutcome(history: History, { signal }: Pick<ProgressOptions, 'signal'>): History {
  if (history.stopReason !== 'aborted' || history.bestEpoch !== null) return history;
  throw new HephError(
    'aborted',
    'aborted before the end of the first epoch; the model stays as it was before',
    { cause: signal?.reason },
  );
}
