import { and, assign, or, setup, stateIn } from 'xstate';
import type { Span } from '../periods.ts';
import type { Dprintf, Send } from '../vocabulary.ts';

/** What a starter's timers are set to, in the clock's units. */
export interface StarterPeriods {
  /** JobLeaseDuration. */
  readonly lease: number;
  /** STARTER_UPDATE_INTERVAL. */
  readonly update: number;
  /** How long a remote system call may take: STARTER_UPLOAD_TIMEOUT. */
  readonly syscall: Span;
  /** What a unit is worth, in seconds. */
  readonly unit: number;
}

interface Context extends StarterPeriods {
  /** How many ticks ago a system call returned: now − syscall_last_rpc_time. */
  readonly sinceRpc: number;
  /** How many ticks a call has lasted. */
  readonly waited: number | null;
  /** How many ticks the connection has been lost: now − syscall_sock_lost_time. */
  readonly lostFor: number | null;
  /** syscall_sock_lost_tid. */
  readonly leaseLeft: number | null;
}

export type JicShadowEvent =
  | { type: 'START_SYSCALL' }
  | { type: 'RETURNED' }
  | { type: 'SYSCALL_TIMEOUT' }
  | { type: 'CLOSED' }
  | { type: 'RECONNECT_JOB' }
  | { type: 'JOB_LEASE_TIMER' }
  | { type: 'IS_ANYTHING_DUE' }
  | { type: 'TICK' };

const lostConnection = ({ context: { sinceRpc, leaseLeft, unit } }: { context: Context }): Dprintf => ({
  text: `Lost connection to shadow, last activity was ${sinceRpc * unit} secs ago, waiting ${(leaseLeft ?? 0) * unit} secs for reconnect`,
});

/**
 * A starter whose job runs, as far as it needs its shadow: JICShadow (HEAD). It makes a remote system call at any moment, and
 * one every STARTER_UPDATE_INTERVAL, which is sooner than TCP would give the connection up: it finds out in a call that it is lost.
 * Without a connection it waits, for as long as the job's lease lasts from the last call that returned.
 */
