import { afterEach, describe, expect, it, jest } from '@jest/globals';

afterEach(() => {
  jest.resetModules();
});

describe('without onnxruntime', () => {
  it.each([
    ['onnxruntime-node', './node', 'onnxruntimeNode'],
    ['onnxruntime-web', './web', 'onnxruntimeWeb'],
  ])('the error names the package to add: %s', async (name, module, loader) => {
    jest.doMock(name, () => {
      throw new Error(`Cannot find module '${name}'`);
    });
    const { [loader]: load } = (await import(module)) as Record<string, () => Promise<unknown>>;
    await expect(load!()).rejects.toMatchObject({
      code: 'runtime-missing',
      message: expect.stringContaining(`npm install ${name}`),
      cause: expect.objectContaining({ message: `Cannot find module '${name}'` }),
    });
    jest.dontMock(name);
  });
});
