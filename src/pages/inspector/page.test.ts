import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { messageText } from '../../checker/system/message.ts';
import { CHROMIUM, LOOKS, objections, shared } from '../../testing/chromium.ts';
import { claimcheckRunning, type Running } from '../../testing/claimcheck.ts';
import type { InspectionEvent } from './wire-format.ts';

const scratch = mkdtempSync(join(tmpdir(), 'claimcheck-'));

/** A run under way, and what it records. */
interface Inspected extends Running {
  readonly url: string;
  readonly recorded: () => InspectionEvent[];
}

let inspections = 0;

/** The ticket's counterexample, without a search for it. */
const TICKET = ['--trace', 'properties/counterexamples/S1-0000.json'];

async function inspect(...args: string[]): Promise<Inspected> {
  const file = join(scratch, `${inspections++}.jsonl`);
  const command = claimcheckRunning('inspect', '--port', '0', '--pace', '20', '--record', file, ...args);
  const [url = ''] = await command.says(/http:\/\/[\d.:]+\//);
  const recorded = () =>
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as InspectionEvent);
  return { ...command, url, recorded };
}

/** Every lifeline that there can be, and every actor. */
async function unfolded(page: Page): Promise<void> {
  await page.locator('.actors summary').click();
  for (const process of ['startd', 'schedd', 'network']) {
    await page.getByRole('button', { name: new RegExp(`^${process} .*: open its`) }).click();
  }
}

/** The states that each actor's chart has. */
async function statesOn(page: Page): Promise<Record<string, string[]>> {
  const states: Record<string, string[]> = {};
  for (const actor of await page.locator('.actors strong').allTextContents()) {
    await page.getByRole('button', { name: actor }).first().click();
    const chart = page.getByRole('region', { name: `Statechart of ${actor}` });
    await chart.locator('svg').waitFor();
    states[actor] = (await chart.locator('[data-state]').evaluateAll(PATHS)).toSorted();
  }
  return states;
}

const PATHS = (elements: unknown[]) => [
  ...new Set(elements.map((element) => (element as { dataset: { state: string } }).dataset.state)),
];
const messagesOn = (page: Page) =>
  page
    .getByRole('option')
    .evaluateAll((rows: unknown[]) =>
      (rows as { ariaLabel: string | null; textContent: string }[]).map(
        ({ ariaLabel, textContent }) => ariaLabel ?? `Step ${textContent.split('.')[0]}`,
      ),
    );

interface StateDefinition {
  readonly states?: Readonly<Record<string, StateDefinition>>;
}

const pathsOf = ({ states = {} }: StateDefinition, around = ''): string[] =>
  Object.entries(states).flatMap(([key, state]) => [around + key, ...pathsOf(state, `${around}${key}.`)]);

/** What the page must show, from what was recorded: the whole system has neither a chart nor a lifeline. */
function expected(events: readonly InspectionEvent[]) {
  const actors = events.filter((event) => event.type === '@xstate.actor').filter(({ parentId }) => parentId);
  const messages = events.filter((event) => event.type === '@xstate.event');
  return {
    states: Object.fromEntries(
      actors.map(({ name, definition }) => [name, pathsOf(JSON.parse(definition) as StateDefinition).toSorted()]),
    ),
    messages: messages.map(({ sourceId, sessionId, event }, i) =>
      event.type === 'STEP'
        ? `Step ${Number(event['number'])}`
        : `${i + 1}. ${sourceId} to ${sessionId}: ${messageText(event)}`,
    ),
  };
}

/** Waits until the page says this of the run; all that it says of it. */
async function status(page: Page, text: RegExp): Promise<string> {
  const said = page.getByRole('status').filter({ hasText: text });
  await said.waitFor();
  return said.innerText();
}

