import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer as createWebServer } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { encodeMessage, encodeInt, concat, encodeString } from '../../../../machines/condor-io/cedar.ts';
import { Conformer, KNOWN_CLAIM_ID } from '../../conform/conform.ts';
import { loadRecords } from '../../conform/load.ts';
import { askedBefore, PREDICTOR, probeAll } from '../testing/matrix.ts';
import { inVirtualTime } from '../testing/quiet.ts';
import { serving } from '../testing/serving.ts';
import { VirtualTime } from '../testing/virtual.ts';
import { Predictor } from './predict.ts';
import { Probe } from './probe.ts';
import { measuredRecords, schedulesOf } from './record.ts';
import { connectionsFor } from './report.ts';
import { ALL_SCHEDULES } from './schedules.ts';
import { isLoopback, parseAddress, parseSinful } from './target.ts';

const target = (port: number) => ({ host: '127.0.0.1', port, sharedPort: null });

const probing = (port: number) => new Probe(target(port), { predictor: PREDICTOR }).run();

/** Some of what was measured of HEAD, and what the model says of them. */
const SOME = schedulesOf(
  loadRecords('properties/measured/alive-replies.json').filter(
    ({ mode, path, end }) => mode === 'head' && path === 'auth-resume' && end === 'hold',
  ),
).slice(0, 4);
const KNOWING = askedBefore(new Predictor([KNOWN_CLAIM_ID]), SOME);

const NO_CEDAR = 'what answers there does not speak CEDAR';
const reply = encodeMessage(encodeInt(-1));

/** Answers whatever comes, and closes. */
const answers = (socket: Socket, bytes: Uint8Array) => socket.once('data', () => socket.end(bytes));

