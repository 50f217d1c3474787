import {
  Callback,
  CallbackList,
  CustomCallback,
  type CustomCallbackArgs,
  type LayersModel,
} from '@tensorflow/tfjs-layers';
import type { FitCallback } from './fit-options';

/**
 * The callbacks of a fit as one list of `tf.Callback`s, told about the network, so that stock callbacks such as
 * `tf.callbacks.earlyStopping` work unchanged.
 */
export function callbackList(
  callbacks: FitCallback | FitCallback[] | undefined,
  network: LayersModel,
  params: { epochs: number; initialEpoch: number; steps: number; batchSize: number; samples: number },
): CallbackList {
  const given = callbacks === undefined ? [] : Array.isArray(callbacks) ? callbacks : [callbacks];
  const list = new CallbackList(
    given.map(callback => (callback instanceof Callback ? callback : withoutFrames(callback))),
  );
  list.setModel(network);
  list.setParams({ ...params, verbose: 0, doValidation: true, metrics: [] });
  return list;
}

/** The trainer yields by itself; a frame awaited for every batch would hold training up, or stop it in a hidden tab. */
function withoutFrames(callback: CustomCallbackArgs): CustomCallback {
  return new CustomCallback(callback, callback.onYield ? 'auto' : 'never');
}
