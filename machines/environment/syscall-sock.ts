import { and, assign, or, setup, stateIn } from 'xstate';
import type { Span } from '../periods.ts';
import type { Send } from '../vocabulary.ts';

interface Context {
  /** How long TCP waits for a sign of life of the other end. */
  readonly patience: Span;
  /** After how many ticks of silence TCP sends its first probe, at the earliest. */
  readonly probe: number;
  /** After how many ticks with a network TCP has sent again, at the latest, what an outage has caught. */
  readonly resend: number;
  /** How many ticks ago the shadow's end heard the last one. */
  readonly quiet: number;
  /** It has heard one since the outage began. */
  readonly heard: boolean;
  /** How many ticks ago the outage ended, up to the last that counts; 0 before. */
  readonly backFor: number;
}

export type SyscallSockEvent =
  | { type: 'SYSCALL' }
  | { type: 'RETURN' }
  | { type: 'CLOSE' }
  | { type: 'RECONNECT_JOB' }
  | { type: 'GIVE_UP_ATTEMPT' }
  | { type: 'LISTENS' }
  | { type: 'ACCEPTED' }
  | { type: 'NOT_FOUND' }
  | { type: 'ARRIVES' }
  | { type: 'ATTEMPT_ARRIVES' }
  | { type: 'UNREACHABLE' }
  | { type: 'PROBE_ANSWERED' }
  | { type: 'TCP_GIVES_UP' }
  | { type: 'LOSE_REPLY' }
  | { type: 'NETWORK_FAILS' }
  | { type: 'RESTORED' }
  | { type: 'IS_ANYTHING_DUE' }
  | { type: 'TICK' };

/**
 * The network between a starter and its shadow, the connection for remote system calls, and the shadow's attempts to make
 * another one. Only whole calls count.
 *
 * The starter's end has a call under way before TCP would give it up, and its own time-out is shorter: only the shadow's end,
 * which sends nothing by itself, is given up. What an outage has caught is sent again when a retransmission timer says so.
 */