/** Sends the same for as long as somebody reads it. */
function flood(socket: Socket, bytes: Uint8Array): void {
  while (!socket.destroyed && socket.write(bytes));
  socket.once('drain', () => flood(socket, bytes));
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

describe('against a server of the machines', () => {
  test('the verdict is right, and the consistent schedds contain the true one', async () => {
    const cells = await probeAll(['2011', 'head'], ['0000', '0010', '0110', '1111']);
    expect(cells.map(({ build, probed }) => [build, probed.verdict])).toEqual(
      cells.map(({ build, expected }) => [build, expected]),
    );
    expect(cells.filter(({ isConsistent }) => !isConsistent)).toEqual([]);
    expect(cells.map(({ expected }) => expected).filter((one) => one === 'vulnerable')).toHaveLength(4);
    for (const { connections } of cells) expect(connections).toBeLessThanOrEqual(connectionsFor(ALL_SCHEDULES.length));
  });
});

// On the wall clock a probe makes three connections a second: what waits, waits together.
describe.concurrent('what is no schedd gets one line', () => {
  test('a closed port', async () => {
    const server = createServer();
    const port = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    await expect(probing(port)).rejects.toThrow(`<127.0.0.1:${port}>: nothing listens there (connection refused)`);
  });

  test('a web server', async () => {
    const server = createWebServer((_, response) => response.end('hello'));
    await expect(probing(await listening(server))).rejects.toThrow('a web server answers there, not a schedd');
    server.close();
  });

  test('a port that is silent', async () => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => sockets.push(socket));
    await expect(probing(await listening(server))).rejects.toThrow('what listens there says nothing for 3 s');
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  test('a port that speaks TLS', async () => {
    // What OpenSSL answers to bytes that are no TLS record.
    const alert = createServer((socket) => socket.once('data', () => socket.end(Buffer.from('15030100020246', 'hex'))));
    await expect(probing(await listening(alert))).rejects.toThrow('a server that speaks TLS answers there');
    alert.close();
  });

  test('a port that closes every connection', async () => {
    const server = createServer((socket) => socket.end());
    await expect(probing(await listening(server))).rejects.toThrow('it closes every connection without a word');
    server.close();
  });

  test.each<[string, (socket: Socket) => unknown, string]>([
    ['says back what it hears', (socket) => socket.pipe(socket), NO_CEDAR],
    ['answers -1 to whatever it is asked', (socket) => answers(socket, reply), NO_CEDAR],
    ['sends a message with nothing in it', (socket) => answers(socket, encodeMessage(new Uint8Array())), NO_CEDAR],
    ['promises an ad without end', (socket) => answers(socket, encodeMessage(encodeInt(2 ** 40))), NO_CEDAR],
    ['promises 4 GB', (socket) => answers(socket, Buffer.from('01ffffffff', 'hex')), NO_CEDAR],
    ['closes its half at once', (socket) => socket.end(), 'it closes every connection without a word'],
    ['resets every connection', (socket) => socket.resetAndDestroy(), /no connection can be made|closes every/.source],
  ])('a port that %s', async (_, serve, why) => {
    const server = createServer({ allowHalfOpen: true }, (socket) => void serve(socket.on('error', () => {})));
    await expect(probing(await listening(server))).rejects.toThrow(new RegExp(why));
    server.close();
  });

  test('a port that says something else', async () => {
    const server = createServer((socket) => socket.on('error', () => {}).end('220 mail.example.org ESMTP\r\n'));
    await expect(probing(await listening(server))).rejects.toThrow('what answers there does not speak CEDAR');
    server.close();
  });
});

// What keeps the event loop busy, or is busy itself before it answers, is tried alone: no other server is then silent for it.
describe('what is no schedd, and takes its time, gets one line', () => {
  test('a real TLS server', async () => {
    const tls = createTlsServer({});
    await expect(probing(await listening(tls))).rejects.toThrow(/speaks TLS answers there|closes every connection/);
    tls.close();
  });

  test.each<[string, (socket: Socket) => unknown]>([
    ['answers before it is asked, and again and again', (socket) => flood(socket, reply)],
    ['never stops', (socket) => flood(socket, Buffer.alloc(65_536, 'A'))],
    ['sends empty packets without end', (socket) => flood(socket, Buffer.alloc(65_536))],
  ])('a port that %s', async (_, serve) => {
    const server = createServer((socket) => void serve(socket.on('error', () => {})));
    await expect(probing(await listening(server))).rejects.toThrow(NO_CEDAR);
    server.close();
  });
});

describe.concurrent('a schedd that insists on a session', () => {
  test('cannot be told', async () => {
    const ad = ['Authentication = "YES"', 'AuthMethods = "FS"'];
    const policy = encodeMessage(concat(encodeInt(ad.length), ...[...ad, '', ''].map((text) => encodeString(text))));
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', (bytes: Buffer) =>
        bytes.readInt32BE(9) === 60010 ? socket.write(policy) : socket.destroy(),
      );
    });
    const { verdict, reason } = await new Probe(target(await listening(server)), { predictor: PREDICTOR }).run();
    expect([verdict, reason]).toEqual([
      'cannot tell',
      'it cannot be probed without a session: raw-1msg: it closes the connection without a reply; auth-new: it insists on authentication; auth-resume, auth-resume-response: there is no session to resume',
    ]);
    server.close();
  });
});

describe('schedules of a file', () => {
  test('are carried out, and what was measured is recorded for conform', async () => {
    expect(SOME.length).toBeGreaterThan(2);
    const build = { revision: 'head', fixes: '0010' } as const;
    const time = new VirtualTime(1_700_000_000_000_000);
    const { server, target: where } = await serving(build, { claims: [KNOWN_CLAIM_ID], time });
    const probe = new Probe(where, { schedules: SOME, runs: 2, predictor: KNOWING, time });
    const { evidence, consistent } = await inVirtualTime(time, where.port, () => probe.run());
    await server.close();
    expect(evidence).toHaveLength(2 * SOME.length);
    expect(consistent).toContainEqual(build);
    const file = join(mkdtempSync(join(tmpdir(), 'claimcheck-')), 'measured.json');
    writeFileSync(file, JSON.stringify(measuredRecords(evidence, build)));
    expect(JSON.parse(readFileSync(file, 'utf8'))).toHaveLength(SOME.length);
    const { agree, outcomes } = new Conformer().conform(loadRecords(file));
    expect([agree, outcomes]).toEqual([SOME.length, SOME.length]);
  });
});

