import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { encodeCommand } from '../../../../machines/condor-io/alive-message.ts';
import { concat, encodeInt, encodeMessage, encodePacket, encodeString } from '../../../../machines/condor-io/cedar.ts';
import { KNOWN_CLAIM_ID } from '../../conform/conform.ts';
import { draws } from '../../../testing/sampled.ts';
import { paused } from '../testing/paused.ts';
import { client, received, serving } from '../testing/serving.ts';
import { logLine, publicClaimId } from './log.ts';
import { Sessions } from './sessions.ts';
import { REAL_TIME } from '../time.ts';

const SECRET = '0123456789abcdef0123456789abcdef';
const ALIVE = concat(encodeCommand('auth-resume'), encodeMessage(encodeString(KNOWN_CLAIM_ID)));
const HEAD = { fixes: '1111', revision: 'head' } as const;
const OLD = { fixes: '0000', revision: '2011' } as const;
const reply = (value: number): Buffer => Buffer.from(encodeMessage(encodeInt(value)));

describe('a well-behaved client', () => {
  test('is answered 300 for a claim that is known, and -1 for one that is not', async () => {
    const { server, target, log } = await serving(HEAD, { claims: [KNOWN_CLAIM_ID] });
    const other = KNOWN_CLAIM_ID.replace('#1#', '#2#');
    const answers = [KNOWN_CLAIM_ID, other].map(async (claimId) => {
      const socket = await client(target);
      socket.write(concat(encodeCommand('auth-resume'), encodeMessage(encodeString(claimId))));
      return received(socket);
    });
    expect(await Promise.all(answers)).toEqual([reply(300), reply(-1)]);
    expect(log).toContain('Received startd keepalive for unknown claimid <127.0.0.1:9999>#1300000000#2#...');
    expect(log.join()).not.toContain(SECRET);
    await server.close();
  });

  test('has its claim id in the log as it is, though it looks like a place to fill in', async () => {
    const { server, target, log } = await serving(HEAD);
    const socket = await client(target);
    const claimId = `<$&{length}\u001b[31m>#1#2#${SECRET}`;
    socket.write(concat(encodeCommand('auth-resume'), encodeMessage(encodeString(claimId))));
    expect(await received(socket)).toEqual(reply(-1));
    expect(log).toContain('Received startd keepalive for unknown claimid <$&{length}\u001b[31m>#1#2#...');
    await server.close();
  });

  test('is answered on every claim of many', async () => {
    const claims = Array.from({ length: 5 }, (_, i) => `<127.0.0.1:9999>#13${i}#1#${SECRET}`);
    const { server, target } = await serving(OLD, { claims: claims.slice(0, 4) });
    for (const claimId of claims) {
      const socket = await client(target);
      socket.write(concat(encodeCommand('auth-resume'), encodeMessage(encodeString(claimId))));
      expect(await received(socket)).toEqual(reply(claimId === claims[4] ? -1 : 300));
    }
    await server.close();
  });

  const slowOnes = draws(200, 1000);

  test(`is answered though ${slowOnes} slow ones hold connections open; nothing stays when they leave`, async () => {
    const { server, saying, secondsUntil, pass, log } = await paused(HEAD, { claims: [KNOWN_CLAIM_ID] });
    const before = process.memoryUsage();
    // Some say nothing, some the command alone, some a part of the claim id; each of the last blocks the daemon for a second.
    const beginnings = [new Uint8Array(), encodeCommand('auth-resume'), ALIVE.subarray(0, -20), ALIVE.subarray(0, 3)];
    const slow = await Promise.all(
      Array.from({ length: slowOnes }, (_, i) => saying(beginnings[i % beginnings.length] as Uint8Array)),
    );
    expect(server.connections).toBe(slowOnes);
    const socket = await saying(ALIVE);
    expect(handled(log, socket)).toBe(false);
    // A startd waits for 20 s; a read that blocks takes less than 2 s, and whoever has sent everything comes next.
    expect(secondsUntil(() => handled(log, socket))).toBeLessThan(2);
    expect(await received(socket)).toEqual(reply(300));
    const during = process.memoryUsage();
    expect(during.rss - before.rss).toBeLessThan(300 * 2 ** 20);
    for (const one of slow) one.destroy();
    for (; server.connections > 0; pass(1)) await sleep(20);
    await server.close();
  });
});

