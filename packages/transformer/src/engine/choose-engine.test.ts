import { useBackend } from '@heph/testing';
import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { add, neg, type Tensor } from '@tensorflow/tfjs-core';
import { chooseEngine } from './choose-engine';

const one = { values: Float32Array.of(1), shape: [1] };

describe('chooseEngine', () => {
  beforeAll(() => useBackend('cpu'));
  afterEach(() => {
    jest.dontMock('@heph/compile/platform');
    jest.resetModules();
  });

  it('compiles where a runtime is installed', async () => {
    const engine = await chooseEngine('auto');
    expect(engine).toMatchObject({ name: 'compiled', reason: 'a native runtime is installed' });
    const prepared = engine.prepare(x => add(x, 1));
    expect(Array.from(await prepared.run([one]))).toEqual([2]);
    await prepared.dispose();
  });

  it('does without, and says what to install', async () => {
    jest.doMock('@heph/compile/platform', () => {
      throw new Error("Cannot find module 'onnxruntime-node'");
    });
    const engine = await chooseEngine('auto');
    expect(engine.name).toBe('eager');
    expect(engine.reason).toMatch(/@heph\/compile and onnxruntime-node/);
    expect(Array.from(await engine.prepare(x => add(x, 1)).run([one]))).toEqual([2]);
    await expect(chooseEngine('compiled')).rejects.toThrow(
      expect.objectContaining({
        code: 'missing-package',
        message: expect.stringMatching(/onnxruntime-node/),
      }),
    );
  });

  it('goes on eagerly with what cannot be traced', async () => {
    const engine = await chooseEngine('auto');
    const untraceable = (x: Tensor) => (x.dataSync()[0]! > 0 ? neg(x) : x);
    const prepared = engine.prepare(untraceable);
    expect(Array.from(await prepared.run([one]))).toEqual([-1]);
    expect(engine.name).toBe('eager');
    expect(engine.reason).toMatch(/^compiling failed: /);
  });

  it('goes on eagerly where the runtime does not start', async () => {
    jest.doMock('@heph/compile/platform', () => ({
      loadRuntime: () => Promise.resolve(),
      compile: () => ({
        run: () => Promise.reject(new Error('no available backend found')),
        sync: () => undefined,
        dispose: () => Promise.resolve(),
      }),
    }));
    const engine = await chooseEngine('auto');
    expect(engine.name).toBe('compiled');
    expect(Array.from(await engine.prepare(x => add(x, 1)).run([one]))).toEqual([2]);
    expect(engine).toMatchObject({ name: 'eager', reason: 'compiling failed: no available backend found' });
  });

  it('refuses what cannot be traced where compiled steps were asked for', async () => {
    const prepared = (await chooseEngine('compiled')).prepare((x: Tensor) =>
      x.dataSync()[0]! > 0 ? neg(x) : x,
    );
    await expect(prepared.run([one])).rejects.toThrow(/read/);
  });
});