describe.concurrent('a schedd behind a shared port', () => {
  test('is named first, and then spoken to', async () => {
    const { server, target: behind } = await serving({ fixes: '0000', revision: 'head' });
    const named: string[] = [];
    const shared = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', (bytes: Buffer) => {
        const end = 5 + bytes.readUInt32BE(1);
        named.push(`${bytes.readBigInt64BE(5)} ${bytes.subarray(13, bytes.indexOf(0, 13)).toString()}`);
        const schedd = connect(behind.port, behind.host).on('error', () => {});
        schedd.write(bytes.subarray(end));
        socket.pipe(schedd).pipe(socket);
      });
    });
    const where = { ...target(await listening(shared)), sharedPort: 'schedd_1_2' };
    const { verdict, evidence } = await new Probe(where, { predictor: PREDICTOR }).run();
    expect([verdict, evidence.length]).toEqual(['vulnerable', 12]);
    expect(new Set(named)).toEqual(new Set(['75 schedd_1_2']));
    shared.close();
    await server.close();
  });
});

describe('what it sends', () => {
  test('is never a whole claim id', () => {
    const whole = Buffer.from(encodeString('<127.0.0.1:9>#1#1#claimcheck-probe-invented')).toString('hex');
    const sent = ALL_SCHEDULES.map(({ writes }) => writes.map(([, bytes]) => bytes).join(''));
    expect(sent).toHaveLength(12);
    expect(sent.filter((bytes) => bytes.includes(whole))).toEqual([]);
    expect(sent.filter((bytes) => bytes.includes(whole.slice(0, -2)))).toHaveLength(1);
  });
});

describe('an address', () => {
  test.each([
    ['localhost', 'localhost', 9618],
    ['192.0.2.1:1234', '192.0.2.1', 1234],
    ['::1', '::1', 9618],
    ['[::1]:1234', '::1', 1234],
  ])('%s', (text, host, port) => expect(parseAddress(text)).toEqual({ host, port, sharedPort: null }));

  test.each(['', ':', 'a:b', 'a:0', 'a:65536', '[x]:1', 'a b', '<a:1>'])('is not %j', (text) =>
    expect(() => parseAddress(text)).toThrow('is not an address'),
  );

  test.each([
    ['<192.0.2.1:1234>', '192.0.2.1', 1234, null],
    ['<192.0.2.1:9618?addrs=192.0.2.1-9618&alias=a.b&noUDP&sock=schedd_1_2>', '192.0.2.1', 9618, 'schedd_1_2'],
    ['<[2001:db8::1]:9618?sock=s>', '2001:db8::1', 9618, 's'],
  ])('%s', (text, host, port, sharedPort) => expect(parseSinful(text)).toEqual({ host, port, sharedPort }));

  test.each([
    ['192.0.2.1:1', 'is not a sinful string'],
    ['<192.0.2.1:1?sock=a/b>', 'is not the name of a daemon'],
    ['<192.0.2.1:1?CCBID=192.0.2.2:9618%231>', 'CCB'],
  ])('is not %s', (text, why) => expect(() => parseSinful(text)).toThrow(why));

  test.each([
    ['127.0.0.1', true],
    ['127.9.9.9', true],
    ['::1', true],
    ['::ffff:127.0.0.1', true],
    ['128.0.0.1', false],
    ['2001:db8::1', false],
  ])('%s is loopback: %s', (address, is) => expect(isLoopback(address)).toBe(is));
});
