import { mkdtempSync, readFileSync } from 'node:fs';
import { get } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWebSocketReceiver } from '@statelyai/inspect';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { claimcheck, claimcheckRunning, MUCH_TIME, type Running } from '../../testing/claimcheck.ts';
import { claimcheckHere } from '../../testing/in-process.ts';
import type { Offer } from './offer.ts';
import type { Told } from './told.ts';
import type { InspectionEvent } from './wire-format.ts';
import { typed } from '../../testing/typed.ts';

/** A study of two small machines. */
const LEASE = 'src/pages/testing/lease/claimcheck.config.ts';
const scratch = mkdtempSync(join(tmpdir(), 'claimcheck-'));
const recordedIn = (file: string): InspectionEvent[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as InspectionEvent);

/** The ticket's counterexample, without a search for it, and how many events it is told in. */
const TICKET = ['--trace', 'properties/counterexamples/S1-0000.json'];
const EVENTS = 182;

/** An inspector that runs, and where. */
interface Started extends Running {
  readonly address: string;
}

const running: Running[] = [];
afterAll(() => Promise.all(running.map(({ stop }) => stop())));

/** Starts the inspector on a free port. */
async function started(...args: string[]): Promise<Started> {
  const command = claimcheckRunning('inspect', '--offline', '--port', '0', ...args);
  running.push(command);
  const [, address = ''] = await command.says(/http:\/\/([\d.:]+)\//);
  return { ...command, address };
}

/** Somebody looks, so that the run begins. */
function looks(address: string): void {
  new WebSocket(`ws://${address}/events`).on('error', () => {});
}

/** What a viewer hears until there are so many. */
function hears<T>(address: string, count: number): Promise<T[]> {
  const heard: T[] = [];
  const socket = new WebSocket(`ws://${address}`);
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('message', (data) => {
      heard.push(JSON.parse(String(data)) as T);
      if (heard.length < count) return;
      socket.close();
      resolve(heard);
    });
  });
}

describe('inspect --record', () => {
  test('writes the same bytes for the same run, without a page', async () => {
    const files = ['a.jsonl', 'b.jsonl'].map((name) => join(scratch, name));
    const [first, second] = files as [string, string];
    const outcomes = [
      await claimcheck('inspect', '--no-serve', '--record', first),
      await claimcheckHere('inspect', '--no-serve', '--record', second),
    ];
    expect(outcomes[1]).toEqual(outcomes[0]);
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0]);
    expect(outcomes[0]?.stdout).toContain('State change: claim no longer recognized by the schedd - removing claim');
    const [one, other] = files.map((file) => readFileSync(file, 'utf8'));
    expect(one).toBe(other);
    expect(one).not.toMatch(new RegExp(`"createdAt":"${String(Date.now()).slice(0, 5)}`));
  });

  test('of a random schedule depends on its seed, which is printed', async () => {
    const runs = await Promise.all([
      claimcheckHere('inspect', '--no-serve', '--random', '7'),
      claimcheckHere('inspect', '--no-serve', '--random', '7'),
      claimcheckHere('inspect', '--no-serve', '--random', '8'),
      claimcheckHere('inspect', '--no-serve', '--random'),
    ]);
    const [seven, again, eight, any] = runs.map(({ stdout }) => stdout);
    expect(seven).toBe(again);
    expect(seven).not.toBe(eight);
    expect(seven).toMatch(/^Seed 7: /);
    expect(any).toMatch(/^Seed \d+: /);
  });

  test('of a trace file is that of the counterexample in it', async () => {
    const [fromFile, searched] = ['file.jsonl', 'searched.jsonl'].map((name) => join(scratch, name)) as [
      string,
      string,
    ];
    const counterexample = 'properties/counterexamples/S2-0010.json';
    await claimcheckHere('inspect', '--no-serve', '--trace', counterexample, '--record', fromFile);
    await claimcheckHere('inspect', '--no-serve', '--property', 'S2', '--fixes', '0010', '--record', searched);
    expect(readFileSync(fromFile, 'utf8')).toBe(readFileSync(searched, 'utf8'));
  });
});