export const syscallSockMachine = setup({
  types: {} as { context: Context; events: SyscallSockEvent; input: Pick<Context, 'patience' | 'probe' | 'resend'> },
  actions: {
    send: (_, _params: Send) => {},
    hear: assign({ quiet: 0, heard: true }),
    hearNothing: assign({ heard: false }),
    /** With the network back nothing can fail again: from the first sign of life on it does not matter how long ago the last was. */
    countUnlessHeard: assign({
      quiet: ({ context: { heard, patience, quiet } }) => (heard ? 0 : Math.min(quiet + 1, patience.latest)),
    }),
    count: assign({ quiet: ({ context }) => Math.min(context.quiet + 1, context.patience.latest) }),
    countBackFor: assign({ backFor: ({ context }) => Math.min(context.backFor + 1, context.resend) }),
  },
  guards: {
    isOpen: or([stateIn({ way: 'open' }), stateIn({ way: 'back' })]),
    isCut: stateIn({ way: 'cut' }),
    mayGiveUp: and(['timeIsUp', 'noTimerHasFired', or(['awaitsAcknowledgement', 'aProbeIsLost'])]),
    timeIsUp: ({ context }) => !context.heard && context.quiet >= context.patience.earliest,
    /** One that fires with a network is answered, unless it finds that the time is up. */
    noTimerHasFired: ({ context }) => context.backFor < context.resend,
    awaitsAcknowledgement: or([
      stateIn({ connection: { open: 'replyCaught' } }),
      stateIn({ connection: { closedByStarter: 'replyCaught' } }),
    ]),
    aProbeIsLost: ({ context }) => context.quiet - context.backFor >= context.probe,
    mustGiveUp: ({ context }) => !context.heard && context.quiet === context.patience.latest,
    isSentAgain: ({ context }) => context.backFor === context.resend,
    isReturning: stateIn({ connection: { open: 'returning' } }),
    isCaught: or([
      stateIn({ connection: { open: 'callCaught' } }),
      stateIn({ connection: { open: 'replyCaught' } }),
      stateIn({ connection: 'closedByShadow' }),
      stateIn({ connection: 'closedByStarter' }),
    ]),
    replyIsLost: stateIn({ reply: 'lost' }),
    isOpenAtShadow: or([stateIn({ connection: 'open' }), stateIn({ connection: 'closedByStarter' })]),
  },
}).createMachine({
  id: 'syscallSock',
  description: 'The connection for remote system calls (syscall_sock, claim_sock), and the network under it',
  context: ({ input }) => ({ ...input, quiet: 0, heard: true, backFor: 0 }),
  type: 'parallel',
  on: {
    IS_ANYTHING_DUE: [
      {
        guard: or([
          and(['isReturning', 'isOpen']),
          and(['isCaught', 'isOpen', 'isSentAgain']),
          and(['isOpenAtShadow', 'mustGiveUp']),
        ]),
        description: "Something is about to arrive, or TCP's patience with the other end is over",
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
    way: {
      description: 'What lies between the two hosts',
      initial: 'open',
      states: {
        open: { on: { NETWORK_FAILS: { target: 'cut', actions: 'hearNothing' } } },
        cut: {
          description: 'Nothing arrives',
          on: {
            RESTORED: { target: 'back', description: 'Neither end knows: each waits for a timer' },
          },
        },
        back: {
          description: 'A retransmission timer has been backed off to 120 s at the most',
          on: {
            PROBE_ANSWERED: {
              description: 'A probe of a keepalive, unless TCP gives up before the next one is due',
              actions: 'hear',
            },
            TICK: {
              actions: [
                'countUnlessHeard',
                'countBackFor',
                { type: 'send', params: { to: 'sender', message: { type: 'TICKED' } } },
              ],
            },
          },
        },
      },
    },
    connection: {
      initial: 'open',
      on: {
        ACCEPTED: [
          {
            guard: 'replyIsLost',
            target: '.closedByShadow',
            description: 'The connection of the request is reset: the starter takes it for the new one all the same',
          },
          { target: '.open', description: 'The connection of the request takes its place', actions: 'hear' },
        ],
      },
      states: {
        open: {
          initial: 'idle',
          on: {
            CLOSE: { target: 'closedByStarter', description: 'syscall_sock->close(): the shadow has not heard of it' },
            TCP_GIVES_UP: {
              guard: 'mayGiveUp',
              target: 'closedByShadow',
              description: 'ETIMEDOUT: none of five probes is answered, or the reply is not acknowledged',
              actions: [{ type: 'send', params: { to: 'shadow', message: { type: 'CLOSED' } } }],
            },
          },
          states: {
            idle: {
              on: {
                SYSCALL: [
                  {
                    guard: 'isOpen',
                    description: 'HandleSyscalls reads the call',
                    actions: ['hear', { type: 'send', params: { to: 'shadow', message: { type: 'SYSCALL' } } }],
                  },
                  { target: 'callCaught', description: 'The call is sent again, in vain' },
                ],
                RETURN: { target: 'returning', description: 'The reply leaves' },
              },
            },
            returning: {
              description: 'A reply is on its way',
              on: {
                NETWORK_FAILS: { target: 'replyCaught', description: 'It is sent again, in vain' },
                ARRIVES: {
                  target: 'idle',
                  actions: [{ type: 'send', params: { to: 'starter', message: { type: 'RETURNED' } } }],
                },
              },
            },
            callCaught: {
              on: {
                CLOSE: {
                  target: '#syscallSock.connection.closedByStarter.callCaught',
                  description: 'syscall_sock->close(): the kernel goes on sending the call, and the end after it',
                },
                ARRIVES: {
                  guard: 'isOpen',
                  description: 'TCP has sent it again',
                  actions: ['hear', { type: 'send', params: { to: 'shadow', message: { type: 'SYSCALL' } } }],
                },
                RETURN: { target: 'returning', description: 'The reply leaves' },
              },
            },
            replyCaught: {
              on: {
                CLOSE: {
                  target: '#syscallSock.connection.closedByStarter.replyCaught',
                  description: 'syscall_sock->close(): the kernel of the shadow goes on sending the reply',
                },
                ARRIVES: {
                  guard: 'isOpen',
                  target: 'idle',
                  description: 'TCP has sent it again',
                  actions: ['hear', { type: 'send', params: { to: 'starter', message: { type: 'RETURNED' } } }],
                },
              },
            },
          },
        },
        closedByShadow: {
          description: 'The starter has not heard of it',
          on: {
            CLOSE: { target: 'closed' },
            SYSCALL: { description: 'The call is sent: RST comes back as soon as the network lets it' },
            ARRIVES: {
              guard: 'isOpen',
              target: 'closed',
              description: 'RST: whatever the starter has sent finds no connection',
              actions: [{ type: 'send', params: { to: 'starter', message: { type: 'CLOSED' } } }],
            },
          },
        },
        closedByStarter: {
          initial: 'nothingCaught',
          on: {
            TCP_GIVES_UP: {
              guard: 'mayGiveUp',
              target: 'closed',
              actions: [{ type: 'send', params: { to: 'shadow', message: { type: 'CLOSED' } } }],
            },
          },
          states: {
            nothingCaught: {
              on: {
                ARRIVES: {
                  guard: 'isOpen',
                  target: '#syscallSock.connection.closed',
                  description: 'FIN, or RST in answer to a probe',
                  actions: [{ type: 'send', params: { to: 'shadow', message: { type: 'CLOSED' } } }],
                },
              },
            },
            replyCaught: {
              on: {
                ARRIVES: {
                  guard: 'isOpen',
                  target: '#syscallSock.connection.closed',
                  description: 'TCP has sent the reply again, and finds no connection: RST',
                  actions: [{ type: 'send', params: { to: 'shadow', message: { type: 'CLOSED' } } }],
                },
              },
            },
            callCaught: {
              on: {
                ARRIVES: {
                  guard: 'isOpen',
                  description: 'TCP has sent the call again, and the shadow serves it',
                  actions: ['hear', { type: 'send', params: { to: 'shadow', message: { type: 'SYSCALL' } } }],
                },
                RETURN: {
                  target: '#syscallSock.connection.closed',
                  description: 'The reply finds no connection: RST',
                  actions: [{ type: 'send', params: { to: 'shadow', message: { type: 'CLOSED' } } }],
                },
              },
            },
          },
        },
        closed: {
          on: {
            SYSCALL: {
              description: 'send(): ECONNRESET',
              actions: [{ type: 'send', params: { to: 'starter', message: { type: 'CLOSED' } } }],
            },
          },
        },
      },
    },
    reply: {
      description: "What becomes of the starter's reply to a request to reconnect",
      initial: 'arrives',
      states: {
        arrives: {
          on: { LOSE_REPLY: { target: 'lost', description: 'A second failure of the network, at just that moment' } },
        },
        lost: { on: { ACCEPTED: { target: 'over', description: 'It hits one reply' } } },
        over: {},
      },
    },
    attempt: {
      description: 'What the shadow asks of the startd, and then of the starter',
      initial: 'none',
      on: { LISTENS: { description: 'No request waits for the starter' } },
      states: {
        none: {
          on: {
            RECONNECT_JOB: [
              {
                guard: 'isOpen',
                target: 'asked',
                description: 'DCStartd::locateStarter(), DCStarter::reconnect()',
                actions: [{ type: 'send', params: { to: 'starter', message: { type: 'RECONNECT_JOB' } } }],
              },
              { target: 'lost', description: 'The SYN is lost' },
            ],
          },
        },
        lost: {
          description: 'Nothing of the attempt has arrived',
          on: {
            ATTEMPT_ARRIVES: {
              guard: 'isOpen',
              target: 'asked',
              description: 'TCP has sent the SYN again',
              actions: [{ type: 'send', params: { to: 'starter', message: { type: 'RECONNECT_JOB' } } }],
            },
            UNREACHABLE: {
              guard: 'isCut',
              target: 'none',
              description: 'A router says so; or nobody does, until the deadline of the connect',
              actions: [{ type: 'send', params: { to: 'shadow', message: { type: 'CONNECT_FAILED' } } }],
            },
            GIVE_UP_ATTEMPT: { target: 'none', description: 'The deadline of the connect' },
          },
        },
        asked: {
          description: 'The kernel of the starter has the request',
          on: {
            LISTENS: {
              description: 'DaemonCore serves it when the starter has come back from its call',
              actions: [{ type: 'send', params: { to: 'starter', message: { type: 'RECONNECT_JOB' } } }],
            },
            ACCEPTED: [
              {
                guard: 'replyIsLost',
                target: 'none',
                description: 'Daemon::sendCACmd(): the connection is closed while the reply is read',
                actions: [{ type: 'send', params: { to: 'shadow', message: { type: 'REPLY_LOST' } } }],
              },
              {
                target: 'none',
                actions: [{ type: 'send', params: { to: 'shadow', message: { type: 'ACCEPTED' } } }],
              },
            ],
            NOT_FOUND: {
              target: 'none',
              actions: [{ type: 'send', params: { to: 'shadow', message: { type: 'NOT_FOUND' } } }],
            },
            GIVE_UP_ATTEMPT: { target: 'none', description: 'startCommand() has heard nothing for 20 s' },
          },
        },
      },
    },
  },
});