export const jicShadowMachine = setup({
  types: {} as { context: Context; events: JicShadowEvent; input: StarterPeriods },
  actions: {
    send: (_, _params: Send) => {},
    dprintf: (_, _params: Dprintf) => {},
    startCall: assign({ waited: 0 }),
    hadContact: assign({ sinceRpc: 0, waited: null, lostFor: null, leaseLeft: null }),
    loseConnection: assign({
      waited: null,
      lostFor: 0,
      leaseLeft: ({ context }) => Math.max(0, context.lease - context.sinceRpc),
    }),
    stop: assign({ sinceRpc: 0, lostFor: null, leaseLeft: null }),
    count: assign({
      sinceRpc: ({ context }) => Math.min(context.sinceRpc + 1, Math.max(context.lease, context.update)),
      waited: ({ context }) => (context.waited === null ? null : context.waited + 1),
      lostFor: ({ context }) => (context.lostFor === null ? null : context.lostFor + 1),
      leaseLeft: ({ context }) => context.leaseLeft && context.leaseLeft - 1,
    }),
  },
  guards: {
    updateIsDue: and([stateIn('registered'), ({ context }) => context.sinceRpc >= context.update]),
    mayTimeOut: ({ context }) => context.waited !== null && context.waited >= context.syscall.earliest,
    mustTimeOut: ({ context }) => context.waited === context.syscall.latest,
    leaseIsOver: ({ context }) => context.leaseLeft === 0,
  },
}).createMachine({
  id: 'jicShadow',
  description: "The starter's end of the connection to its shadow (JICShadow, jic_shadow.cpp)",
  context: ({ input }) => ({ ...input, sinceRpc: 0, waited: null, lostFor: null, leaseLeft: null }),
  initial: 'registered',
  on: {
    IS_ANYTHING_DUE: [
      {
        guard: or(['updateIsDue', 'mustTimeOut', 'leaseIsOver']),
        description: 'The next update, the time-out of a call, or syscall_sock_lost_tid',
        actions: [{ type: 'send', params: { to: 'sender', message: { type: 'DUE' } } }],
      },
      { actions: [{ type: 'send', params: { to: 'sender', message: { type: 'NOTHING_DUE' } } }] },
    ],
    TICK: {
      description: 'A unit of time has passed',
      actions: ['count', { type: 'send', params: { to: 'sender', message: { type: 'TICKED' } } }],
    },
  },
  states: {
    registered: {
      description: 'Connected, as far as the starter knows',
      on: {
        START_SYSCALL: {
          target: 'inSyscall',
          description: 'updateShadow(): REMOTE_CONDOR_register_job_info(), at the latest; any other call before',
          actions: ['startCall', { type: 'send', params: { to: 'sock', message: { type: 'SYSCALL' } } }],
        },
        CLOSED: { description: 'RST: it finds out in its next call' },
        RECONNECT_JOB: {
          description: 'reconnect(): the shadow never heard that the last request was accepted',
          actions: [
            { type: 'dprintf', params: { text: 'Accepted request to reconnect from {shadow}' } },
            'hadContact',
            { type: 'send', params: { to: 'sender', message: { type: 'ACCEPTED' } } },
          ],
        },
      },
    },
    inSyscall: {
      description: 'Blocked: a call has been sent, and the starter reads its reply',
      on: {
        RETURNED: { target: 'registered', description: 'syscall_last_rpc_time', actions: 'hadContact' },
        SYSCALL_TIMEOUT: {
          guard: 'mayTimeOut',
          target: 'disconnected',
          description: 'ON_ERROR_RETURN → disconnect() → syscall_sock_disconnect(), 300 s after the call',
          actions: [
            'loseConnection',
            { type: 'dprintf', params: lostConnection },
            { type: 'send', params: { to: 'sock', message: { type: 'CLOSE' } } },
            { type: 'send', params: { to: 'sock', message: { type: 'LISTENS' } } },
          ],
        },
        CLOSED: {
          target: 'disconnected',
          description: 'ON_ERROR_RETURN → disconnect() → syscall_sock_disconnect(), at once',
          actions: [
            'loseConnection',
            { type: 'dprintf', params: lostConnection },
            { type: 'send', params: { to: 'sock', message: { type: 'LISTENS' } } },
          ],
        },
        RECONNECT_JOB: { description: 'DaemonCore does not run: the request waits for it, or not so long' },
      },
    },
    disconnected: {
      description: 'syscall_sock_disconnect(): the job runs on',
      on: {
        RECONNECT_JOB: {
          target: 'registered',
          description: 'reconnect() → syscall_sock_reconnect()',
          actions: [
            { type: 'dprintf', params: { text: 'Accepted request to reconnect from {shadow}' } },
            {
              type: 'dprintf',
              params: ({ context }) => ({
                text: `Recovered connection to shadow after ${(context.lostFor ?? 0) * context.unit} seconds`,
              }),
            },
            'hadContact',
            { type: 'send', params: { to: 'sender', message: { type: 'ACCEPTED' } } },
          ],
        },
        JOB_LEASE_TIMER: {
          guard: 'leaseIsOver',
          target: 'gone',
          description: 'job_lease_expired() → RemoteShutdownFast(): STARTER_EXIT_LOST_SHADOW_CONNECTION',
          actions: [
            {
              type: 'dprintf',
              params: ({ context }) => ({
                text: `No reconnect from shadow for ${(context.lostFor ?? 0) * context.unit} seconds, aborting job execution!`,
              }),
            },
            'stop',
          ],
        },
      },
    },
    gone: {
      description: 'The job is killed, and its starter gone',
      on: {
        TICK: { actions: [{ type: 'send', params: { to: 'sender', message: { type: 'TICKED' } } }] },
        RECONNECT_JOB: {
          description: 'command_locate_starter(): the startd knows of no such starter',
          actions: [{ type: 'send', params: { to: 'sender', message: { type: 'NOT_FOUND' } } }],
        },
      },
    },
  },
});
