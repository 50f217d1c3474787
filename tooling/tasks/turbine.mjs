import { join } from 'node:path';
import { ensureInstalled, root, run, turbo } from './workspace.mjs';

const args = process.argv.slice(2);

ensureInstalled();
turbo('build', '--filter=@heph/turbine...');
run(process.execPath, [join(root, 'apps/turbine/dist/cli.js'), ...args], {
  cwd: process.env.INIT_CWD ?? root,
});
