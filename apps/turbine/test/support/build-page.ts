import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Builds the what-if page from its sources into a folder: in a process of its own, as the bundler is an ES module. */
export function buildPage(folder: string): void {
  const vite = join(dirname(createRequire(__filename).resolve('vite/package.json')), 'bin', 'vite.js');
  execFileSync(
    process.execPath,
    [vite, 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'error'],
    {
      cwd: join(__dirname, '..', '..'),
      // The bundler would take jest's NODE_ENV for a wish to keep what is there for development only.
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
}
