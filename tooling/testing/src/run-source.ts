import { spawnSync } from 'node:child_process';

/** How a program ended. */
export interface ProgramEnd {
  /** Its exit code; null if a signal ended it. */
  status: number | null;
  signal: string | null;
  stdout: string;
  stderr: string;
}

/** What a fresh Node.js process needs to run TypeScript of this repository without a build, as tests do. */
const loader = `
  const [, swc, program] = process.argv;
  const { transformSync } = require(swc);
  const { readFileSync } = require('node:fs');
  require.extensions['.ts'] = (module, filename) => {
    const options = { filename, jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } };
    module._compile(transformSync(readFileSync(filename, 'utf8'), options).code, filename);
  };
  process.argv.splice(1, 1);
  require(program);
`;

/**
 * Runs a TypeScript program in a process of its own, workspace packages from their sources. The program finds its
 * arguments in `process.argv` from index 2.
 */
export function runSource(program: string, args: readonly string[] = []): ProgramEnd {
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=@heph/source', '-e', loader, require.resolve('@swc/core'), program, ...args],
    { encoding: 'utf8' },
  );
  return { status, signal, stdout, stderr };
}