describe('the server', () => {
  /** The ticket's run, told to its end: one for all tests, and what a viewer has heard who was there from the first. */
  let ticket: Started;
  let early: readonly InspectionEvent[];
  const file = join(scratch, 'served.jsonl');
  beforeAll(async () => {
    ticket = await started(...TICKET, '--pace', '20', '--record', file);
    early = await hears<InspectionEvent>(`${ticket.address}/events`, EVENTS);
    await ticket.says(/removing claim/);
  });

  test('tells each viewer all of the run, be it early or late, and in the same words as the record', async () => {
    const { address } = ticket;
    const late = await hears<InspectionEvent>(`${address}/events`, EVENTS);
    expect(early).toEqual(recordedIn(file));
    expect(late).toEqual(early);
  });

  test("speaks to Stately's own receiver", async () => {
    const { address } = ticket;
    const heard: unknown[] = [];
    await new Promise<void>((resolve) => {
      createWebSocketReceiver({ server: `ws://${address}/events` }).subscribe((event) => {
        if (heard.push(event) === EVENTS) resolve();
      });
    });
    expect(heard).toEqual(recordedIn(file));
  });

  test("has an actor's chart, tells the story of each step, and knows no other actor", async () => {
    const { address } = ticket;
    const told = await hears<Told>(`${address}/story`, 10);
    expect(told[0]).toMatchObject({ kind: 'situation', title: 'With path auth, fixes none' });
    expect(told[7]).toMatchObject({ kind: 'step', number: 7, fault: 'timeout' });
    const violated = told.flatMap((one) => (one.kind === 'step' ? one.hits : [])).filter((hit) => !hit.isWitness);
    expect(violated.map(({ id, actor }) => `${id} ${actor}`)).toEqual([
      'S2 first.handler',
      'S3 first.scheddSock',
      'S1 claim',
      'S5 claim',
    ]);
    const chart = await (await fetch(`http://${address}/chart/claim`)).text();
    expect(chart).toMatch(/^<svg /);
    expect(chart).toContain('<g data-state="lifecycle.claimed.idle">');
    expect(await statusOf(`http://${address}/chart/claim`, { host: 'example.org' })).toBe(404);
    for (const other of ['', 'nobody', '%', '..%2f..', 'claim/']) {
      expect(await statusOf(`http://${address}/chart/${other}`), other).toBe(404);
    }
  });

  test('goes where it is told, by the page or by a line of input', async () => {
    const { address, process, says } = await started('--by-hand');
    looks(address);
    await says(/1 {2}matchRecord CLAIM_STARTD$/m);
    const page = new WebSocket(`ws://${address}/steps`);
    const offers: Offer[] = [];
    page.on('message', (data) => offers.push(JSON.parse(String(data)) as Offer));
    await new Promise((resolve) => page.once('message', resolve));
    // Not offered: nothing happens.
    page.send('0');
    page.send(`${offers[0]?.choices[0]?.index}`);
    await says(
      / {2}1\. The schedd claims the slot, and the startd accepts\.\n +matchRecord CLAIM_STARTD[^]*1 {2}claim ALIVE_TIMER/,
    );
    process.stdin?.write('1\n');
    await says(
      / {2}2\. The startd begins a keep-alive: it connects to the schedd\.\n +claim ALIVE_TIMER[^]*\d {2}claim ESTABLISHED/,
    );
    expect(offers.map(({ step }) => step)).toContain(1);
    page.close();
  });

  test('is there for this machine alone', async () => {
    const { address } = ticket;
    const [, port] = address.split(':');
    const others = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4')
      .map((face) => face.address);
    const reached = await Promise.all(others.map((host) => statusOf(`http://${host}:${port}/`)));
    expect(reached.filter((status) => status !== null)).toEqual([]);
    expect(await statusOf(`http://${address}/`)).toBe(200);
  });

  test('has no answer for the page of another site, nor for another name', async () => {
    const { address } = ticket;
    const refused = (options: object) =>
      new Promise((resolve) => {
        const socket = new WebSocket(`ws://${address}/events`, options);
        socket.on('open', () => resolve(false)).on('error', () => resolve(true));
      });
    expect(await refused({ origin: 'http://example.org' })).toBe(true);
    expect(await refused({ headers: { host: 'example.org' } })).toBe(true);
    expect(await refused({ origin: `http://${address}` })).toBe(false);
    expect(await statusOf(`http://${address}/`, { host: 'example.org' })).toBe(404);
    expect(await statusOf(`http://${address}/else`)).toBe(404);
  });
});

/** The status of an answer; null if there is none. */
function statusOf(url: string, headers: Record<string, string> = {}): Promise<number | null> {
  return new Promise((resolve) => {
    get(url, { headers, timeout: MUCH_TIME }, (response) => {
      response.resume();
      resolve(response.statusCode ?? null);
    })
      .on('timeout', () => resolve(null))
      .on('error', () => resolve(null));
  });
}

describe('inspect', () => {
  test('says in a line that its port is in use', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as AddressInfo;
    const file = join(scratch, 'unwritten.jsonl');
    const { code, stdout, stderr } = await claimcheckHere('inspect', ...TICKET, '--port', `${port}`, '--record', file);
    taken.close();
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe(`claimcheck: port ${port} of 127.0.0.1 is in use: give another with --port\n`);
    expect(() => readFileSync(file)).toThrow(/ENOENT/);
  });

  test('ends at once with Ctrl-C, even in the middle of a run', async () => {
    const { address, process, says, stdout } = await started(...TICKET, '--pace', '60000');
    looks(address);
    await says(/Ctrl-C/);
    process.kill('SIGINT');
    await new Promise((resolve) => process.once('exit', resolve));
    expect(process.exitCode).toBe(130);
    expect(stdout()).not.toContain('CLAIM_STARTD');
  });

  test('shows that there is no such run, where there is none', async () => {
    const { code, stdout } = await claimcheckHere('inspect', '--config', LEASE, '--no-serve', '--build', 'all');
    expect([code, stdout]).toEqual([0, 'P1 holds with build all, holder client: there is no such run.\n']);
  });

  test.each(
    typed([
      [['--port', '70000'], "'70000' is not a whole number of at least 0 and at the most 65535"],
      [['--random', '3', '--by-hand'], "'--by-hand' cannot be used with option '--random [seed]'"],
      [['--random', 'x'], "'x' is not a whole number"],
      [['--trace', 'nowhere.json'], 'nowhere.json: cannot be read (ENOENT)'],
      [
        [...TICKET, '--no-serve', '--record', join(scratch, 'no', 'such', 'place')],
        'place: cannot be written (ENOENT)',
      ],
      [['--property', 'S9'], "there is no property 'S9'"],
    ]),
  )('inspect %s is refused in a line', async (_, args, why) => {
    const { code, stdout, stderr } = await claimcheckHere('inspect', ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(why);
    expect(stderr).not.toContain('    at ');
  });
});
