import { defineStudy, defineSystem, enters, inState, send, takes, witness } from 'claimcheck';
import { assign, setup } from 'xstate';

/** Readers and a writer: whether the writer starves is a property of runs that never end, under weak fairness. */

interface Lock {
  readonly readers: number;
  readonly isWriting: boolean;
  readonly isAwaited: boolean;
  readonly prefers: 'readers' | 'writers';
}
const noted = (_: unknown, _params: ReturnType<typeof send>['params']) => {};
const types = {} as {
  context: Lock;
  input: Pick<Lock, 'prefers'>;
  events: { type: 'READ' | 'READ_END' | 'WRITE' | 'WRITE_END' };
};
const say = (type: string) => send('sender', { type });
const mayRead = ({ context }: { context: Lock }) =>
  !context.isWriting && !(context.prefers === 'writers' && context.isAwaited);

const lock = setup({
  types,
  actions: {
    send: noted,
    read: assign({ readers: ({ context }) => context.readers + 1 }),
    readEnd: assign({ readers: ({ context }) => context.readers - 1 }),
    write: assign({ isWriting: true, isAwaited: false }),
    await: assign({ isAwaited: true }),
    writeEnd: assign({ isWriting: false }),
  },
}).createMachine({
  id: 'lock',
  context: ({ input }) => ({ readers: 0, isWriting: false, isAwaited: false, prefers: input.prefers }),
  on: {
    READ: [{ guard: mayRead, actions: ['read', say('OK')] }, { actions: say('NO') }],
    READ_END: { actions: 'readEnd' },
    WRITE: [
      {
        guard: ({ context }) => context.readers === 0,
        actions: ['write', say('OK')],
      },
      { actions: ['await', say('NO')] },
    ],
    WRITE_END: { actions: 'writeEnd' },
  },
});

const user = (id: string, asks: string, ends: string) =>
  setup({ actions: { send: noted } }).createMachine({
    id,
    initial: 'idle',
    states: {
      idle: { on: { WANT: 'wanting' } },
      wanting: { on: { TRY: { target: 'asking', actions: send('lock', { type: asks }) } } },
      asking: { on: { OK: 'inside', NO: 'wanting' } },
      inside: { on: { LEAVE: { target: 'idle', actions: send('lock', { type: ends }) } } },
    },
  });
const reader = user('reader', 'READ', 'READ_END');
const writer = user('writer', 'WRITE', 'WRITE_END');

const environment = ['WANT', 'TRY', 'LEAVE'].map((type) => ({ event: { type } }));

const readersWriters = defineSystem({
  name: 'readers-writers',
  sentence: 'Two readers and a writer',
  axes: { prefers: { values: ['readers', 'writers'], about: 'who goes first' } },
  search: ({ prefers }) => ({
    spec: {
      name: 'readers-writers',
      components: [
        { name: 'lock', machine: lock, input: { prefers } },
        { name: 'reader1', machine: reader, environment },
        { name: 'reader2', machine: reader, environment },
        { name: 'writer', machine: writer, environment },
      ],
    },
    properties: [
      {
        id: 'exclusion',
        sentence: 'Nobody reads while the writer writes',
        source: 'Courtois, Heymans and Parnas, Concurrent control with readers and writers, 1971',
        checks: ['reader1', 'reader2'].map((name) => ({
          kind: 'always' as const,
          what: { of: [name, 'writer'], is: (one, other) => one.value !== 'inside' || other.value !== 'inside' },
        })),
      },
      {
        id: 'no-starvation',
        sentence: 'A writer that wants to write does so at last',
        checks: [{ kind: 'leadsTo', from: takes('writer', 'WANT'), to: enters('writer', 'inside'), fair: 'all' }],
      },
      witness('shared', 'Two read at once', 'readers share', enters('reader2', 'inside'), {}),
      {
        id: 'writes-alone',
        sentence: 'The writer can write',
        checks: [{ kind: 'sometimes', what: enters('writer', 'inside'), while: inState('reader1', 'wanting') }],
      },
    ],
  }),
});

export default defineStudy({ name: 'Readers and writers', machines: '', systems: [readersWriters] });
