import { and, assign, enqueueActions, or, setup, stateIn } from 'xstate';
import type { Span } from '../periods.ts';
import type { Dprintf, Send } from '../vocabulary.ts';

/** What a shadow's timers are set to, in the clock's units. */
export interface ShadowPeriods {
  /** JobLeaseDuration. */
  readonly lease: number;
  /** nextReconnectDelay(), by the attempts that have failed; the last is for all that follow. */
  readonly delays: readonly Span[];
  /** locateStarter(): how long an attempt may take. */
  readonly attempt: Span;
  /** What a unit is worth, in seconds. */
  readonly unit: number;
  /** Before 790c023135 (HTCONDOR-3388) a reply that is lost was an error of communication like any other. */
  readonly retriesLostReply: boolean;
}

interface Context extends ShadowPeriods {
  /** How many ticks ago the starter called: now − last_job_lease_renewal. */
  readonly sinceContact: number;
  /** reconnect_attempts, up to where the delay grows no more. */
  readonly attempts: number;
  /** How many ticks the shadow has waited for the next attempt, or for the end of this one. */
  readonly waited: number | null;
}

export type RemoteResourceEvent =
  | { type: 'SYSCALL' }
  | { type: 'CLOSED' }
  | { type: 'RECONNECT_TIMER' }
  | { type: 'ACCEPTED' }
  | { type: 'NOT_FOUND' }
  | { type: 'CONNECT_FAILED' }
  | { type: 'REPLY_LOST' }
  | { type: 'CONNECT_TIMEOUT' }
  | { type: 'IS_ANYTHING_DUE' }
  | { type: 'TICK' };

const schedulingAnother = ({ context }: { context: Context }): Dprintf => {
  const remaining = (context.lease - context.sinceContact) * context.unit;
  const delay = Math.min(context.delays[context.attempts]?.seconds ?? 0, remaining);
  return { text: `Scheduling another attempt to reconnect in ${delay} seconds` };
};

const base = setup({
  types: {} as { context: Context; events: RemoteResourceEvent; input: ShadowPeriods },
  actions: {
    send: (_, _params: Send) => {},
    dprintf: (_, _params: Dprintf) => {},
    hadContact: assign({ sinceContact: 0, attempts: 0, waited: null }),
    startWaiting: assign({ waited: 0 }),
    countAttempt: assign({
      attempts: ({ context }) => Math.min(context.attempts + 1, context.delays.length - 1),
      waited: 0,
    }),
    stop: assign({ sinceContact: 0, attempts: 0, waited: null }),
    count: assign({
      sinceContact: ({ context }) => Math.min(context.sinceContact + 1, context.lease),
      waited: ({ context }) => (context.waited === null ? null : context.waited + 1),
    }),
  },
  guards: {
    givesUpForReply: ({ context }) => !context.retriesLostReply,
    leaseIsOver: ({ context }) => context.sinceContact >= context.lease,
    delayMayBeOver: ({ context }) =>
      context.sinceContact >= context.lease ||
      (context.waited ?? 0) >= (context.delays[context.attempts]?.earliest ?? 0),
    delayIsOver: ({ context }) =>
      context.sinceContact >= context.lease || (context.waited ?? 0) >= (context.delays[context.attempts]?.latest ?? 0),
    mayTimeOut: ({ context }) => (context.waited ?? 0) >= context.attempt.earliest,
    mustTimeOut: ({ context }) => (context.waited ?? 0) >= context.attempt.latest,
    isWaiting: stateIn({ reconnecting: 'waiting' }),
    isAttempting: stateIn({ reconnecting: 'attempting' }),
  },
}).extend<{ logTooLong: undefined }>({
  actions: {
    logTooLong: enqueueActions(({ enqueue }) => {
      const text = 'Reconnect FAILED: Job disconnected too long: JobLeaseDuration ({lease} seconds) expired';
      enqueue({ type: 'dprintf', params: { text } });
    }),
  },
});

/**
 * A shadow whose job runs, as far as it needs the starter: RemoteResource (HEAD). When the connection is lost it asks for the
 * starter again and again, for as long as the job's lease lasts from the last call.
 */
