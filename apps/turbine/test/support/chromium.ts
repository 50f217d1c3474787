import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** Starts the browser that CHROMIUM_PATH names, or the first on the PATH. */
export function startChromium(): Promise<Browser> {
  // Tests often run as root in a container, where the sandbox cannot be set up; the only page is our own.
  return chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
}

function findChromium(): string {
  const { CHROMIUM_PATH: named, PATH: path = '' } = process.env;
  const candidates =
    named === undefined
      ? path.split(delimiter).flatMap(folder => names.map(name => join(folder, name)))
      : [named];
  const found = candidates.find(isExecutable);
  if (found !== undefined) return found;
  throw new Error(
    named === undefined
      ? `these tests need a browser, and there is no ${names.join(' or ')} on the PATH: install Debian’s package chromium, or set CHROMIUM_PATH`
      : `CHROMIUM_PATH: there is no program ${named}`,
  );
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
