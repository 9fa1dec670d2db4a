import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where a Chromium is installed; undefined where there is none, and the tests that need it are skipped. */
export const CHROMIUM = (process.env['PATH'] ?? '')
  .split(delimiter)
  .flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name)))
  .find((file) => existsSync(file));

/** How it is started: without a sandbox, as root has none, and without anything that would ask the network. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
