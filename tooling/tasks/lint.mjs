import { ensureInstalled, run } from './workspace.mjs';

ensureInstalled();
run(process.execPath, ['node_modules/eslint/bin/eslint.js', '.', ...process.argv.slice(2)]);
run(process.execPath, ['tooling/tasks/circles.mjs']);
run(process.execPath, ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']);
