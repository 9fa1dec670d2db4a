import { setup } from 'xstate';
import type { Send } from '../vocabulary.ts';

/** What the startd tells its starter, and the last two, what the starter does by itself. */
export type StarterEvent =
  | { type: 'START' }
  | { type: 'SUSPEND' }
  | { type: 'CONTINUE' }
  | { type: 'RETIRE' }
  | { type: 'VACATE' }
  | { type: 'KILL' }
  | { type: 'DEACTIVATE' }
  | { type: 'STARTD_DIES' }
  | { type: 'FINAL_UPDATE' }
  | { type: 'EXIT' };

/**
 * A claim's starter as far as the startd sees it: a process that is there or not, its last message, and its exit
 * status. Where there is none, the startd goes on at once as if it had just been reaped.
 */
export const starterMachine = setup({
  types: {} as { events: StarterEvent },
  actions: { send: (_, _params: Send) => {} },
}).createMachine({
  id: 'starter',
  description: 'The starter of a claim (Starter.cpp of the startd)',
  initial: 'none',
  on: { SUSPEND: {}, CONTINUE: {}, RETIRE: {}, DEACTIVATE: {}, STARTD_DIES: {} },
  states: {
    none: {
      description: 'No starter: not started, or reaped',
      on: {
        START: {
          target: 'alive.running',
          description: 'Claim::spawnStarter()',
          actions: [{ type: 'send', params: { to: 'claim', message: { type: 'ACTIVATE_CLAIM' } } }],
        },
        RETIRE: {
          description: 'ResState::enter_action(): no job to wait for',
          actions: [{ type: 'send', params: { to: 'slot', message: { type: 'NOTHING_TO_RETIRE' } } }],
        },
        VACATE: {
          description: 'ResState::enter_action(): nothing to vacate, Resource::leave_preempting_state()',
          actions: [{ type: 'send', params: { to: 'heldClaim', message: { type: 'STARTER_GONE' } } }],
        },
        KILL: {
          description: 'ResState::enter_action(): nothing to kill, Resource::leave_preempting_state()',
          actions: [{ type: 'send', params: { to: 'heldClaim', message: { type: 'STARTER_GONE' } } }],
        },
      },
    },
    alive: {
      description: 'The process is there',
      initial: 'running',
      on: {
        VACATE: { target: '.vacating', description: 'Starter::killSoft(): the job may checkpoint' },
        DEACTIVATE: { target: '.vacating', description: 'Claim::starterVacateJob()' },
        KILL: { target: '.killed', description: 'Starter::killHard()' },
        STARTD_DIES: { target: 'orphaned', description: 'Nobody tells it anything any more' },
        EXIT: {
          target: 'none',
          description: 'Claim::starterExited(): it is reaped',
          actions: [
            { type: 'send', params: { to: 'claim', message: { type: 'STARTER_EXITS' } } },
            { type: 'send', params: { to: 'heldClaim', message: { type: 'STARTER_GONE' } } },
          ],
        },
      },
      states: {
        running: {
          on: {
            SUSPEND: { target: 'suspended', description: 'Starter::suspend()' },
            FINAL_UPDATE: {
              target: 'cleaning',
              description: 'The job is done: the final update, the last message of a starter',
              actions: [{ type: 'send', params: { to: 'slot', message: { type: 'FINAL_UPDATE' } } }],
            },
          },
        },
        suspended: {
          on: {
            CONTINUE: { target: 'running', description: 'Starter::resume()' },
            FINAL_UPDATE: {
              target: 'cleaning',
              description: 'It had been sent before',
              actions: [{ type: 'send', params: { to: 'slot', message: { type: 'FINAL_UPDATE' } } }],
            },
          },
        },
        cleaning: { description: 'It tidies up, and exits' },
        vacating: { description: 'Told to stop gracefully; it escalates by itself' },
        killed: { description: 'Told to stop at once' },
      },
    },
    orphaned: {
      description: 'Its startd is gone, and its job runs on until it notices',
      on: {
        EXIT: {
          target: 'none',
          description: 'DaemonCore::check_parent(): its parent has gone, so it shuts down fast, and kills its job',
        },
      },
    },
  },
});
