import { beforeAll, describe, it } from '@jest/globals';
import { backends, useBackend } from './backends';
import {
  checkBackendsAgree,
  checkConfig,
  checkGradients,
  checkOptimizerStep,
  checkReference,
  checkSavedInModel,
  checkShapes,
  checkTensorCount,
} from './layer-checks';
import { checkCodes, checkOtherShapes, checkUnknownOptions } from './layer-refusals';
import { type LayerSpec } from './layer-spec';

/**
 * Declares the tests that every layer passes: configuration round trip, options that do not exist, symbolic and real
 * shapes, inputs of another width or rank, codes that are none, reference values, gradients against finite differences,
 * one optimizer step, tensors before and after, saved inside a model and loaded again — all on each backend — and
 * agreement between the backends.
 */
export function runLayerTest(name: string, spec: LayerSpec): void {
  describe(name, () => {
    describe.each(backends)('%s', backend => {
      beforeAll(() => useBackend(backend));
      it('survives a configuration round trip', () => checkConfig(spec));
      it('refuses options that it does not have, and names the nearest', () => checkUnknownOptions(spec));
      it('has the shape it announces', () => checkShapes(spec));
      it('takes no input of another width or rank than it was built for', () => checkOtherShapes(spec));
      if (spec.codes) it('gives NaN for numbers that are no codes', () => checkCodes(spec));
      it('has the right gradients', () => checkGradients(spec, false));
      it('has the right gradients in training', () => checkGradients(spec, true));
      it('learns in an optimizer step', () => checkOptimizerStep(spec));
      it('leaks no tensors', () => checkTensorCount(spec));
      it('can be saved in a model and loaded', () => checkSavedInModel(spec));
      (spec.references ?? []).forEach((reference, i) =>
        it(`computes reference ${i}`, () => checkReference(spec, reference)),
      );
    });
    it('computes the same on every backend', () => checkBackendsAgree(spec));
  });
}
