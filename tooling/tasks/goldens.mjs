import { ensureInstalled, run } from './workspace.mjs';

/**
 * Writes goldens: what the code gives today, in `test/fixtures` beside every `golden.test.ts`, for tests to hold later code
 * to. Only what is missing is written: a model folder that is there stays as it was saved, for good. To have a value
 * written anew, delete its line (or the file) first, and say in the commit why it changed.
 *
 * node tooling/tasks/goldens.mjs [--selectProjects baselines …]
 */
ensureInstalled();
run(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--no-warnings',
    'node_modules/jest/bin/jest.js',
    '--testPathPatterns=/golden\\.test\\.ts$',
    '--maxWorkers=1',
    ...process.argv.slice(2),
  ],
  { env: { HEPH_WRITE_GOLDENS: '1' } },
);
