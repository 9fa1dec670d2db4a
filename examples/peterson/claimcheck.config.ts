import { defineStudy, defineSystem, isIn, where, witness, enters } from 'claimcheck';
import { assign, setup } from 'xstate';

/** Peterson's algorithm for two processes, as one parallel machine: a study of a single component. */

type Who = 'one' | 'two';
interface Shared {
  readonly wants: { readonly one: boolean; readonly two: boolean };
  readonly turn: Who;
  /** To whom a process gives the turn: `other`, as Peterson says, or itself, which is the mistake. */
  readonly givesTo: 'other' | 'itself';
}

const types = {} as { context: Shared; input: Pick<Shared, 'givesTo'> };
const otherThan = { one: 'two', two: 'one' } as const;

const kit = setup({
  types,
  actions: {
    want: assign({ wants: ({ context }, me: Who) => ({ ...context.wants, [me]: true }) }),
    giveTurn: assign({ turn: ({ context }, me: Who) => (context.givesTo === 'other' ? otherThan[me] : me) }),
    leave: assign({ wants: ({ context }, me: Who) => ({ ...context.wants, [me]: false }) }),
  },
  guards: {
    mayEnter: ({ context }, me: Who) => !context.wants[otherThan[me]] || context.turn === me,
  },
});

const processCalled = (me: Who) =>
  kit.createStateConfig({
    initial: 'idle',
    states: {
      idle: { on: { [`${me}.ask`]: { target: 'asking', actions: { type: 'want', params: me } } } },
      asking: { on: { [`${me}.give`]: { target: 'waiting', actions: { type: 'giveTurn', params: me } } } },
      waiting: { on: { [`${me}.enter`]: { target: 'critical', guard: { type: 'mayEnter', params: me } } } },
      critical: { on: { [`${me}.leave`]: { target: 'idle', actions: { type: 'leave', params: me } } } },
    },
  });

const machine = kit.createMachine({
  id: 'peterson',
  context: ({ input }) => ({ wants: { one: false, two: false }, turn: 'one', givesTo: input.givesTo }),
  type: 'parallel',
  states: { one: processCalled('one'), two: processCalled('two') },
});

const environment = ['one', 'two'].flatMap((me) =>
  ['ask', 'give', 'enter', 'leave'].map((does) => ({ event: { type: `${me}.${does}` } })),
);

const peterson = defineSystem({
  name: 'peterson',
  sentence: 'Two processes that exclude each other by two flags and a turn',
  axes: { givesTo: { values: ['other', 'itself'], about: 'to whom a process gives the turn' } },
  search: ({ givesTo }) => {
    const component = { name: 'peterson', machine, input: { givesTo }, environment };
    return {
      spec: { name: 'peterson', components: [component] },
      properties: [
        {
          id: 'exclusion',
          sentence: 'The two are never in the critical section together',
          source: 'G. L. Peterson, Myths about the mutual exclusion problem, 1981',
          checks: [
            { kind: 'always', what: where(component, (at) => !isIn(at, 'one.critical') || !isIn(at, 'two.critical')) },
          ],
        },
        witness(
          'enters',
          'A process enters the critical section',
          'exclusion is not empty',
          enters('peterson', 'two.critical'),
        ),
      ],
    };
  },
});

export default defineStudy({ name: "Peterson's algorithm", machines: '', systems: [peterson] });
