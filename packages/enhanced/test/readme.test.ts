import { join } from 'node:path';
import { readmeExamples, useBackend } from '@heph/testing';
import { beforeAll, describe, it } from '@jest/globals';

describe('README', () => {
  beforeAll(() => useBackend('wasm'));
  // The repository's own README shows this package at work.
  for (const path of ['../README.md', '../../../README.md'])
    for (const { title, run } of readmeExamples(join(__dirname, path)))
      it(`runs as it stands: ${path}, ${title}`, () => run(require));
});
