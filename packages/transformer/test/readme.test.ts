import { join } from 'node:path';
import { beforeAll, describe, it } from '@jest/globals';
import { readmeExamples, useBackend } from '@heph/testing';

describe('README', () => {
  beforeAll(() => useBackend('wasm'));
  for (const { title, run } of readmeExamples(join(__dirname, '../README.md')))
    it(`runs as it stands: ${title}`, () => run(require));
});
