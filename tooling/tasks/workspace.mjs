import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

export const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Runs a command in the repository root on this terminal; a failure ends the process with the same exit code. */
export function run(command, args, { cwd = root, env = {} } = {}) {
  const { status, signal, error } = spawnSync(command, args, {
    cwd,
    stdio: 'inherit',
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', ...env },
  });
  if (error) console.error(`${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? (signal === 'SIGINT' ? 130 : 1));
}

/** pnpm at the pinned version, fetched by npm on first use: nothing but Node and npm need be there. */
export function pnpm(...args) {
  run('npx', ['--yes', packageManager, ...args]);
}

/** Installs from the lock file unless the last install is newer than it. */
export function ensureInstalled() {
  const stamp = join(root, 'node_modules', '.modules.yaml');
  const lock = join(root, 'pnpm-lock.yaml');
  if (existsSync(stamp) && statSync(stamp).mtimeMs >= statSync(lock).mtimeMs) return;
  pnpm('install', '--frozen-lockfile', '--reporter=append-only', '--loglevel=warn');
}

/** Runs a task of every package in dependency order; what has not changed since comes from the cache. */
export function turbo(task, ...filters) {
  pnpm('exec', 'turbo', 'run', task, '--output-logs=errors-only', '--no-update-notifier', ...filters);
}
