import { HephError } from '@heph/data';

/** What `fit` has left, or an error that asks for `fit`. */
export function requireFitted<Fitted>(fitted: Fitted | undefined, estimator: object): Fitted {
  if (fitted === undefined)
    throw new HephError('not-fitted', `this ${estimator.constructor.name} is not fitted yet: call fit first`);
  return fitted;
}
