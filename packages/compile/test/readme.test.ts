import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readmeExamples, useBackend } from '@heph/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';

const readme = join(__dirname, '../README.md');

describe('README', () => {
  beforeAll(() => useBackend('cpu'));
  for (const { title, run } of readmeExamples(readme)) it(`runs as it stands: ${title}`, () => run(require));

  it("keeps a newcomer's example under 15 lines", () => {
    const [, example = ''] = readFileSync(readme, 'utf8').split('```ts\n');
    const lines = example.slice(0, example.indexOf('```')).split('\n');
    expect(lines.filter(line => line.trim()).length).toBeLessThan(15);
  });
});
