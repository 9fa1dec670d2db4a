import { once } from 'node:events';
import { get } from 'node:http';
import { connect, type Socket } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { InspectServer } from './server.ts';

const taken: number[] = [];
const server = new InspectServer({ port: 0, offline: true, onTake: (index) => taken.push(index), chart: () => null });
let port = 0;

beforeAll(async () => {
  await server.listen();
  port = Number(new URL(server.url).port);
  server.offer({ step: 0, choices: [{ index: 0, text: 'the first', fault: null }] });
});

/** A connection that has become a WebSocket. */
async function upgraded(path: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  const headers = ['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 13'];
  const key = `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}`;
  socket.write([`GET ${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`, ...headers, key, '\r\n'].join('\r\n'));
  await once(socket, 'data');
  return socket;
}

/** A frame with a mask of zeros, which changes nothing. */
const frame = (first: number, payload: Buffer, length = [0x80 | payload.length]): Buffer =>
  Buffer.concat([Buffer.from([first, ...length, 0, 0, 0, 0]), payload]);

const NOTHING = Buffer.alloc(0);

const BAD: readonly [string, Buffer][] = [
  ['an opcode that is none', frame(0x83, NOTHING)],
  ['no mask', Buffer.from([0x81, 1, 0x30])],
  ['a reserved bit', frame(0xc1, NOTHING)],
  ['no UTF-8', frame(0x81, Buffer.from([0xff, 0xfe]))],
  ['a length of gigabytes', frame(0x82, NOTHING, [0xff, 0, 0, 0, 4, 0, 0, 0, 0])],
  ['a length beyond all numbers', frame(0x82, NOTHING, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])],
  ['a continuation of nothing', frame(0x80, Buffer.from('x'))],
  ['a control frame in fragments', frame(0x09, Buffer.from('x'))],
  ['a control frame that is too long', frame(0x89, Buffer.alloc(126), [0xfe, 0, 126])],
  ['a close with a code that is none', frame(0x88, Buffer.from([0, 1]))],
  ['more than the number of a step', frame(0x81, Buffer.alloc(101, '0'))],
];

describe.each(['/events', '/steps', '/story'])('a connection to %s', (path) => {
  test.each(BAD)('ends a connection on which there is %s, and no other', async (_, bytes) => {
    const socket = await upgraded(path);
    socket.on('error', () => {}).resume();
    socket.write(bytes);
    await once(socket, 'close');
    const viewer = new WebSocket(`ws://127.0.0.1:${port}/steps`);
    const [heard] = (await once(viewer, 'message')) as [Buffer];
    expect(JSON.parse(String(heard))).toMatchObject({ step: 0 });
    viewer.terminate();
  });

  test('is left in the middle of a frame without harm', async () => {
    const socket = await upgraded(path);
    socket.write(Buffer.from([0x81]));
    socket.resetAndDestroy();
    await once(socket, 'close');
    expect((await upgraded(path)).destroy().destroyed).toBe(true);
  });
});

test('only the digits of a number choose a step', async () => {
  const viewer = new WebSocket(`ws://127.0.0.1:${port}/steps`);
  await once(viewer, 'message');
  for (const text of ['', ' ', '0x0', '-0', '0e0', '1', '0']) viewer.send(text);
  await expect.poll(() => taken).toEqual([0]);
  viewer.terminate();
});

test.each([
  ['/', 200],
  ['/nowhere', 404],
  ['/constructor', 404],
])('%s has headers that keep others out', async (path, status) => {
  const response = await new Promise<import('node:http').IncomingMessage>((resolve) =>
    get(new URL(path, server.url), resolve),
  );
  response.resume();
  expect([response.statusCode, response.headers['x-content-type-options']]).toEqual([status, 'nosniff']);
  if (status !== 200) return;
  const policy = String(response.headers['content-security-policy']).split('; ');
  expect(policy).toEqual(
    expect.arrayContaining(["default-src 'none'", "frame-ancestors 'none'", "connect-src 'self'"]),
  );
});
