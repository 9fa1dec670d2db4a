import { assign, setup } from 'xstate';

type EnvironmentEvent = { type: 'STEP'; number: number; component: string; event: { type: string } };

interface Context {
  readonly step: number;
  /** What it has done last, and to whom. */
  readonly did: string | null;
}

/** Everything but the daemons: timers, users, the network's whims. It is told to take a step, and does something to someone. */
export const environmentMachine = setup({
  types: {} as { context: Context; events: EnvironmentEvent },
  actions: {
    remember: assign(({ event: { number, component, event } }) => ({
      step: number,
      did: `${component} ${event.type}`,
    })),
  },
}).createMachine({
  id: 'environment',
  description: 'Everything but the daemons: timers, users, the network',
  context: { step: 0, did: null },
  initial: 'acting',
  states: {
    acting: {
      description: 'It may do anything that is enabled',
      on: { STEP: { description: 'It does this to that component', actions: 'remember' } },
    },
  },
});
