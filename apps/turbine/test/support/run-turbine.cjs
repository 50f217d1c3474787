/**
 * The program from its sources in a process of its own, to be killed or interrupted: what jest does for a test is done
 * here by hand. Run as `node -C @heph/source run-turbine.cjs …`; there are no data but those in the working folder, and
 * no network.
 */
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');
// The compiler that jest uses, from where jest's settings find it.
const { transformSync } = createRequire(require.resolve('@heph/jest-config/environment'))('@swc/core');

require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    filename,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
  });
  module._compile(code, filename);
};

const { main } = module.require('../../src/main.ts');
const folder = process.cwd();
const stop = new globalThis.AbortController();
process.once('SIGINT', () => stop.abort(new Error('interrupted')));
main(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: {},
  cwd: folder,
  checkout: join(folder, 'checkout'),
  page: join(folder, 'page'),
  cacheFolder: join(folder, 'cache'),
  fetch: () => Promise.reject(new TypeError('no network here')),
  openBrowser: async () => {},
  signal: stop.signal,
}).then(code => process.stdout.write('', () => process.exit(code)));
