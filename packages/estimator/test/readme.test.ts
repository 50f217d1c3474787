import { join } from 'node:path';
import { readmeExamples } from '@heph/testing';
import { describe, it } from '@jest/globals';

describe('README', () => {
  for (const { title, run } of readmeExamples(join(__dirname, '../README.md')))
    it(`runs as it stands: ${title}`, () => run(require));
});
