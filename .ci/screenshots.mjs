// Makes screenshots of README's picture, the explorer, the inspector and the review, for a person to look at: on a
// desktop, on a phone, and in dark. They are written to dist/screenshots, which git ignores.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const OUT = 'dist/screenshots';
const MAIN = 'dist/src/cli/main.js';
const EXPLORER = 'dist/src/pages/explorer/explorer.html';

const LOOKS = {
  desktop: { viewport: { width: 1280, height: 720 } },
  phone: { viewport: { width: 390, height: 844 } },
  dark: { viewport: { width: 1280, height: 720 }, colorScheme: 'dark' },
};

const executablePath = (process.env.PATH ?? '')
  .split(delimiter)
  .flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name)))
  .find((file) => existsSync(file));
if (executablePath === undefined) fail('install chromium, chromium-browser or google-chrome');

function fail(why) {
  console.error(`screenshots: ${why}`);
  process.exit(2);
}

/** Starts the inspector with the ticket's run, and waits for its address. */
async function inspector() {
  const trace = 'properties/counterexamples/S1-0000.json';
  const server = spawn(process.execPath, [
    MAIN,
    'inspect',
    '--offline',
    '--port',
    '0',
    '--pace',
    '0',
    '--trace',
    trace,
  ]);
  let said = '';
  return new Promise((resolve) => {
    server.stdout.on('data', (text) => {
      said += text;
      const [url] = /http:\S+\//.exec(said) ?? [];
      if (url) resolve({ url, server });
    });
    server.on('exit', () => fail('the inspector has not started'));
  });
}

const fileUrl = (path) => pathToFileURL(path).href;
const picture = readFileSync('docs/pictures/ticket.svg').toString('base64');
const { url, server } = await inspector();

/** What is shown, by the name of its picture: how a page comes to it. */
const SHOWN = {
  picture: (page) => page.setContent(`<img src="data:image/svg+xml;base64,${picture}" style="max-width: 100%">`),
  explorer: (page) => page.goto(fileUrl(EXPLORER)),
  'explorer-end': async (page) => {
    await page.goto(fileUrl(EXPLORER));
    await page.keyboard.press('End');
  },
  inspector: async (page) => {
    await page.goto(url);
    await page.getByRole('status').filter({ hasText: 'Violated' }).waitFor();
    await page.locator('.chart svg').waitFor();
  },
  review: (page) => page.goto(fileUrl('docs/review/review.html')),
};

mkdirSync(OUT, { recursive: true });
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
try {
  for (const [look, options] of Object.entries(LOOKS)) {
    for (const [name, open] of Object.entries(SHOWN)) {
      const page = await browser.newPage(options);
      await open(page);
      await page.waitForTimeout(500);
      const path = `${OUT}/${name}-${look}.png`;
      await page.screenshot({ path });
      console.log(path);
      await page.close();
    }
  }
} finally {
  await browser.close();
  server.removeAllListeners('exit');
  server.kill();
}