/** The contrast of the drawing's colours, which axe-core does not look at; text, for it runs in the page. */
const CONTRASTS = `(() => {
  const colour = (selector, property) => getComputedStyle(document.querySelector(selector))[property].match(/[\\d.]+/g).slice(0, 3).map(Number);
  const light = (rgb) => {
    const [r, g, b] = rgb.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [a, b] = [light(one), light(other)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  const page = colour('body', 'backgroundColor');
  return {
    text: contrast(colour('[data-state]:not(.lit) text', 'fill'), colour('[data-state]:not(.lit) .box', 'fill')),
    edge: contrast(colour('[data-state]:not(.lit) .box', 'stroke'), page),
    litText: contrast(colour('.lit:has(.box) text', 'fill'), colour('.lit .box', 'fill')),
    litEdge: contrast(colour('.lit .box', 'stroke'), page),
  };
})()`;

describe.skipIf(!CHROMIUM)('in Chromium', () => {
  /** One tab for all: each test loads its page in it. */
  let tab: Page;
  /** What pages have asked for, and what has gone wrong in them. */
  let asked: string[] = [];
  let troubles: string[] = [];

  beforeAll(async () => {
    tab = heard(await (await shared()).newPage());
  });
  afterAll(() => tab?.close());
  afterEach(() => {
    [asked, troubles] = [[], []];
  });

  function heard(page: Page): Page {
    page.on('request', (request) => asked.push(request.url()));
    page.on('websocket', (socket) => asked.push(socket.url()));
    page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
    page.on('pageerror', (error) => troubles.push(error.message));
    return page;
  }

  /** Loads a page again. */
  async function open(url: string, viewport = { width: 1280, height: 720 }): Promise<Page> {
    await tab.setViewportSize(viewport);
    await tab.emulateMedia({ colorScheme: null, forcedColors: null });
    await tab.goto(url);
    return tab;
  }

  describe('our own page', () => {
    /** The ticket's run, told to its end: one for all tests, and a page that has been there from the first. */
    let ticket: Inspected;
    let early: Page;
    beforeAll(async () => {
      ticket = await inspect('--offline', ...TICKET);
      early = heard(await (await shared()).newPage());
      await early.goto(ticket.url);
      await ticket.says(/removing claim/);
    });
    afterAll(() => Promise.all([early.close(), ticket.stop()]));

    test('shows every actor, every state and every message, whether it is there from the first or comes late', async () => {
      const { url, recorded } = ticket;
      const late = await open(url);
      for (const page of [early, late]) {
        await status(page, /16 actors, 83 messages/);
        await unfolded(page);
        expect(await messagesOn(page)).toEqual(expected(recorded()).messages);
      }
      expect(await statesOn(late)).toEqual(expected(recorded()).states);
    });

    test('asks nothing of any other machine, and has no error', async () => {
      const { url } = ticket;
      const page = await open(url);
      await status(page, /83 messages/);
      await page.locator('.chart svg').waitFor();
      expect(asked.length).toBeGreaterThan(2);
      expect(asked.filter((address) => new URL(address).host !== new URL(url).host)).toEqual([]);
      expect(troubles).toEqual([]);
    });

    test('lights the states that an actor is in, at any message that one goes back to', async () => {
      const { url } = ticket;
      const page = await open(url);
      await status(page, /83 messages/);
      await page.getByRole('button', { name: 'claim' }).first().click();
      const chart = page.getByRole('region', { name: 'Statechart of claim' });
      await chart.locator('svg').waitFor();
      const lit = async () => (await chart.locator('.lit:has(.box)').evaluateAll(PATHS)).toSorted();
      const ended = ['keepAlive.waiting.aThirdOfTheLease', 'lease.off', 'lifecycle.disowned'];
      await expect.poll(lit).toEqual(ended);
      expect(await chart.locator('.now').innerText()).toBe(
        'keepAlive.waiting.aThirdOfTheLease, lifecycle.disowned, lease.off',
      );
      await page.getByRole('listbox').focus();
      await page.keyboard.press('Home');
      await status(page, /seen at 1/);
      await expect.poll(lit).toEqual(['keepAlive.off', 'lease.off', 'lifecycle.unclaimed']);
      for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowDown');
      await expect.poll(lit).toContain('lifecycle.claimed.idle');
      await page.keyboard.press('Escape');
      await status(page, /83 messages$/);
      await expect.poll(lit).toEqual(ended);
    });

    test('ends on the actor of the violation, and goes from step to step', async () => {
      const { url } = ticket;
      const page = await open(url);
      const said = await status(page, /S5 in step 9\./);
      expect(said).toContain(
        '✗ A valid claim can be removed (S1, in step 9). Also violated: S2, S3 in step 7; S5 in step 9.',
      );
      await page.getByRole('region', { name: 'Statechart of claim' }).waitFor();
      const why = page.locator('.told ul').first().locator('li');
      expect(await why.allTextContents()).toEqual([
        "Step 7 The schedd's read times out. get_secret() fails, and the handler ignores its result. end_of_message() still returns TRUE: allow_empty_message_flag forgives a message that was never read. The handler has no claim id, finds no match record, and answers -1.",
        'Step 9 The startd believes the -1 and removes the claim.',
      ]);
      expect(await page.locator('.told ul').last().textContent()).toContain(
        '27897 the handler checks the result of get_secret()',
      );
      await page.getByRole('button', { name: 'Before the first step' }).click();
      expect(await status(page, /seen at 0/)).toContain('✓ No violation so far.');
      for (let i = 0; i < 7; i++) await page.getByRole('button', { name: 'Next step' }).click();
      expect(await status(page, /\(S2, in step 7\)\. Also violated: S3 in step 7\./)).not.toContain('S1');
      await page.getByText('Step 7 of 9').waitFor();
      await page
        .getByRole('option', {
          name: /^7\. The schedd's read times out \[timeout\] first\.scheddSock TIMEOUT.*S3 violated: /,
        })
        .waitFor();
      await page.getByRole('button', { name: 'Back to what happens now' }).click();
      await page.getByText('Step 9 of 9').waitFor();
      await page.getByRole('button', { name: 'matchRecord' }).click();
      await page.getByRole('region', { name: 'Statechart of matchRecord' }).waitFor();
      expect(await page.getByRole('checkbox').isChecked()).toBe(false);
    });

    test('has a lifeline for each process, opens one, and folds away the actors that do nothing', async () => {
      const { url } = ticket;
      const page = await open(url);
      await status(page, /83 messages/);
      const lanes = () => page.locator('.lanes > span').allInnerTexts();
      expect(await lanes()).toEqual(['environment', 'startd +2', 'schedd +4', 'network +2']);
      const rows = await page.getByRole('option').count();
      await page.getByRole('button', { name: 'startd +2: open its actors' }).click();
      await expect
        .poll(async () => (await lanes()).map((name) => name.replaceAll(/\s|\u200b/g, '')))
        .toEqual(['environment', 'claim−', 'first.startdSock−', 'schedd+4', 'network+2']);
      await expect.poll(() => page.getByRole('option').count()).toBeGreaterThan(rows);
      await page.getByRole('button', { name: 'claim: close startd' }).click();
      await expect.poll(() => page.getByRole('option').count()).toBe(rows);
      expect(await page.locator('.actors details').innerText()).toContain('6 actors that do nothing');
      expect(await page.getByRole('button', { name: 'outage' }).isVisible()).toBe(false);
    });

    test('zooms a chart by buttons and keys, and follows the mouse that drags it', async () => {
      const { url } = ticket;
      const page = await open(url, { width: 1200, height: 700 });
      await status(page, /83 messages/);
      const view = page.locator('.view');
      const width = async () => Number(await view.locator('svg').getAttribute('width'));
      const fitted = await width();
      await page.getByRole('button', { name: 'Larger' }).click();
      await expect.poll(width).toBeCloseTo(fitted * 1.25);
      await view.press('+');
      await expect.poll(width).toBeCloseTo(fitted * 1.25 ** 2);
      const scrolled = () =>
        view.evaluate((one: { scrollLeft: number; scrollTop: number }) => [one.scrollLeft, one.scrollTop]);
      await view.evaluate((one: { scrollTo: (x: number, y: number) => void }) => one.scrollTo(0, 200));
      const { x, y } = (await view.boundingBox()) as { x: number; y: number };
      await page.mouse.move(x + 150, y + 150);
      await page.mouse.down();
      await page.mouse.move(x + 100, y + 50);
      await page.mouse.up();
      expect(await scrolled()).toEqual([50, 300]);
      await view.press('0');
      await expect.poll(width).toBeCloseTo(fitted);
    });

    test('fits a phone', async () => {
      const { url } = ticket;
      const page = await open(url, { width: 360, height: 740 });
      await status(page, /83 messages/);
      await page.getByRole('button', { name: 'first.scheddSock' }).click();
      await page.locator('.chart svg').waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    });

    test('says so when the run has gone', async () => {
      const { url, stop } = ticket;
      const page = await open(url);
      await status(page, /83 messages/);
      await stop();
      for (const one of [page, early]) expect(await status(one, /its server is gone/)).toContain('83 messages');
    });
  });

  describe('a run by hand', () => {
    let byHand: Inspected;
    beforeAll(async () => {
      byHand = await inspect('--offline', '--by-hand');
      const page = await open(byHand.url);
      await page.getByRole('button', { name: 'matchRecord CLAIM_STARTD', exact: true }).click();
      await page.getByRole('button', { name: 'claim ALIVE_TIMER' }).press('Enter');
    });
    afterAll(() => byHand.stop());

    test('has nothing that axe-core finds fault with, and texts that can be read, in light, dark and forced colours', async () => {
      const page = await open(byHand.url);
      await page.getByRole('button', { name: /CONNECT_FAILED/ }).waitFor();
      await page.getByRole('listbox').press('ArrowUp');
      await page.locator('.actors button', { hasText: 'claim' }).first().click();
      await page.locator('.lit .box').first().waitFor();
      expect(await objections(page)).toEqual([]);
      for (const looks of LOOKS) {
        await page.emulateMedia(looks);
        const { text, edge, litText, litEdge } = await page.evaluate<Record<string, number>>(CONTRASTS);
        expect(Math.min(Number(text), Number(litText)), JSON.stringify(looks)).toBeGreaterThan(4.5);
        expect(Math.min(Number(edge), Number(litEdge)), JSON.stringify(looks)).toBeGreaterThan(3);
      }
    });

    test('lets one choose each step', async () => {
      const { url, says } = byHand;
      const page = await open(url);
      await page.getByRole('button', { name: 'claim CONNECT_FAILED a fault: timeout' }).click();
      await says(/slot1: Failed to connect to schedd/);
      await page.getByRole('option', { name: 'environment to claim: CONNECT_FAILED' }).waitFor();
      expect(troubles).toEqual([]);
    });
  });

  describe("the bridge to Stately's inspector", () => {
    /** As the inspector does: it says that it is there, and then listens. */
    const INSPECTOR = `<script>
      received = [];
      addEventListener('message', ({ data }) => received.push(data));
      parent.postMessage({ type: '@statelyai.connected' }, '*');
    </script>`;
    const SITE = 'https://stately.ai/**';

    let ticket: Inspected;
    beforeAll(async () => {
      ticket = await inspect(...TICKET);
    });
    afterEach(() => tab.unroute(SITE));
    afterAll(() => ticket.stop());

    test('hands on everything, in order, once it is there', async () => {
      const { url, says, recorded } = ticket;
      await tab.route(SITE, (route) => route.fulfill({ contentType: 'text/html', body: INSPECTOR }));
      const page = await open(url);
      await says(/removing claim/);
      const frame = page.frameLocator('iframe').locator('html');
      await expect.poll(() => frame.evaluate('received.length')).toBe(recorded().length);
      expect(await frame.evaluate('received')).toEqual(recorded());
    });

    test('gives way to our own page where it cannot be reached', async () => {
      const { url } = ticket;
      await tab.route(SITE, (route) => route.abort());
      const page = await open(url);
      await page.waitForURL(`${url}offline`);
      expect(await status(page, /83 messages/)).toContain('16 actors');
    });
  });
});
