#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import envPaths from 'env-paths';
import { exitCodes, main } from './main';
import { openInBrowser } from './open-in-browser';

const interruption = new AbortController();

// The first Ctrl-C stops in good order; who presses again does not want to wait.
process.once('SIGINT', () => {
  interruption.abort(new Error('interrupted'));
  process.once('SIGINT', () => process.exit(exitCodes.interrupted));
});

// Who reads the output may have seen enough (`turbine predict … | head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? exitCodes.done : exitCodes.failed);
});

main(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  checkout: fileURLToPath(new URL('../../..', import.meta.url)),
  page: fileURLToPath(new URL('./web', import.meta.url)),
  cacheFolder: envPaths('hephaestus', { suffix: '' }).cache,
  fetch,
  openBrowser: url => openInBrowser(url, process.env),
  signal: interruption.signal,
}).then(code => {
  // A fit that was interrupted may still be at work: do not wait for it, only for what was printed.
  process.stdout.write('', () => process.exit(code));
});
