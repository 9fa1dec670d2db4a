import type { ComponentSpec } from '../../src/checker/index.ts';
import { clockMachine } from '../environment/clock.ts';

/** What the environment may do to a component, where the events carry nothing. */
export const events = (...types: readonly string[]) => types.map((type) => ({ event: { type } }));

/** The clock of a system, for those of its components that keep time. */
export const clockOf = (timed: readonly string[]): ComponentSpec => ({
  name: 'clock',
  process: 'time',
  machine: clockMachine,
  input: { timed },
  ports: Object.fromEntries(timed.map((name) => [name, name])),
  environment: events('TICK'),
});
