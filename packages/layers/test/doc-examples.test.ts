import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readmeExamples, useBackend } from '@heph/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';

const sources = join(__dirname, '../src');
const files = readdirSync(sources).filter(name => /^(?!.*\.test|index).*\.ts$/.test(name));

/** The doc comments of a source file, as the Markdown that they are. */
function documentation(file: string): string {
  const lines = readFileSync(join(sources, file), 'utf8').split('\n');
  return lines
    .filter(line => /^ \*( |$)/.test(line))
    .map(line => line.replace(/^ \* ?/, ''))
    .join('\n');
}

describe('documentation', () => {
  beforeAll(() => useBackend('cpu'));
  const folder = mkdtempSync(join(tmpdir(), 'heph-docs-'));
  for (const file of files) {
    const markdown = join(folder, file);
    writeFileSync(markdown, documentation(file));
    const examples = readmeExamples(markdown);
    it(`${file} shows an example, which runs`, async () => {
      expect(examples).toHaveLength(1);
      await examples[0]!.run(require);
    });
  }
  rmSync(folder, { recursive: true });
});
