import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { messageText } from '../../checker/system/message.ts';
import { CHROMIUM, launch } from '../../testing/chromium.ts';
import { claimcheckRunning, type Running } from '../../testing/claimcheck.ts';
import type { InspectionEvent } from './wire-format.ts';

const scratch = mkdtempSync(join(tmpdir(), 'claimcheck-'));

/** A run under way, and what it records. */
interface Inspected extends Running {
  readonly url: string;
  readonly recorded: () => InspectionEvent[];
}

const inspected: Inspected[] = [];

/** The ticket's counterexample, without a search for it. */
const TICKET = ['--trace', 'properties/counterexamples/S1-0000.json'];

async function inspect(...args: string[]): Promise<Inspected> {
  const file = join(scratch, `${inspected.length}-${Math.random()}.jsonl`);
  const command = claimcheckRunning('inspect', '--port', '0', '--pace', '20', '--record', file, ...args);
  const [url = ''] = await command.says(/http:\/\/[\d.:]+\//);
  const recorded = () =>
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as InspectionEvent);
  const one = { ...command, url, recorded };
  inspected.push(one);
  return one;
}

/** What the page shows: each actor with its states, and each message. */
async function shownOn(page: Page): Promise<{ actors: string[]; states: string[][]; messages: string[] }> {
  const actors = await page.locator('.actors strong').allTextContents();
  const states: string[][] = [];
  for (const actor of actors) {
    await page.getByRole('button', { name: actor }).first().click();
    await page.getByRole('region', { name: `Statechart of ${actor}` }).waitFor();
    states.push(await page.locator('[data-state]').evaluateAll(KEYS));
  }
  const messages = await page.getByRole('option').evaluateAll(LABELS);
  return { actors, states, messages };
}

const KEYS = (elements: unknown[]) =>
  elements.map((element) => (element as { dataset: { state: string } }).dataset.state);
const LABELS = (elements: unknown[]) => elements.map((element) => (element as { ariaLabel: string }).ariaLabel);

interface StateDefinition {
  readonly states?: Readonly<Record<string, StateDefinition>>;
}

const keysOf = ({ states = {} }: StateDefinition): string[] =>
  Object.entries(states).flatMap(([key, state]) => [key, ...keysOf(state)]);

/** The same, from what was recorded. */
function expected(events: readonly InspectionEvent[]) {
  const actors = events.filter((event) => event.type === '@xstate.actor');
  const messages = events.filter((event) => event.type === '@xstate.event');
  return {
    actors: actors.map(({ name }) => name),
    states: actors.map(({ definition }) => keysOf(JSON.parse(definition) as StateDefinition)),
    messages: messages.map(
      ({ sourceId, sessionId, event }, i) => `${i + 1}. ${sourceId} to ${sessionId}: ${messageText(event)}`,
    ),
  };
}

/** Waits until the page says this of the run; all that it says of it. */
async function status(page: Page, text: RegExp): Promise<string> {
  const said = page.getByRole('status').filter({ hasText: text });
  await said.waitFor();
  return said.innerText();
}

