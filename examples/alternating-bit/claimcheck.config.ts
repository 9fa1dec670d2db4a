import { channel, defineStudy, defineSystem, send, sends, takes, witness } from 'claimcheck';
import { assign, setup } from 'xstate';

/** The alternating-bit protocol over two channels that lose messages. */

interface Bit {
  readonly bit: number;
  /** How many values the bit has: 2, or 1, which is the mistake. */
  readonly values: number;
}
type Args = { context: Bit; event: { bit: number } };
const types = {} as {
  context: Bit;
  input: Pick<Bit, 'values'>;
  events: { type: 'NEXT' | 'RESEND' } | { type: 'ACK' | 'MESSAGE'; bit: number };
};
const isMine = ({ context, event }: { context: Bit; event: object }) => (event as { bit: number }).bit === context.bit;
const kit = setup({
  types,
  actions: {
    send: (_, _params: ReturnType<typeof send>['params']) => {},
    flip: assign({ bit: ({ context }) => (context.bit + 1) % context.values }),
  },
});
const context = ({ input }: { input: Pick<Bit, 'values'> }) => ({ bit: 0, values: input.values });

const message = send('there', ({ context: { bit } }: Args) => ({ type: 'MESSAGE', bit }));
const sender = kit.createMachine({
  id: 'sender',
  context,
  initial: 'ready',
  states: {
    ready: { on: { NEXT: { target: 'waiting', actions: message }, ACK: {} } },
    waiting: { on: { RESEND: { actions: message }, ACK: [{ guard: isMine, target: 'ready', actions: 'flip' }, {}] } },
  },
});

const acknowledge = send('back', ({ event: { bit } }: Args) => ({ type: 'ACK', bit }));
const receiver = kit.createMachine({
  id: 'receiver',
  context,
  on: {
    MESSAGE: [
      { guard: isMine, actions: ['flip', send('app', { type: 'DATA' }), acknowledge] },
      { actions: acknowledge },
    ],
  },
});

/** What the receiver hands over, it takes. */
const app = setup({}).createMachine({ id: 'app', on: { DATA: {} } });

const events = (...of: string[]) => of.map((type) => ({ event: { type } }));
const handsOver = sends('receiver', 'app', 'DATA');

const alternatingBit = defineSystem({
  name: 'alternating-bit',
  sentence: 'A sender and a receiver over channels that lose messages',
  axes: { values: { values: [2, 1], about: 'how many values the bit has' } },
  search: ({ values }) => ({
    spec: {
      name: 'alternating-bit',
      components: [
        { name: 'sender', machine: sender, input: { values }, environment: events('NEXT', 'RESEND') },
        channel({ name: 'there', to: 'receiver', lossy: true }),
        { name: 'receiver', machine: receiver, input: { values } },
        channel({ name: 'back', to: 'sender', lossy: true }),
        { name: 'app', machine: app },
      ],
    },
    properties: [
      {
        id: 'once',
        sentence: 'No message is handed over twice',
        source: 'Bartlett, Scantlebury and Wilkinson, A note on reliable full-duplex transmission, 1969',
        checks: [{ kind: 'neverAfter', what: handsOver, after: handsOver, forget: takes('sender', 'NEXT') }],
      },
      {
        id: 'known',
        sentence: 'The sender goes on only after its message has been handed over',
        checks: [
          {
            kind: 'onlyAfter',
            what: ({ component, from, to }) =>
              component === 'sender' && from.snapshot.value === 'waiting' && to.snapshot.value === 'ready',
            after: [handsOver],
            forget: takes('sender', 'NEXT'),
          },
        ],
      },
      {
        id: 'arrives',
        sentence: 'A message is handed over at last, if from some time on none is lost',
        checks: [
          {
            kind: 'leadsTo',
            from: takes('sender', 'NEXT'),
            to: handsOver,
            only: (_, { type }) => type !== 'LOSE',
            fair: 'all',
          },
        ],
      },
      witness('lost', 'A message is lost', 'the channels lose', takes('there', 'LOSE')),
    ],
  }),
});

export default defineStudy({ name: 'The alternating-bit protocol', machines: '', systems: [alternatingBit] });