/** Whether the handler has been called for a client's ALIVE. */
const handled = (log: readonly string[], { localPort }: Socket): boolean =>
  log.some((line) => line.startsWith('Calling HandleReq') && line.endsWith(`<127.0.0.1:${localPort}>`));

const resume = (path: 'auth-resume' | 'auth-resume-response', sid: string) => encodeCommand(path, sid);

describe('a session', () => {
  const claim = encodeMessage(encodeString(KNOWN_CLAIM_ID));

  /** What a real schedd (HTCondor 25.14) sends: an ad of one expression and of two types without a name. */
  const NOT_FOUND = encodeMessage(
    concat(encodeInt(1), ...['ReturnCode = "SID_NOT_FOUND"', '', ''].map((text) => encodeString(text))),
  );

  test('that it has not given is rejected, as a real schedd does: silently, or in the resume response', async () => {
    const { server, target, log } = await serving(HEAD, { claims: [KNOWN_CLAIM_ID] });
    const answers: Buffer[] = [];
    for (const path of ['auth-resume', 'auth-resume-response'] as const) {
      for (const payload of [claim, new Uint8Array()]) {
        const socket = await client(target);
        socket.write(concat(resume(path, 'of\nanother'), payload));
        answers.push(await received(socket));
      }
    }
    expect(answers).toEqual([Buffer.alloc(0), Buffer.alloc(0), Buffer.from(NOT_FOUND), Buffer.from(NOT_FOUND)]);
    expect(log.filter((line) => line.startsWith('DC_AUTHENTICATE'))).toHaveLength(4);
    expect(log.at(-1)).toMatch(
      /^DC_AUTHENTICATE: attempt to open invalid session of\\x0aanother, failing; this session was requested by <127\.0\.0\.1:\d+> with return address \(none\)$/,
    );
    expect(log.join()).not.toContain('Calling HandleReq');
    expect(server.connections).toBe(0);
    await server.close();
  });

  test('that it has given is resumed, until it is over', async () => {
    let now = 1_000_000_000;
    const sessions = new Sessions([], { ...REAL_TIME, now: () => now }, () => {});
    const asked = { sid: 'a', returnAddress: null };
    expect(sessions.resume(asked, 'peer')).toBe(false);
    sessions.give('a');
    now += 3599 * 1_000_000;
    expect(sessions.resume(asked, 'peer')).toBe(true);
    now += 1_000_000;
    expect(sessions.resume(asked, 'peer')).toBe(false);
  });

  test('that is one of very many does not stay for ever', () => {
    const sessions = new Sessions(['always'], REAL_TIME, () => {});
    for (let i = 0; i < 70_000; i++) sessions.give(String(i));
    const isThere = ['0', '69999'].map((sid) => sessions.resume({ sid, returnAddress: null }, 'peer'));
    expect(isThere).toEqual([false, true]);
  });
});