describe.skipIf(!CHROMIUM)('in Chromium', () => {
  let browser: Browser;
  /** What pages have asked for, and what has gone wrong in them. */
  let asked: string[] = [];
  let troubles: string[] = [];

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    await Promise.all([
      ...browser.contexts().map((context) => context.close()),
      ...inspected.splice(0).map(({ stop }) => stop()),
    ]);
    [asked, troubles] = [[], []];
  });

  /** Opens a page; `stately` answers for Stately's site. */
  async function open(
    url: string,
    options: Parameters<Browser['newPage']>[0] = {},
    stately?: (route: Route) => Promise<void>,
  ): Promise<Page> {
    const page = await browser.newPage(options);
    if (stately) await page.route('https://stately.ai/**', stately);
    page.on('request', (request) => asked.push(request.url()));
    page.on('websocket', (socket) => asked.push(socket.url()));
    page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
    page.on('pageerror', (error) => troubles.push(error.message));
    await page.goto(url);
    return page;
  }

  describe('our own page', () => {
    test('shows every actor, every state and every message, whether it is there from the first or comes late', async () => {
      const { url, says, recorded } = await inspect('--offline', ...TICKET);
      const early = await open(url);
      await says(/removing claim/);
      const late = await open(url);
      for (const page of [early, late]) {
        await status(page, /16 actors, 83 messages/);
        expect(await shownOn(page)).toEqual(expected(recorded()));
      }
    });

    test('asks nothing of any other machine, and has no error', async () => {
      const { url, says } = await inspect('--offline', ...TICKET);
      const page = await open(url);
      await says(/removing claim/);
      await status(page, /83 messages/);
      expect(asked.length).toBeGreaterThan(2);
      expect(asked.filter((address) => new URL(address).host !== new URL(url).host)).toEqual([]);
      expect(troubles).toEqual([]);
    });

    test('marks the states that an actor is in, at any message that one goes back to', async () => {
      const { url, recorded } = await inspect('--offline', ...TICKET);
      const page = await open(url);
      await status(page, /83 messages/);
      await page.getByRole('button', { name: 'claim' }).first().click();
      const active = () => page.locator('[aria-current]').evaluateAll(KEYS);
      expect(await active()).toEqual([
        'keepAlive',
        'waiting',
        'aThirdOfTheLease',
        'lifecycle',
        'disowned',
        'lease',
        'off',
      ]);
      await page.getByRole('listbox').focus();
      await page.keyboard.press('Home');
      await status(page, /seen at 1/);
      expect(await active()).toEqual(['keepAlive', 'off', 'lifecycle', 'unclaimed', 'lease', 'off']);
      const request = expected(recorded()).messages.findIndex((text) => text.includes('REQUEST_CLAIM'));
      for (let i = 0; i < request; i++) await page.keyboard.press('ArrowDown');
      await status(page, new RegExp(`seen at ${request + 1}`));
      expect(await active()).toContain('claimed');
      await page.keyboard.press('Escape');
      await status(page, /83 messages$/);
      expect(await active()).toContain('disowned');
    });

    test('follows the messages until one asks for an actor', async () => {
      const { url } = await inspect('--offline', ...TICKET);
      const page = await open(url);
      await status(page, /83 messages/);
      await page.getByRole('region', { name: 'Statechart of first.toSchedd' }).waitFor();
      await page.getByRole('button', { name: 'matchRecord' }).click();
      await page.getByRole('region', { name: 'Statechart of matchRecord' }).waitFor();
      expect(await page.getByRole('checkbox').isChecked()).toBe(false);
    });

    test('lets one choose each step', async () => {
      const { url, says } = await inspect('--offline', '--by-hand');
      const page = await open(url);
      await page.getByRole('button', { name: 'matchRecord CLAIM_STARTD', exact: true }).click();
      await page.getByRole('button', { name: 'claim ALIVE_TIMER' }).press('Enter');
      await page.getByRole('button', { name: 'claim CONNECT_FAILED a fault: timeout' }).click();
      await says(/slot1: Failed to connect to schedd/);
      await page.getByRole('option', { name: 'environment to claim: CONNECT_FAILED' }).waitFor();
      expect(troubles).toEqual([]);
    });

    test.each(['light', 'dark'] as const)('has nothing that axe-core finds fault with, in %s', async (colorScheme) => {
      const { url } = await inspect('--offline', '--by-hand');
      const page = await open(url, { colorScheme });
      await page.getByRole('button', { name: 'matchRecord CLAIM_STARTD', exact: true }).click();
      await page.getByRole('button', { name: 'claim ALIVE_TIMER' }).click();
      await page.getByRole('button', { name: /CONNECT_FAILED/ }).waitFor();
      await page.getByRole('listbox').press('ArrowUp');
      await page.evaluate(axe.source);
      const { violations } = (await page.evaluate('axe.run()')) as {
        violations: { id: string; nodes: { html: string }[] }[];
      };
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    });

    test('fits a phone', async () => {
      const { url } = await inspect('--offline', ...TICKET);
      const page = await open(url, { viewport: { width: 360, height: 740 } });
      await status(page, /83 messages/);
      await page.getByRole('button', { name: 'first.scheddSock' }).click();
      await page.locator('[data-state=readingWithoutBlocking]').waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    });

    test('says so when the run has gone', async () => {
      const { url, stop } = await inspect('--offline', ...TICKET);
      const page = await open(url);
      await status(page, /83 messages/);
      await stop();
      expect(await status(page, /its server is gone/)).toContain('83 messages');
    });
  });

  describe("the bridge to Stately's inspector", () => {
    /** As the inspector does: it says that it is there, and then listens. */
    const INSPECTOR = `<script>
      received = [];
      addEventListener('message', ({ data }) => received.push(data));
      parent.postMessage({ type: '@statelyai.connected' }, '*');
    </script>`;

    test('hands on everything, in order, once it is there', async () => {
      const { url, says, recorded } = await inspect(...TICKET);
      const page = await open(url, {}, (route) => route.fulfill({ contentType: 'text/html', body: INSPECTOR }));
      await says(/removing claim/);
      const frame = page.frameLocator('iframe').locator('html');
      await expect.poll(() => frame.evaluate('received.length')).toBe(recorded().length);
      expect(await frame.evaluate('received')).toEqual(recorded());
    });

    test('gives way to our own page where it cannot be reached', async () => {
      const { url } = await inspect(...TICKET);
      const page = await open(url, {}, (route) => route.abort());
      await page.waitForURL(`${url}offline`);
      expect(await status(page, /83 messages/)).toContain('16 actors');
    });
  });
});