export const remoteResourceMachine = base.createMachine({
  id: 'remoteResource',
  description: "The shadow's end of the connection to its starter (RemoteResource, remoteresource.cpp)",
  context: ({ input }) => ({ ...input, sinceContact: 0, attempts: 0, waited: null }),
  initial: 'executing',
  on: {
    IS_ANYTHING_DUE: [
      {
        guard: or([and(['isWaiting', 'delayIsOver']), and(['isAttempting', 'mustTimeOut'])]),
        description: 'next_reconnect_tid, or the deadline of an attempt',
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
    executing: {
      description: 'RR_EXECUTING: connected, as far as the shadow knows',
      on: {
        SYSCALL: {
          description: 'handleSysCalls(): hadContact()',
          actions: ['hadContact', { type: 'send', params: { to: 'sender', message: { type: 'RETURN' } } }],
        },
        CLOSED: [
          {
            guard: 'leaseIsOver',
            target: 'gone',
            description: 'reconnect(): no lease remains',
            actions: [
              { type: 'dprintf', params: { text: 'Can no longer talk to condor_starter {starter}' } },
              { type: 'dprintf', params: { text: 'JobLeaseDuration remaining: EXPIRED!' } },
              'logTooLong',
              'stop',
            ],
          },
          {
            target: 'reconnecting',
            description: 'disconnectClaimSock() → reconnect(): the first attempt at once',
            actions: [
              { type: 'dprintf', params: { text: 'Can no longer talk to condor_starter {starter}' } },
              { type: 'dprintf', params: { text: 'Trying to reconnect to disconnected job' } },
            ],
          },
        ],
      },
    },
    reconnecting: {
      description: 'RR_RECONNECT',
      initial: 'waiting',
      states: {
        waiting: {
          description: 'For the next attempt, or for the end of the lease if that comes before',
          on: {
            RECONNECT_TIMER: {
              guard: 'delayMayBeOver',
              target: 'attempting',
              description: 'attemptReconnect()',
              actions: [
                'countAttempt',
                { type: 'dprintf', params: { text: 'Attempting to locate disconnected starter' } },
                { type: 'send', params: { to: 'sock', message: { type: 'RECONNECT_JOB' } } },
              ],
            },
          },
        },
        attempting: {
          description: 'locateReconnectStarter(), requestReconnect()',
          on: {
            ACCEPTED: {
              target: '#remoteResource.executing',
              description: 'resourceReconnected()',
              actions: [
                { type: 'dprintf', params: { text: 'Reconnect SUCCESS: connection re-established' } },
                'hadContact',
              ],
            },
            NOT_FOUND: {
              target: '#remoteResource.gone',
              description: 'CA_FAILURE: the starter is gone, and the job with it',
              actions: [
                {
                  type: 'dprintf',
                  params: { text: 'Reconnect FAILED: Job not found at execution machine' },
                },
                'stop',
              ],
            },
            REPLY_LOST: [
              {
                guard: 'givesUpForReply',
                target: '#remoteResource.gone',
                description:
                  'requestReconnect(): CA_REPLY_COMMUNICATION_ERROR is not one of the errors that are tried again',
                actions: [
                  {
                    type: 'dprintf',
                    params: { text: 'starter returned unexpected error ReplyCommunicationError for reconnect' },
                  },
                  { type: 'dprintf', params: { text: 'Reconnect FAILED: Starter sent bad reply to reconnect' } },
                  'stop',
                ],
              },
              {
                guard: 'leaseIsOver',
                target: '#remoteResource.gone',
                description: 'CA_COMMUNICATION_ERROR → reconnect(): no lease remains',
                actions: [
                  { type: 'dprintf', params: { text: 'JobLeaseDuration remaining: EXPIRED!' } },
                  'logTooLong',
                  'stop',
                ],
              },
              {
                target: 'waiting',
                description: 'CA_COMMUNICATION_ERROR → reconnect()',
                actions: [{ type: 'dprintf', params: schedulingAnother }, 'startWaiting'],
              },
            ],
            CONNECT_FAILED: [
              {
                guard: 'leaseIsOver',
                target: '#remoteResource.gone',
                description: 'CA_CONNECT_FAILED → reconnect(): no lease remains',
                actions: [
                  { type: 'dprintf', params: { text: 'JobLeaseDuration remaining: EXPIRED!' } },
                  'logTooLong',
                  'stop',
                ],
              },
              {
                target: 'waiting',
                description: 'CA_CONNECT_FAILED → reconnect()',
                actions: [{ type: 'dprintf', params: schedulingAnother }, 'startWaiting'],
              },
            ],
            CONNECT_TIMEOUT: [
              {
                guard: and(['mayTimeOut', 'leaseIsOver']),
                target: '#remoteResource.gone',
                description: 'After 20 s: CA_CONNECT_FAILED → reconnect(): no lease remains',
                actions: [
                  { type: 'dprintf', params: { text: 'JobLeaseDuration remaining: EXPIRED!' } },
                  'logTooLong',
                  { type: 'send', params: { to: 'sock', message: { type: 'GIVE_UP_ATTEMPT' } } },
                  'stop',
                ],
              },
              {
                guard: 'mayTimeOut',
                target: 'waiting',
                description: 'After 20 s: CA_CONNECT_FAILED → reconnect()',
                actions: [
                  { type: 'dprintf', params: schedulingAnother },
                  { type: 'send', params: { to: 'sock', message: { type: 'GIVE_UP_ATTEMPT' } } },
                  'startWaiting',
                ],
              },
            ],
          },
        },
      },
    },
    gone: {
      description: 'evictJob(JOB_SHOULD_REQUEUE): the job will run again from its beginning',
      on: {
        TICK: { actions: [{ type: 'send', params: { to: 'sender', message: { type: 'TICKED' } } }] },
      },
    },
  },
});
