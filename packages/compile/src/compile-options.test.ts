import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { compile } from './compile';
import { compile as compileOnNode } from './node';
import { compile as compileOnWeb } from './web';

const step = (x: tf.Tensor) => tf.neg(x);

describe('compile', () => {
  it('without options says which runtime is missing and where compile brings one', () => {
    expect(() => compile(step, undefined as never)).toThrow(
      new TypeError('compile: options must be an object; received undefined'),
    );
    expect(() => compile(step, {} as never)).toThrow(
      /runtime must be a runtime or a function that loads one; received undefined.*@heph\/compile\/node/,
    );
    expect(() => compile(step, { runtime: {} as never })).toThrow(/runtime must be a runtime/);
  });

  it.each([compileOnNode, compileOnWeb])('names an option that does not exist, and the nearest', compiler => {
    expect(() => compiler(step, { thread: 2 } as never)).toThrow(
      new TypeError(
        'compile has no option "thread": did you mean "threads"? it takes constants, maxPrograms, runtime, seed, state, threads',
      ),
    );
    expect(() => compiler(step, { max_programs: 2 } as never)).toThrow(/did you mean "maxPrograms"/);
    expect(() => compiler(step, null as never)).toThrow(/options must be an object; received null/);
    expect(() => compiler(step, 4 as never)).toThrow(/options must be an object; received number 4/);
    expect(() => compiler(step, { seed: undefined, runtime: undefined } as never)).not.toThrow();
  });

  it('says what was expected in place of a wrong step, state, seed or constants', () => {
    expect(() => compileOnNode({} as never)).toThrow(
      new TypeError('compile expects a function of tensors; received object'),
    );
    expect(() => compileOnNode(step, { state: {} as never })).toThrow(/state must be a CompiledState/);
    expect(() => compileOnNode(step, { seed: 0.5 })).toThrow(
      new RangeError('seed must be an integer; received 0.5'),
    );
    expect(() => compileOnNode(step, { constants: [1] as never })).toThrow(
      /constants must be an array of tensors/,
    );
  });

  it('says what was expected in place of a wrong argument', async () => {
    const compiled = compileOnNode(step);
    for (const wrong of [undefined, null, 'x', {}, { data: new Float32Array(1) }])
      await expect(compiled.run(wrong as never)).rejects.toThrow(/Argument 0: expected a tensor/);
    await expect((compiled.run as () => Promise<unknown>)()).rejects.toThrow(/takes 1 argument.*received 0/);
  });
});
