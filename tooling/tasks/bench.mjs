/** `npm run bench -- NAME …`: builds what benchmarks/NAME measures and runs it with the options that follow. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, root, run, turbo } from './workspace.mjs';

const folder = join(root, 'benchmarks');
const names = readdirSync(folder).filter(name => existsSync(join(folder, name, 'index.mjs')));
const [name, ...args] = process.argv.slice(2);
if (!names.includes(name)) {
  console.error(`expected one of ${names.join(', ')}; received ${name ?? 'nothing'}`);
  process.exit(2);
}
ensureInstalled();
turbo('build', '--filter=@heph/benchmarks^...');
run(process.execPath, [join(folder, name, 'index.mjs'), ...args], { cwd: process.env.INIT_CWD ?? root });
