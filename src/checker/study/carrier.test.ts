import { expect, test } from 'vitest';
import { setup } from 'xstate';
import { compose } from '../index.ts';
import { traceOf } from '../replay/trace.ts';
import type { Choice } from '../system/compose.ts';
import type { Message } from '../system/message.ts';
import { carriesOne } from './carrier.ts';

const actions = { send: (_: unknown, _params: { to: string; message: Message }) => {} };
const types = {} as { events: Message };

const sender = setup({ types, actions }).createMachine({
  id: 'sender',
  initial: 'here',
  states: {
    here: {
      on: {
        SEND: {
          actions: {
            type: 'send',
            params: ({ event }) => ({ to: 'channel', message: { type: 'PUT', item: event['item'], isLast: false } }),
          },
        },
      },
    },
  },
});

const channel = setup({ types }).createMachine({
  id: 'channel',
  initial: 'empty',
  states: {
    empty: { on: { PUT: 'full' } },
    full: { on: { PUT: {}, GET: 'empty', DROP: 'empty' } },
  },
});

const composition = compose({
  name: 'one at a time',
  components: [
    {
      name: 'sender',
      process: 'sender',
      machine: sender,
      ports: { channel: 'channel' },
      environment: [1, 2].map((item) => ({ event: { type: 'SEND', item } })),
    },
    {
      name: 'channel',
      process: 'channel',
      machine: channel,
      ports: { reader: 'sender' },
      environment: ['GET', 'DROP'].map((type) => ({ event: { type } })),
    },
  ],
});

/** What becomes of the messages in a run: `1` and `2` send, the others are events of the channel. */
function read(...run: readonly string[]): string[] {
  const choices = run.map(
    (word) => composition.choices.find(({ event }) => event['item'] === Number(word) || event.type === word) as Choice,
  );
  const [component] = composition.spec.components.slice(1) as [(typeof composition.spec.components)[number]];
  const watch = carriesOne({ machine: 'channel', sent: 'PUT', arrived: 'GET', lost: 'DROP' }).read(
    component,
    composition.spec,
  );
  return traceOf(composition, choices)
    .flatMap(({ occurrences }) => occurrences)
    .filter((occurrence) => occurrence.component === 'channel')
    .flatMap(watch)
    .map((carried) => `${carried.what} ${carried.id}${carried.what === 'sent' ? `: ${carried.text}` : ''}`);
}

test.each([
  [
    ['1', 'GET', '2'],
    ['sent 1: 1', 'arrived 1', 'sent 2: 2'],
  ],
  [
    ['1', 'DROP', '2', 'GET'],
    ['sent 1: 1', 'lost 1', 'sent 2: 2', 'arrived 2'],
  ],
  [
    ['1', '2', 'GET'],
    ['sent 1: 1', 'sent 2: 2', 'lost 2', 'arrived 1'],
  ],
])('a carrier of one message at a time reads %j as %j', (run, carried) => {
  expect(read(...run)).toEqual(carried);
});
