import { Callback, CallbackList, CustomCallback, type LayersModel } from '@tensorflow/tfjs-layers';
import type { FitCallback } from './fit-options';

/**
 * The callbacks of a fit as one list of `tf.Callback`s, told about the network, so that stock callbacks such as
 * `tf.callbacks.earlyStopping` work unchanged.
 */
export function callbackList(
  callbacks: FitCallback | FitCallback[] | undefined,
  network: LayersModel,
  params: { epochs: number; steps: number; batchSize: number; samples: number },
): CallbackList {
  const given = callbacks === undefined ? [] : Array.isArray(callbacks) ? callbacks : [callbacks];
  const list = new CallbackList(
    given.map(callback => (callback instanceof Callback ? callback : new CustomCallback(callback, 'batch'))),
  );
  list.setModel(network);
  list.setParams({ ...params, initialEpoch: 0, verbose: 0, doValidation: true, metrics: [] });
  return list;
}
