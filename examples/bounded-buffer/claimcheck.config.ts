import { defineStudy, defineSystem, enters, send, where, witness } from 'claimcheck';
import { assign, setup } from 'xstate';

/** Two producers and two consumers round a buffer: a count in the context, an axis, and a condition with the machine's own types. */

const noted = (_: unknown, _params: ReturnType<typeof send>['params']) => {};
const types = {} as {
  context: { count: number; capacity: number };
  input: { capacity: number };
  events: { type: 'PUT' | 'GET' };
};
const add = (params: number) => ({ type: 'add' as const, params });
const say = (type: string) => send('sender', { type });

const buffer = setup({
  types,
  actions: {
    send: noted,
    add: assign({ count: ({ context }, more: number) => context.count + more }),
  },
}).createMachine({
  id: 'buffer',
  context: ({ input }) => ({ count: 0, capacity: input.capacity }),
  on: {
    PUT: [
      { guard: ({ context }) => context.count < context.capacity, actions: [add(1), say('OK')] },
      { actions: say('NO') },
    ],
    GET: [{ guard: ({ context }) => context.count > 0, actions: [add(-1), say('OK')] }, { actions: say('NO') }],
  },
});

/** It has something to do or not, and is told whether it was done. */
const worker = (id: string, begins: string, asks: string) =>
  setup({ actions: { send: noted } }).createMachine({
    id,
    initial: 'idle',
    states: {
      idle: { on: { [begins]: 'ready' } },
      ready: { on: { TRY: { target: 'asking', actions: send('buffer', { type: asks }) } } },
      asking: { on: { OK: 'idle', NO: 'ready' } },
    },
  });
const producer = worker('producer', 'PRODUCE', 'PUT');
const consumer = worker('consumer', 'WANT', 'GET');

const events = (...of: string[]) => of.map((type) => ({ event: { type } }));

const boundedBuffer = defineSystem({
  name: 'bounded-buffer',
  sentence: 'Two producers and two consumers round a buffer',
  axes: { capacity: { values: [1, 2, 4], about: 'how much the buffer holds' } },
  search: ({ capacity }) => {
    const store = { name: 'buffer', machine: buffer, input: { capacity } };
    const workers = ['1', '2'].flatMap((n) => [
      { name: `producer${n}`, machine: producer, environment: events('PRODUCE', 'TRY') },
      { name: `consumer${n}`, machine: consumer, environment: events('WANT', 'TRY') },
    ]);
    return {
      spec: { name: 'bounded-buffer', components: [store, ...workers] },
      properties: [
        {
          id: 'bounds',
          sentence: 'The buffer is never fuller than full, nor emptier than empty',
          checks: [
            {
              kind: 'always',
              what: where(store, ({ context }) => context.count >= 0 && context.count <= context.capacity),
            },
          ],
        },
        { id: 'no-deadlock', sentence: 'Something can always happen', checks: [{ kind: 'deadlock' }] },
        witness('refused', 'A producer is told to wait', 'the buffer fills up', enters('producer1', 'ready')),
      ],
    };
  },
});

export default defineStudy({ name: 'A bounded buffer', machines: '', systems: [boundedBuffer] });
