import { join } from 'node:path';
import { readmeExamples, useBackend } from '@heph/testing';
import { beforeAll, describe, it } from '@jest/globals';

describe('README', () => {
  beforeAll(() => useBackend('wasm'));
  for (const { title, run } of readmeExamples(join(__dirname, '../README.md')))
    it(`runs as it stands: ${title}`, () => run(require));
});
