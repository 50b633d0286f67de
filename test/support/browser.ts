// A Chromium for tests and benches without system packages: the one on PATH when there is one, else the binary inside
// the npm package @sparticuz/chromium. That package's own default arguments are not used: with --single-process a second
// context crashes.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import chromiumBinary from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function onPath(): string | null {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of names) {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return join(folder, name);
      } catch {
        // Not here.
      }
    }
  }
  return null;
}

const launchArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** Path of the browser that `launchBrowser` starts; unpacks it the first time. */
export async function browserPath(): Promise<string> {
  return onPath() ?? (await chromiumBinary.executablePath());
}

/** A headless Chromium; the caller closes it. */
export async function launchBrowser(extraArguments: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: await browserPath(),
    headless: true,
    args: [...launchArguments, ...extraArguments],
  });
}
