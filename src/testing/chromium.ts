import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Nothing but what a page asks for itself: no first-run pages, no updates, no look-ups of Chromium's own. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The Chromium that is installed; null where there is none. */
export const CHROMIUM: string | null = installed();

/** Starts it; `scheme` etc. are the page's affair. */
export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM ?? '', args: ARGUMENTS });
}

function installed(): string | null {
  const places = (process.env['PATH'] ?? '').split(delimiter);
  const found = places.flatMap((place) => NAMES.map((name) => join(place, name))).find(isExecutable);
  if (!found) console.warn(`none of ${NAMES.join(', ')} is on the PATH: the tests that need one are skipped`);
  return found ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
