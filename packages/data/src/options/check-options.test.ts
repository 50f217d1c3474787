import { describe, expect, it } from '@jest/globals';
import { checkOptions, nearestName } from './check-options';

interface Recipe {
  nEstimators?: number;
  learningRate?: number;
}
const names = { nEstimators: true, learningRate: true } as const;
const check = (options: unknown) => () => checkOptions<Recipe>('Model', options, names);

describe('checkOptions', () => {
  it('lets what exists pass, also where its value is undefined', () => {
    expect(check({})).not.toThrow();
    expect(check(undefined)).not.toThrow();
    expect(check({ nEstimators: 5, learningRate: undefined })).not.toThrow();
  });

  it('names an option that does not exist, the nearest that does, and all there are', () => {
    expect(check({ n_estimators: 5 })).toThrow(
      new TypeError(
        'Model has no option "n_estimators": did you mean "nEstimators"? it takes learningRate, nEstimators',
      ),
    );
    expect(check({ leraningRate: 1 })).toThrow('did you mean "learningRate"?');
    expect(check({ bananas: 1 })).toThrow(
      new TypeError('Model has no option "bananas": it takes learningRate, nEstimators'),
    );
  });

  it('knows no option by inheritance', () => {
    expect(check({ toString: 1 })).toThrow('has no option "toString"');
    expect(check(JSON.parse('{ "__proto__": 1 }'))).toThrow('has no option "__proto__"');
  });

  it.each([[[]], [null], ['fast'], [3]])('refuses %j in place of options', options => {
    expect(check(options)).toThrow('Model: options must be an object; received');
  });
});

describe('nearestName', () => {
  it('looks at letters, not at how words are joined', () => {
    expect(nearestName('batch_size', ['epochs', 'batchSize'])).toBe('batchSize');
    expect(nearestName('batchsize', ['epochs', 'batchSize'])).toBe('batchSize');
  });

  it('has no answer where nothing is near', () => {
    expect(nearestName('verbose', ['epochs', 'batchSize'])).toBeUndefined();
    expect(nearestName('x', [])).toBeUndefined();
  });
});