describe('a client that misbehaves costs only its own connection', () => {
  const GARBAGE: readonly (readonly [string, Uint8Array])[] = [
    ['a request for a web page', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    ['a TLS hello', Buffer.from('16030100c8010000c40303', 'hex')],
    ['zeros', new Uint8Array(100)],
    ['a length of 4 GB', Buffer.from('01ffffffff', 'hex')],
    ['an ad that is cut short', encodeMessage(concat(encodeInt(60010), encodeInt(1_000_000)))],
    ['an ad of a negative length', encodeMessage(concat(encodeInt(60010), encodeInt(-5)))],
    ['another command', encodeMessage(encodeInt(443))],
    ['a command that is no int', encodeMessage(Uint8Array.of(1, 2, 3))],
  ];

  test.each(GARBAGE)('%s', async (_, bytes) => {
    const { server, target } = await serving(HEAD);
    const socket = await client(target);
    socket.write(bytes);
    socket.end();
    expect(await received(socket)).toEqual(Buffer.alloc(0));
    expect(server.connections).toBe(0);
    await server.close();
  });

  test('a message without an end is cut off where the limit is', async () => {
    const { server, target, log } = await serving(HEAD, { limits: { bytes: 4096 } });
    const socket = await client(target);
    const packet = encodePacket(new Uint8Array(500), 0);
    const gone = received(socket);
    for (let i = 0; i < 20 && !socket.destroyed; i++) socket.write(packet);
    await gone;
    expect(log.at(-1)).toMatch(
      /^claimcheck: closing the connection of <127\.0\.0\.1:\d+>: it has sent more than 4096 bytes/,
    );
    await server.close();
  });

  test('a long message within the limit is read to its end', async () => {
    const { server, saying } = await paused(HEAD, { limits: { bytes: 2 ** 20 } });
    const socket = await saying(concat(encodeCommand('auth-resume'), encodeMessage(encodeString('x'.repeat(500_000)))));
    expect(await received(socket)).toEqual(reply(-1));
    await server.close();
  });

  test('one too many is refused, with a line', async () => {
    const { server, target, log } = await serving(HEAD, { limits: { connections: 2 } });
    const sockets = [await client(target), await client(target), await client(target)];
    await received(sockets[2] as (typeof sockets)[number]);
    expect(log.at(-1)).toMatch(/^claimcheck: refusing <127\.0\.0\.1:\d+>: 2 connections are open$/);
    expect(server.connections).toBe(2);
    for (const socket of sockets) socket.destroy();
    await server.close();
  });

  test('a connection that lasts too long is closed, with a line', async () => {
    const { server, target, log } = await serving(HEAD, { limits: { seconds: 0.2 } });
    const socket = await client(target);
    await received(socket);
    expect(log.at(-1)).toMatch(/: it has lasted 0\.2 s$/);
    await server.close();
  });

  test('one that keeps the daemon in a blocking read is closed, with a line, and the next is answered', async () => {
    const made = await paused(OLD, { claims: [KNOWN_CLAIM_ID], limits: { blockedSeconds: 1 } });
    const { server, saying, says, pass, log } = made;
    const socket = await saying(encodeCommand('auth-resume'));
    const gone = received(socket);
    const waiting = await saying(ALIVE);
    // A packet before every time-out, none of which ends the message.
    for (let i = 0; i < 10; i++) {
      expect(server.connections).toBe(2);
      pass(0.1);
      await says(socket, encodePacket(Uint8Array.of(65), 0));
    }
    await gone;
    expect(log.join('\n')).toContain('it has blocked the daemon for 1 s');
    expect(await received(waiting)).toEqual(reply(300));
    await server.close();
  });

  test('one command is handled at a time: a read that blocks holds up the others', async () => {
    const { server, saying, secondsUntil, log } = await paused(OLD, { claims: [KNOWN_CLAIM_ID] });
    const silent = await saying(encodeCommand('auth-resume'));
    const socket = await saying(ALIVE);
    expect([handled(log, silent), handled(log, socket)]).toEqual([true, false]);
    expect(secondsUntil(() => handled(log, socket))).toBeGreaterThan(0.5);
    expect(await received(socket)).toEqual(reply(300));
    expect(await received(silent)).toEqual(reply(-1));
    await server.close();
  });
});

describe('the log', () => {
  test('has the format of the daemons', () => {
    expect(logLine('a line\u001b[1m', new Date(2026, 7, 2, 3, 4, 5))).toBe('08/02/26 03:04:05 a line\\x1b[1m');
  });

  test.each([
    [KNOWN_CLAIM_ID, '<127.0.0.1:9999>#1300000000#1#...'],
    [
      '<127.0.0.1:9999?addrs=127.0.0.1-9999&alias=node>#1#2#[Encryption="YES";]key',
      '<127.0.0.1:9999?addrs=127.0.0.1-9999&alias=node>#1#2#...',
    ],
    [SECRET, '#...'],
    [`x#1#2#${SECRET}`, '#...'],
    [`<a>#1#${SECRET}`, '#...'],
    ['', '#...'],
  ])('cuts the secret of a claim id: %#', (claimId, shown) => {
    expect(publicClaimId(new TextEncoder().encode(claimId))).toBe(shown);
  });

  test('says what was wrong with a header', async () => {
    const { server, target, log } = await serving(HEAD);
    for (const bytes of [Buffer.from('GET /'), Buffer.from('0100200000', 'hex'), Buffer.from('01ffffffff', 'hex')]) {
      const socket = await client(target);
      socket.write(bytes);
      await received(socket);
    }
    expect(log.filter((line) => line.startsWith('IO:'))).toEqual([
      'IO: Incoming packet header unrecognized : 47 45 54 20 2f',
      'IO: Incoming packet is larger than 1MB limit (requested size 2097152) : 01 00 20 00 00',
      'IO: Incoming packet improperly sized (len=-1,end=1) : 01 ff ff ff ff',
    ]);
    await server.close();
  });
});
