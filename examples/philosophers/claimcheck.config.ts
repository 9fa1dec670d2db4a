import { defineStudy, defineSystem, enters, inState, send, witness } from 'claimcheck';
import { createMachine } from 'xstate';

/** Dining philosophers: each takes a fork, then another. They can come to a deadlock, unless the last takes them the other way round. */

const philosopher = createMachine({
  id: 'philosopher',
  initial: 'thinking',
  states: {
    thinking: { on: { SIT: { target: 'asking', actions: send('first', { type: 'TAKE' }) } } },
    asking: { on: { GRANTED: 'waiting', BUSY: 'thinking' } },
    waiting: { on: { REACH: { target: 'reaching', actions: send('second', { type: 'TAKE' }) } } },
    reaching: { on: { GRANTED: 'eating', BUSY: 'waiting' } },
    eating: {
      on: { LEAVE: { target: 'thinking', actions: [send('first', { type: 'PUT' }), send('second', { type: 'PUT' })] } },
    },
  },
});

const fork = createMachine({
  id: 'fork',
  initial: 'free',
  states: {
    free: { on: { TAKE: { target: 'taken', actions: send('sender', { type: 'GRANTED' }) } } },
    taken: { on: { TAKE: { actions: send('sender', { type: 'BUSY' }) }, PUT: 'free' } },
  },
});

const environment = ['SIT', 'REACH', 'LEAVE'].map((type) => ({ event: { type } }));

const philosophers = defineSystem({
  name: 'philosophers',
  sentence: 'Philosophers who share forks',
  axes: {
    seats: { values: [3, 4], about: 'how many sit at the table' },
    order: { values: ['symmetric', 'one reversed'], about: 'which fork is taken first' },
  },
  search: ({ seats, order }) => {
    const places = Array.from({ length: seats }, (_, i) => i);
    return {
      spec: {
        name: 'philosophers',
        components: [
          ...places.map((i) => {
            const forks = [`fork${i}`, `fork${(i + 1) % seats}`];
            const isReversed = order === 'one reversed' && i === seats - 1;
            const [first = '', second = ''] = isReversed ? forks.toReversed() : forks;
            return { name: `philosopher${i}`, machine: philosopher, ports: { first, second }, environment };
          }),
          ...places.map((i) => ({ name: `fork${i}`, machine: fork })),
        ],
      },
      properties: [
        { id: 'no-deadlock', sentence: 'Something can always happen', checks: [{ kind: 'deadlock' }] },
        witness('eats', 'A philosopher eats', 'they are not only thinking', enters('philosopher0', 'eating')),
        {
          id: 'neighbours',
          sentence: 'Neighbours never eat together',
          checks: places.map((i) => {
            const [one, other] = [
              inState(`philosopher${i}`, 'eating'),
              inState(`philosopher${(i + 1) % seats}`, 'eating'),
            ];
            return {
              kind: 'always' as const,
              what: { of: [...one.of, ...other.of], is: (a, b) => !(a.value === 'eating' && b.value === 'eating') },
            };
          }),
        },
      ],
    };
  },
});

export default defineStudy({ name: 'Dining philosophers', machines: '', systems: [philosophers] });
