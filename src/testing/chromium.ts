import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { MUCH_TIME } from './claimcheck.ts';
import { isDeep } from './sampled.ts';

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

let browser: Promise<Browser> | null = null;

/** The one Chromium of a worker: its files share it, and each closes what it has opened. */
export async function shared(): Promise<Browser> {
  const running = await (browser ??= launch());
  return running.isConnected() ? running : (browser = launch());
}

async function launch(): Promise<Browser> {
  const executablePath = CHROMIUM ?? '';
  const started = await chromium.launch({ executablePath, args: ARGUMENTS, handleSIGTERM: false, timeout: MUCH_TIME });
  started.on('context', (context) => context.setDefaultTimeout(MUCH_TIME));
  // The runner ends a worker that has nothing to do any more; what Chromium has written goes with it.
  process.once('SIGTERM', () => void started.close().finally(() => process.exit()));
  return started;
}

/** How a reader may want a page to look, one after the other. */
export const LOOKS = [
  { colorScheme: 'light', forcedColors: 'none' },
  { colorScheme: 'dark', forcedColors: 'none' },
  { colorScheme: 'light', forcedColors: 'active' },
] as const;

/** What may change with the look; all else is the same in each. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/** What axe-core objects to in a page, in each of the looks: the rule, and the elements. */
export async function objections(page: Page, looks: readonly (typeof LOOKS)[number][] = LOOKS): Promise<string[]> {
  await page.evaluate(axe.source);
  const found: string[] = [];
  for (const [i, look] of looks.entries()) {
    await page.emulateMedia(look);
    const options = { resultTypes: ['violations'], selectors: false, ...(i > 0 && !isDeep && { runOnly: OF_COLOURS }) };
    const { violations } = await page.evaluate<Pick<axe.AxeResults, 'violations'>>(
      `axe.run(${JSON.stringify(options)})`,
    );
    for (const { id, nodes } of violations)
      found.push(`${JSON.stringify(look)}: ${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
  }
  return found;
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
