import { ensureInstalled, turbo } from './workspace.mjs';

ensureInstalled();
turbo(...process.argv.slice(2));
