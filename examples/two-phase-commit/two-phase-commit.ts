import { assign, setup } from 'xstate';
import type { Check, ComponentSpec, Message, Property, SystemSpec } from 'claimcheck';

/**
 * Two-phase commit, after Gray and Lamport, "Consensus on Transaction Commit" (2006): resource managers that prepare or
 * abort, a transaction manager that decides. Messages are never lost, and may arrive at any time, and again.
 */
const actions = { send: (_: unknown, _params: { to: string; message: Message }) => {} };
const post = (to: string) => ({ type: 'send' as const, params: { to, message: { type: 'POST' } } });

const resourceManager = setup({ actions }).createMachine({
  id: 'resourceManager',
  initial: 'working',
  on: { COMMIT: '.committed', ABORT: '.aborted' },
  states: {
    working: { on: { PREPARE: { target: 'prepared', actions: post('prepared') }, GIVE_UP: 'aborted' } },
    prepared: {},
    committed: {},
    aborted: {},
  },
});

/** Notes who is prepared, a bit each. */
const transactionManager = setup({
  types: {} as { context: { everybody: number; prepared: number }; input: number; events: Message },
  actions: {
    ...actions,
    note: assign({ prepared: ({ context, event }) => context.prepared | (1 << (event['manager'] as number)) }),
  },
  guards: { allPrepared: ({ context }) => context.prepared === context.everybody },
}).createMachine({
  id: 'transactionManager',
  context: ({ input }) => ({ everybody: 2 ** input - 1, prepared: 0 }),
  initial: 'deciding',
  on: { PREPARED: {} },
  states: {
    deciding: {
      on: {
        PREPARED: { actions: 'note' },
        DECIDE_COMMIT: { guard: 'allPrepared', target: 'decided', actions: post('commit') },
        DECIDE_ABORT: { target: 'decided', actions: post('abort') },
      },
    },
    decided: {},
  },
});

const deliver = {
  type: 'send' as const,
  params: ({ event }: { event: Message }) => ({ to: `${event['to']}`, message: event['says'] as Message }),
};

/** A message that once posted is there for ever; the environment delivers it, to whom it likes. */
const letter = setup({ types: {} as { events: Message }, actions }).createMachine({
  id: 'letter',
  initial: 'unsent',
  states: { unsent: { on: { POST: 'posted' } }, posted: { on: { DELIVER: { actions: deliver } } } },
});

const names = (managers: number) => Array.from({ length: managers }, (_, i) => `manager${i + 1}`);
const events = (...types: string[]) => types.map((type) => ({ event: { type } }));

function letterTo(receivers: readonly string[], name: string, says: Message): ComponentSpec {
  const ports = Object.fromEntries(receivers.map((to) => [to, to]));
  const environment = receivers.map((to) => ({ event: { type: 'DELIVER', to, says } }));
  return { name, process: name, machine: letter, ports, environment };
}

function manager(name: string, i: number): ComponentSpec[] {
  const ports = { prepared: `${name}.prepared` };
  const environment = events('PREPARE', 'GIVE_UP');
  const own = { name, process: name, machine: resourceManager, ports, environment };
  return [own, letterTo(['transaction'], ports.prepared, { type: 'PREPARED', manager: i })];
}

export function twoPhaseCommit(managers: number): SystemSpec {
  const wiring = { ports: { commit: 'commit', abort: 'abort' }, environment: events('DECIDE_COMMIT', 'DECIDE_ABORT') };
  const transaction = { name: 'transaction', machine: transactionManager, input: managers, ...wiring };
  const decisions = ['commit', 'abort'].map((name) => letterTo(names(managers), name, { type: name.toUpperCase() }));
  const components = [{ process: 'transaction', ...transaction }, ...decisions, ...names(managers).flatMap(manager)];
  return { name: 'two-phase commit', components };
}

const never = (one: string, is: string, other: string, was: string): Check => ({
  kind: 'never',
  what: ({ component, to }) => component === one && to.snapshot.value === is,
  while: { component: other, is: ({ value }) => value === was },
});

export function agreement(managers: number): Property {
  const checks = names(managers).flatMap((one) =>
    names(managers).flatMap((other) => [
      never(one, 'committed', other, 'aborted'),
      never(one, 'aborted', other, 'committed'),
    ]),
  );
  return { id: 'agreement', sentence: 'No two resource managers decide differently', source: 'section 2', checks };
}
