import { and, assign, enqueueActions, not, or, raise, setup, stateIn } from 'xstate';
import { type ClaimContext, type ClaimEvent, type ClaimInput, countDown, reset } from './claim-context.ts';
import type { Dprintf, Send } from '../vocabulary.ts';
import { UNKNOWN_CLAIM } from '../vocabulary.ts';

/** The lines that a claim prints in several places. */
type Lines = Record<'logConnectHandler' | 'logConnectFailed' | 'logReplyHandler', undefined> &
  Record<'logReply' | 'logResponseProblem' | 'logKeepAlive', undefined>;

const base = setup({
  types: {} as { context: ClaimContext; events: ClaimEvent; input: ClaimInput },
  actions: {
    send: (_, _params: Send) => {},
    dprintf: (_, _params: Dprintf) => {},
    /** Claim::vacate(): a word for the schedd; nothing where a claim's deletion is not modelled. */
    vacate: enqueueActions(() => {}),
    useFirst: assign({ sock: 'first' }),
    useSecond: assign({ sock: 'second' }),
    clearSock: assign({ sock: null }),
    keepReply: assign(({ event }) =>
      event.type === 'GOT' && event.item.kind === 'int' ? { reply: event.item.value } : {},
    ),
    forgetReply: assign({ reply: null }),
    countRound: assign({ roundsLeft: ({ context }) => context.roundsLeft && context.roundsLeft - 1 }),
    setAliveTimer: assign(({ context }) => reset(context, 'alive', 'aliveInterval')),
    setAliveTimerToRetry: assign(({ context }) => reset(context, 'alive', 'retry')),
    stopAliveTimer: assign(({ context }) => reset(context, 'alive', null)),
    setLeaseTimer: assign(({ context }) => reset(context, 'lease', 'lease')),
    stopLeaseTimer: assign(({ context }) => reset(context, 'lease', null)),
    setDeadline: assign(({ context }) => reset(context, 'deadline', 'attempt')),
    clearDeadline: assign(({ context }) => reset(context, 'deadline', null)),
    /** 2011 never does; HEAD has no deadline for the reply (measured). */
    clearDeadlineOfConnect: assign(({ context }) =>
      context.revision === '2011' ? {} : reset(context, 'deadline', null),
    ),
    countDown: assign({
      timers: ({ context: { timers } }) => ({
        alive: countDown(timers.alive),
        lease: countDown(timers.lease),
        deadline: countDown(timers.deadline),
      }),
    }),
    renewed: raise({ type: 'RENEWED' }),
    disowned: raise({ type: 'DISOWNED' }),
    /** The write of the member c_alive_inprogress_sock. */
    sockCleared: raise({ type: 'SOCK_CLEARED' }),
    leaseExpired: raise({ type: 'LEASE_EXPIRED' }),
  },
  guards: {
    isClaimed: stateIn({ lifecycle: 'claimed' }),
    /** Claim::sendAlive(): c_starter_handles_alives && isActive() */
    starterRefreshes: and([({ context }) => context.starterHandlesAlives, stateIn({ lifecycle: { claimed: 'busy' } })]),
    clearsSockLast: ({ context }) => context.clearsSockFirst === false,
    deletionIsModelled: ({ context }) => context.clearsSockFirst !== null,
    hasRoundsLeft: ({ context }) => context.roundsLeft !== 0,
    isTimed: ({ context }) => context.periods !== null,
    aliveTimerIsDue: ({ context }) => !context.periods || context.timers.alive === 0,
    leaseTimerIsDue: ({ context }) => !context.periods || context.timers.lease === 0,
    deadlineIsDue: ({ context }) => !context.periods || context.timers.deadline === 0,
    aTimerIsDue: ({ context: { timers } }) => [timers.alive, timers.lease, timers.deadline].includes(0),
    isBlocked: stateIn({ keepAlive: 'startingCommand' }),
    isConnected: stateIn({ keepAlive: 'connected' }),
    holdsSock: ({ context }) => context.sock !== null,
    mayDie: ({ context }) => context.sock !== null || context.diesAtAnyTime,
    diesAtAnyTime: ({ context }) => context.diesAtAnyTime,
    hasSession: ({ context }) => context.path === 'auth',
    /** 2011: nobody clears the deadline that the socket was given for its connect. HEAD has none for the reply (measured). */
    deadlineOutlivesConnect: ({ context }) => context.revision === '2011',
    ready: ({ event }) => event.type === 'READY' && event.ready,
    succeeded: ({ event }) => event.type === 'EOM' && event.result,
    isUnknownClaim: ({ context }) => context.reply === UNKNOWN_CLAIM,
  },
}).extend<{ tellSock: Send['message']; tellSlot: Dprintf & { type: string } } & Lines>({
  actions: {
    /** The connection of the ALIVE in flight. */
    tellSock: enqueueActions(({ context, enqueue }, message) => {
      enqueue({ type: 'send', params: { to: context.sock ?? '', message } });
    }),
    /** How the claim ends: its line; where a slot holds it, a word for the slot, whose line it is. */
    tellSlot: enqueueActions(({ enqueue }, { text }) => {
      enqueue({ type: 'dprintf', params: { text } });
    }),
    logConnectHandler: enqueueActions(({ enqueue }) => {
      enqueue({ type: 'dprintf', params: { text: '{slot}: In Claim::sendAliveConnectHandler id {claim}' } });
    }),
    logConnectFailed: enqueueActions(({ enqueue }) => {
      enqueue({ type: 'dprintf', params: { text: '{slot}: Failed to connect to schedd {peer}' } });
    }),
    logReplyHandler: enqueueActions(({ enqueue }) => {
      enqueue({ type: 'dprintf', params: { text: 'Calling Handler <Alive to schedd {peer}> (3)' } });
    }),
    logReply: enqueueActions(({ context: { reply }, enqueue }) => {
      const text = `{slot}: Received Alive response of ${reply} from schedd {peer} job {job}`;
      enqueue({ type: 'dprintf', params: { text } });
    }),
    logResponseProblem: enqueueActions(({ enqueue }) => {
      enqueue({ type: 'dprintf', params: { text: '{slot}: Response problem from schedd {peer} on ALIVE job {job}.' } });
    }),
    logKeepAlive: enqueueActions(({ enqueue }) => {
      enqueue({ type: 'dprintf', params: { text: '{slot}: Keep alive for ClaimId {claim} job {job} sent to schedd' } });
    }),
  },
});

