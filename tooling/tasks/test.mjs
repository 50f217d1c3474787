import { ensureInstalled, run } from './workspace.mjs';

ensureInstalled();
run(process.execPath, [
  '--experimental-vm-modules',
  '--no-warnings',
  'node_modules/jest/bin/jest.js',
  ...process.argv.slice(2),
]);
