import { HephError } from '@heph/data';

/**
 * What `fit` has left.
 * @param kind the estimator's class, for the message; its own `name` may be changed by bundlers
 * @throws HephError `not-fitted` before `fit`
 */
export function requireFitted<Fitted>(fitted: Fitted | undefined, kind: string): Fitted {
  if (fitted === undefined)
    throw new HephError('not-fitted', `this ${kind} is not fitted yet: call fit first`);
  return fitted;
}
