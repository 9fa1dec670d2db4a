import { channel, defineStudy, defineSystem, enters, never, send, takes, witness } from 'claimcheck';
import { setup } from 'xstate';

/** Leader election in a ring, after Chang and Roberts, with channels that hold several messages. */

const types = {} as {
  context: { id: number };
  input: { id: number };
  events: { type: 'START' } | { type: 'ELECTION'; id: number };
};
const actions = { send: (_: unknown, _params: ReturnType<typeof send>['params']) => {} };
type Args = { context: { id: number }; event: { id: number } };

const guards = {
  isHigher: ({ context, event }: { context: { id: number }; event: object }) =>
    (event as { id: number }).id > context.id,
  isOwn: ({ context, event }: { context: { id: number }; event: object }) =>
    (event as { id: number }).id === context.id,
};
const ownId = send('next', ({ context }: Args) => ({ type: 'ELECTION', id: context.id }));
const pass = send('next', ({ event }: Args) => ({ type: 'ELECTION', id: event.id }));

const node = setup({ types, actions, guards }).createMachine({
  id: 'node',
  context: ({ input }) => ({ id: input.id }),
  initial: 'idle',
  states: {
    idle: {
      on: {
        START: { target: 'candidate', actions: ownId },
        ELECTION: [
          { guard: 'isHigher', target: 'candidate', actions: pass },
          { target: 'candidate', actions: ownId },
        ],
      },
    },
    candidate: {
      on: {
        ELECTION: [
          { guard: 'isOwn', target: 'leader' },
          { guard: 'isHigher', actions: pass },
          { description: 'a lower id ends here' },
        ],
      },
    },
    leader: { on: { ELECTION: {} } },
  },
});

const election = defineSystem({
  name: 'chang-roberts',
  sentence: 'Leader election in a ring of three, in each of the two orders',
  axes: { ring: { values: ['123', '132'], about: 'the ids in the order of the ring' } },
  search: ({ ring }) => {
    const ids = [...ring].map(Number);
    const after = (i: number) => `node${ids[(i + 1) % ids.length]}`;
    return {
      spec: {
        name: 'chang-roberts',
        components: ids.flatMap((id, i) => [
          {
            name: `node${id}`,
            machine: node,
            input: { id },
            ports: { next: `from${id}` },
            environment: [{ event: { type: 'START' } }],
          },
          channel({ name: `from${id}`, to: after(i), capacity: 3 }),
        ]),
      },
      properties: [
        {
          id: 'highest',
          sentence: 'Nobody but the node of the highest id is elected',
          source: 'Chang and Roberts, An improved algorithm for decentralized extrema-finding, 1979',
          checks: [...never(enters('node1', 'leader'), enters('node2', 'leader'))],
        },
        {
          id: 'elected',
          sentence: 'Once a node has started, a leader is elected',
          checks: [{ kind: 'leadsTo', from: takes('node1', 'START'), to: enters('node3', 'leader'), fair: 'all' }],
        },
        witness('leader', 'A leader is elected', 'the aim', enters('node3', 'leader')),
      ],
    };
  },
});

export default defineStudy({ name: 'Leader election', machines: '', systems: [election] });
