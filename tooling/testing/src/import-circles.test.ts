import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';

/** Runs the check on a repository of these files. */
function check(files: Readonly<Record<string, string>>) {
  const root = mkdtempSync(join(tmpdir(), 'heph-circles-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const task = join(__dirname, '../../tasks/circles.mjs');
    const { status, stderr } = spawnSync(process.execPath, [task, root], { encoding: 'utf8' });
    return { status, stderr };
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** A workspace package that is imported by its name. */
const packageJson = (name: string) =>
  JSON.stringify({ name: `@heph/${name}`, exports: { '.': { '@heph/source': './src/index.ts' } } });

/** Ways in which a file can import another. */
const ways = {
  value: `import { One } from './one';\nexport const two = () => One;`,
  'import-type': `import type { One } from './one';\nexport type Two = One;`,
  'inline-type': `import { type One } from './one';\nexport type Two = One;`,
  'export-from': `export { type One } from './one';`,
  lazy: `export const later = () => import('./one');`,
  'type-of-import': `export type Two = import('./one').One;`,
};

describe('the check for circles of imports', () => {
  let found: ReturnType<typeof check>;
  beforeAll(() => {
    const files = Object.entries(ways).flatMap(([name, text]) => [
      [`apps/${name}/src/one.ts`, `import './two';`],
      [`apps/${name}/src/two.ts`, text],
    ]);
    found = check({
      ...Object.fromEntries(files),
      'packages/folders/src/x/one.ts': `import '../y/one';`,
      'packages/folders/src/y/one.ts': '',
      'packages/folders/src/y/two.ts': `import '../z/deep/one';`,
      'packages/folders/src/z/deep/one.ts': '',
      'packages/folders/src/z/two.ts': `import '../x/two';`,
      'packages/folders/src/x/two.ts': '',
      'packages/a/package.json': packageJson('a'),
      'packages/a/src/index.ts': `import '@heph/b';`,
      'packages/b/package.json': packageJson('b'),
      'packages/b/src/index.ts': `import '@heph/a';`,
    });
  });

  it('fails', () => expect(found.status).toBe(1));

  it.each(Object.keys(ways))('finds two files that import each other, one of them by %s', name => {
    expect(found.stderr).toContain(
      `apps/${name}/src: one.ts → two.ts → one.ts\n` +
        `  apps/${name}/src/one.ts imports apps/${name}/src/two.ts\n` +
        `  apps/${name}/src/two.ts imports apps/${name}/src/one.ts\n`,
    );
  });

  it('finds folders that import each other through a third, though no files do', () => {
    expect(found.stderr).toContain('packages/folders/src: x → y → z → x\n');
  });

  it('finds packages that import each other by name', () => {
    expect(found.stderr).toContain('packages: a → b → a\n');
  });

  it('passes where a folder and its subfolders import each other file by file, and where only a test closes a circle', () => {
    const files = {
      'packages/a/src/index.ts': `import './x/one';`,
      'packages/a/src/x/one.ts': `import '../errors';`,
      'packages/a/src/errors.ts': '',
      'packages/a/src/errors.test.ts': `import './index';`,
      'packages/a/src/y/one.ts': `import '../x/one';`,
      'packages/a/src/x/one.test.ts': `import '../y/one';`,
    };
    expect(check(files)).toEqual({ status: 0, stderr: '' });
  });
});