/**
 * A claim as the startd keeps it (claim.cpp, October 2011 and HEAD): its lifecycle, its lease timer and its keep-alive, side by
 * side. The keep-alive outlives the claim: a reply to an ALIVE in flight is processed whatever has become of the claim.
 *
 * Timed, it is told of every TICK of a clock, and a timer fires when it is due; untimed, whenever it runs. The transitions are
 * the same, but for the connect: a timed claim's goes by a link, which says when it is CONNECTED.
 *
 * "Claim removed" in the sense of ticket #2563 is the state `lifecycle.disowned` alone; the other ends are separate.
 */
export const claimMachine = base.createMachine({
  id: 'claim',
  description: 'A claim as the startd keeps it (claim.cpp)',
  context: ({ input }) => ({
    path: input.path,
    revision: input.revision ?? '2011',
    sock: null,
    reply: null,
    roundsLeft: input.rounds ?? null,
    starterHandlesAlives: input.starterHandlesAlives ?? false,
    clearsSockFirst: input.clearsSockFirst ?? null,
    diesAtAnyTime: input.diesAtAnyTime ?? false,
    periods: input.periods ?? null,
    timers: { alive: null, lease: null, deadline: null },
  }),
  type: 'parallel',
  on: {
    IS_ANYTHING_DUE: [
      {
        guard: and([or(['aTimerIsDue', 'isConnected']), not('isBlocked')]),
        description:
          'A timer to serve, or a connection to go on with; but not while the handler blocks in startCommand()',
        actions: [{ type: 'send', params: { to: 'sender', message: { type: 'DUE' } } }],
      },
      { actions: [{ type: 'send', params: { to: 'sender', message: { type: 'NOTHING_DUE' } } }] },
    ],
    TICK: {
      description: 'A unit of time has passed',
      actions: ['countDown', { type: 'send', params: { to: 'sender', message: { type: 'TICKED' } } }],
    },
    ACTIVATE_CLAIM: { description: 'A claim that came after this one runs its job' },
    STARTER_EXITS: { description: 'The starter of a claim that has ended' },
    SCHEDD_CLOSED_CLAIM: { description: 'The claim had ended before' },
  },
  states: {
    keepAlive: {
      description: 'c_sendalive_tid and c_alive_inprogress_sock: one ALIVE in flight at the most',
      initial: 'off',
      on: {
        ALIVE_TIMER: {
          guard: 'starterRefreshes',
          description: 'Claim::sendAlive() with an ALIVE still in flight: alive() all the same (#4491)',
          actions: 'renewed',
        },
        STARTD_DIES: [
          {
            target: '.off',
            guard: 'holdsSock',
            description: 'The kernel closes the socket; what had not left is never sent',
            actions: [{ type: 'tellSock', params: { type: 'DIE' } }, 'clearSock'],
          },
          { target: '.off', guard: 'diesAtAnyTime', description: 'No ALIVE is in flight' },
        ],
        DELETE: [
          {
            target: '.off',
            guard: 'holdsSock',
            description: 'Claim::~Claim(): the alive timer and the socket of an ALIVE in flight are cancelled',
            actions: [{ type: 'tellSock', params: { type: 'CLOSE' } }, 'clearSock'],
          },
          { target: '.off', description: 'Claim::~Claim(): cancelLeaseTimer() cancels the alive timer as well' },
        ],
      },
      states: {
        off: {
          on: {
            REQUEST_CLAIM: { target: 'waiting', description: 'Claim::startLeaseTimer()', actions: 'setAliveTimer' },
          },
        },
        waiting: {
          description: 'No ALIVE in flight; the alive timer runs',
          initial: 'aThirdOfTheLease',
          on: {
            ALIVE_TIMER: [
              {
                guard: and(['isTimed', 'isClaimed', 'hasRoundsLeft', not('starterRefreshes'), 'aliveTimerIsDue']),
                target: 'connecting',
                description: 'Claim::sendAlive(): non-blocking connect, timeout max(20, lease/3 - 3)',
                actions: [
                  'countRound',
                  'stopAliveTimer',
                  'setDeadline',
                  { type: 'dprintf', params: { text: '{slot}: Sending alive to schedd {peer}...' } },
                  'useFirst',
                  { type: 'send', params: { to: 'first', message: { type: 'CONNECT', caller: 'claim' } } },
                ],
              },
              {
                guard: and([not('isTimed'), 'isClaimed', 'hasRoundsLeft', not('starterRefreshes')]),
                target: 'connecting',
                description: 'Claim::sendAlive(): non-blocking connect, timeout max(20, lease/3 - 3)',
                actions: [
                  'countRound',
                  { type: 'dprintf', params: { text: '{slot}: Sending alive to schedd {peer}...' } },
                ],
              },
              {
                guard: and(['starterRefreshes', 'aliveTimerIsDue']),
                target: '.aThirdOfTheLease',
                description: 'Claim::sendAlive(): a starter runs, so alive() and no connection (#4491)',
                actions: ['setAliveTimer', 'renewed'],
              },
            ],
          },
          states: {
            aThirdOfTheLease: { description: 'The timer fires every lease/3' },
            fiveSeconds: { description: 'ALIVE_BAILOUT: every 5 s until the next success' },
          },
        },
        connecting: {
          description: 'Registered for the end of a non-blocking connect',
          on: {
            CONNECTED: {
              target: 'connected',
              description: 'The connect that a timed claim has begun is done',
              actions: 'clearDeadlineOfConnect',
            },
            ESTABLISHED: {
              target: 'takingFirst',
              guard: not('isTimed'),
              actions: [{ type: 'send', params: { to: 'first', message: { type: 'CONNECT', caller: 'claim' } } }],
            },
            BUSY: {
              target: 'bailingOut',
              description: 'Claim::sendAliveConnectHandler(): nobody listens, the connect is refused at once',
              actions: ['logConnectHandler', 'logConnectFailed'],
            },
            CONNECT_FAILED: {
              target: 'bailingOut',
              guard: 'deadlineIsDue',
              description: 'Claim::sendAliveConnectHandler(): !is_connected()',
              actions: ['logConnectHandler', 'logConnectFailed'],
            },
          },
        },
        takingFirst: {
          on: {
            CONNECTED: { target: 'connected', actions: 'useFirst' },
            BUSY: {
              target: 'takingSecond',
              description: 'The schedd still holds the first connection',
              actions: [{ type: 'send', params: { to: 'second', message: { type: 'CONNECT', caller: 'claim' } } }],
            },
          },
        },
        takingSecond: {
          on: {
            CONNECTED: { target: 'connected', actions: 'useSecond' },
            BUSY: { target: 'connecting', description: 'It holds both: the model has no third, the connect goes on' },
          },
        },
        connected: {
          description: 'Connected; the event loop has not come round to the handler yet',
          on: {
            SELECT: [
              {
                guard: 'hasSession',
                target: 'startingCommand',
                description:
                  'Claim::sendAliveConnectHandler(): startCommand(ALIVE), the authentication ad as a message',
                actions: [
                  'logConnectHandler',
                  {
                    type: 'tellSock',
                    params: {
                      type: 'PUT',
                      caller: 'claim',
                      items: [{ kind: 'command', name: 'ALIVE', authenticate: true }],
                    },
                  },
                ],
              },
              {
                target: 'sendingClaimId',
                description: 'Without negotiation the command int and the claim id are one message',
                actions: [
                  'logConnectHandler',
                  {
                    type: 'tellSock',
                    params: {
                      type: 'PUT',
                      caller: 'claim',
                      items: [{ kind: 'command', name: 'ALIVE', authenticate: false }, { kind: 'claimId' }],
                    },
                  },
                ],
              },
            ],
          },
        },
        startingCommand: {
          description: 'startCommand(ALIVE), timeout 20 s',
          on: {
            PUT_DONE: {
              target: 'sendingClaimId',
              description: 'put_secret(claimId), end_of_message(): in the same handler call',
              actions: [{ type: 'tellSock', params: { type: 'PUT', caller: 'claim', items: [{ kind: 'claimId' }] } }],
            },
            PUT_FAILED: {
              target: 'bailingOut',
              actions: [{ type: 'dprintf', params: { text: "{slot}: Couldn't send ALIVE to schedd at {peer}" } }],
            },
          },
        },
        sendingClaimId: {
          on: {
            PUT_DONE: {
              target: 'awaitingReply',
              actions: [
                {
                  type: 'dprintf',
                  params: { text: '{slot}: Leaving Claim::sendAliveConnectHandler success id {claim}' },
                },
              ],
            },
            PUT_FAILED: {
              target: 'bailingOut',
              actions: [
                {
                  type: 'dprintf',
                  params: { text: '{slot}: Failed to send Alive to schedd {peer} for job {job} id {claim}' },
                },
              ],
            },
          },
        },
        awaitingReply: {
          description: 'Registered for the reply',
          on: {
            SELECT: {
              description: 'The event loop comes round',
              actions: [{ type: 'tellSock', params: { type: 'SELECT', caller: 'claim' } }],
            },
            READY: [
              {
                guard: 'ready',
                target: 'readingReply',
                description: 'Claim::sendAliveResponseHandler(): timeout(1), rcv_int(reply, TRUE)',
                actions: ['logReplyHandler', { type: 'tellSock', params: { type: 'GET', caller: 'claim' } }],
              },
              { description: 'Nothing yet: back to the event loop' },
            ],
            REPLY_DEADLINE: {
              guard: and(['deadlineOutlivesConnect', 'deadlineIsDue']),
              target: 'readingReply',
              description: 'The deadline of the connect was never cleared: the handler is called with nothing to read',
              actions: ['logReplyHandler', { type: 'tellSock', params: { type: 'GET', caller: 'claim' } }],
            },
          },
        },
        readingReply: {
          description: 'Blocks in rcv_int()',
          on: {
            GOT: {
              target: 'endingReply',
              actions: ['keepReply', { type: 'tellSock', params: { type: 'END_OF_MESSAGE' } }],
            },
            GET_FAILED: {
              target: 'bailingOut',
              actions: 'logResponseProblem',
            },
          },
        },
        endingReply: {
          on: {
            EOM: [
              {
                guard: and(['succeeded', 'isUnknownClaim', not('clearsSockLast')]),
                target: 'closing',
                description: 'reply == -1: c_alive_inprogress_sock = NULL, then finishKillClaim() (that order: #1349)',
                actions: ['logReply', 'sockCleared', 'disowned'],
              },
              {
                guard: and(['succeeded', 'isUnknownClaim', 'clearsSockLast']),
                target: 'closing',
                description: 'Before #1349: finishKillClaim(), then c_alive_inprogress_sock = NULL',
                actions: ['logReply', 'disowned', 'sockCleared'],
              },
              {
                guard: 'succeeded',
                target: 'closing',
                description: 'Any other value renews: Claim::alive()',
                actions: ['logReply', 'renewed'],
              },
              {
                target: 'bailingOut',
                actions: 'logResponseProblem',
              },
            ],
          },
        },
        bailingOut: {
          description: 'ALIVE_BAILOUT: Reset_Timer(c_sendalive_tid, 5, 5), the socket is closed',
          always: [
            {
              guard: 'holdsSock',
              target: 'waiting.fiveSeconds',
              actions: [
                { type: 'tellSock', params: { type: 'CLOSE' } },
                'clearSock',
                'forgetReply',
                'clearDeadline',
                'setAliveTimerToRetry',
              ],
            },
            { target: 'waiting.fiveSeconds', description: 'There was no connection' },
          ],
        },
        closing: {
          description: 'The handler returns: DaemonCore closes the stream',
          always: {
            target: 'waiting.aThirdOfTheLease',
            actions: [
              { type: 'tellSock', params: { type: 'CLOSE' } },
              'clearSock',
              'forgetReply',
              'clearDeadline',
              'setAliveTimer',
            ],
          },
        },
      },
    },
    lifecycle: {
      description: 'The claim, from request to its end; the ends are ordinary states, each of its own',
      initial: 'unclaimed',
      states: {
        unclaimed: {
          on: { REQUEST_CLAIM: { target: 'claimed', description: 'command.cpp, accept_request_claim()' } },
        },
        claimed: {
          initial: 'idle',
          on: {
            DISOWNED: {
              target: 'disowned',
              description: 'Claim::sendAliveResponseHandler() → finishKillClaim()',
              actions: [
                {
                  type: 'tellSlot',
                  params: {
                    type: 'DISOWNED',
                    text: '{slot}: State change: claim no longer recognized by the schedd - removing claim',
                  },
                },
              ],
            },
            LEASE_EXPIRED: {
              target: 'leaseExpired',
              description: 'Claim::leaseExpired() → finishKillClaim()',
              actions: [
                {
                  type: 'tellSlot',
                  params: {
                    type: 'LEASE_EXPIRED',
                    text: '{slot}: State change: claim lease expired (condor_schedd gone?)',
                  },
                },
              ],
            },
            RELEASE_CLAIM: {
              target: 'released',
              description: 'command.cpp, release_claim()',
              actions: [{ type: 'dprintf', params: { text: '{slot}: State change: received RELEASE_CLAIM command' } }],
            },
            VACATE_CLAIM: {
              target: 'vacated',
              description: 'Resource::release_claim(): condor_vacate',
              actions: [{ type: 'dprintf', params: { text: '{slot}: State change: received VACATE_CLAIM command' } }],
            },
            PREEMPT: {
              target: 'vacated',
              description: 'A better match, or policy (ResState::eval)',
              actions: [{ type: 'dprintf', params: { text: '{slot}: State change: PREEMPT is TRUE' } }],
            },
            SCHEDD_CLOSED_CLAIM: {
              target: 'released',
              description: 'Claim::scheddClosedClaim(): the schedd is not told, because it has closed the claim itself',
            },
            DELETE: {
              target: 'vacated',
              description: 'Resource::leave_preempting_state(): Claim::vacate(), and the claim is deleted',
              actions: 'vacate',
            },
            STARTD_DIES: { target: 'died', guard: 'mayDie', description: 'With the startd goes its job' },
          },
          states: {
            idle: {
              on: {
                ACTIVATE_CLAIM: { target: 'busy', description: 'A starter runs the job' },
                DISOWNED: {
                  target: '#claim.lifecycle.deleted',
                  guard: 'deletionIsModelled',
                  description:
                    'finishKillClaim() → Resource::leave_preempting_state(): no starter to wait for, delete r_cur',
                  actions: [
                    {
                      type: 'dprintf',
                      params: {
                        text: '{slot}: State change: claim no longer recognized by the schedd - removing claim',
                      },
                    },
                  ],
                },
              },
            },
            busy: { on: { STARTER_EXITS: { target: 'idle' } } },
          },
        },
        disowned: {
          description: 'Removed because the schedd answered -1: the "claim removed" of ticket #2563',
        },
        deleted: {
          description: 'Disowned, and the Claim object is gone: only where its deletion is modelled',
          on: { SOCK_CLEARED: { target: 'usedAfterDelete', description: 'The handler writes a member (#1349)' } },
        },
        usedAfterDelete: { description: 'Undefined behaviour: the startd crashed' },
        leaseExpired: { description: 'Removed because nothing was heard for a whole lease' },
        released: { description: 'Given back by the schedd' },
        vacated: { description: 'Vacated by command, or preempted by policy or a better match' },
        died: { description: 'The startd is gone' },
      },
    },
    lease: {
      description: 'c_lease_tid',
      initial: 'off',
      on: {
        STARTD_DIES: { target: '.off', guard: 'mayDie' },
        DELETE: { target: '.off', description: 'Claim::~Claim(): cancelLeaseTimer()' },
      },
      states: {
        off: {
          on: {
            REQUEST_CLAIM: { target: 'running', description: 'Claim::startLeaseTimer()', actions: 'setLeaseTimer' },
            RENEWED: {
              target: 'running',
              description: 'A late reply restarts the lease timer of a claim that has ended (old code)',
              actions: ['setLeaseTimer', 'logKeepAlive'],
            },
          },
        },
        running: {
          description: 'The lease runs',
          on: {
            LEASE_TIMER: {
              target: 'off',
              guard: 'leaseTimerIsDue',
              description: 'Claim::leaseExpired()',
              actions: ['stopLeaseTimer', 'leaseExpired'],
            },
            RENEWED: [
              {
                guard: 'starterRefreshes',
                description: 'Claim::alive() with a starter running (#4491)',
                actions: [
                  'setLeaseTimer',
                  {
                    type: 'dprintf',
                    params: {
                      text: '{slot}: Keep alive for ClaimId {claim} job {job} auto refreshed because starter running',
                    },
                  },
                ],
              },
              {
                description: 'Claim::alive(): Reset_Timer(c_lease_tid, c_lease_duration)',
                actions: ['setLeaseTimer', 'logKeepAlive'],
              },
            ],
            DISOWNED: { target: 'off', actions: 'stopLeaseTimer' },
            RELEASE_CLAIM: { target: 'off', actions: 'stopLeaseTimer' },
            VACATE_CLAIM: { target: 'off', actions: 'stopLeaseTimer' },
            PREEMPT: { target: 'off', actions: 'stopLeaseTimer' },
            SCHEDD_CLOSED_CLAIM: { target: 'off' },
          },
        },
      },
    },
  },
});
