import { and, assign, enqueueActions, or, setup, stateIn } from 'xstate';
import type { Dprintf, Message, Send } from '../vocabulary.ts';

interface Context {
  readonly caught: Caught;
  /** startCommand(): how many ticks it waits for the schedd's answer; null if it asks for none (2011). */
  readonly commandTimeout: number | null;
  /** Whether the schedd may have forgotten the session that the command comes with. */
  readonly asksForSession: boolean;
  /** After how many ticks TCP gives up a connection on which nothing is acknowledged; null if it never does. */
  readonly userTimeout: number | null;
  /** How many ticks after an outage what it has caught is sent again. */
  readonly resend: number;
  /** How many of these are left. */
  readonly resendLeft: number;
  /** How many ticks of startCommand() are left, or of TCP's patience with a lost connection. */
  readonly ticksLeft: number | null;
  /** Who has called and has no answer yet. */
  readonly caller: string;
  /** The schedd's reply. */
  readonly reply: Message;
}

/**
 * What an outage does to an attempt that it catches: nothing comes of it any more, and it hangs to its own deadline; it goes on
 * when the outage is over; or only what the startd has sent is lost for good, so that the attempt is closed: what the schedd
 * sends, its reply and its close, arrives when the outage is over.
 */
export type Caught = 'hangs' | 'goes on' | 'is closed';

export type LinkEvent =
  | { type: 'CONNECT'; caller: string }
  | { type: 'PUT'; caller: string; items: Message }
  | { type: 'SELECT'; caller: string }
  | { type: 'GET'; caller: string }
  | { type: 'END_OF_MESSAGE' }
  | { type: 'CLOSE' }
  | { type: 'RETURN' }
  | { type: 'SESSION_RESUMED' }
  | { type: 'SESSION_REJECTED' }
  | { type: 'ARRIVES' }
  | { type: 'COMMAND_TIMEOUT' }
  | { type: 'NETWORK_FAILS' }
  | { type: 'SCHEDD_HANGS' }
  | { type: 'RESTORED' }
  | { type: 'CLOSED_BY_SCHEDD' }
  | { type: 'TCP_GIVES_UP' }
  | { type: 'IS_ANYTHING_DUE' }
  | { type: 'TICK' };

const NOBODY = 'nobody';

const base = setup({
  types: {} as {
    context: Context;
    events: LinkEvent;
    input: {
      caught: Caught;
      commandTimeout: number | null;
      asksForSession?: boolean;
      userTimeout?: number | null;
      resend?: number;
    };
    tags: 'blocking';
  },
  actions: {
    send: (_, _params: Send) => {},
    dprintf: (_, _params: Dprintf) => {},
    rememberCaller: assign(({ event }) => ('caller' in event ? { caller: event.caller } : {})),
    forgetCaller: assign({ caller: NOBODY }),
    keepReply: assign(({ event }) => (event.type === 'PUT' ? { reply: event.items } : {})),
    forgetReply: assign({ reply: [] }),
    startResend: assign({ resendLeft: ({ context }) => context.resend }),
    stopResend: assign({ resendLeft: 0 }),
    startUserTimeout: assign({ ticksLeft: ({ context }) => context.userTimeout }),
    startTimeout: assign({ ticksLeft: ({ context }) => context.commandTimeout }),
    stopTimeout: assign({ ticksLeft: null }),
    countDown: assign({
      ticksLeft: ({ context }) => context.ticksLeft && context.ticksLeft - 1,
      resendLeft: ({ context }) => context.resendLeft && context.resendLeft - 1,
    }),
  },
  guards: {
    /** The network is there, and TCP has sent again what was caught. */
    isOpen: and([stateIn({ way: 'open' }), ({ context }) => context.resendLeft === 0]),
    isAccepted: or(['isOpen', stateIn({ way: 'scheddHangs' })]),
    isLostForGood: ({ context }) => context.caught !== 'goes on',
    isClosedInTheEnd: ({ context }) => context.caught === 'is closed',
    asksForAnswer: ({ context }) => context.commandTimeout !== null,
    asksForSession: ({ context }) => context.asksForSession,
    isCut: stateIn({ way: 'cut' }),
    isQuestion: ({ context, event }) =>
      context.commandTimeout !== null && event.type === 'PUT' && event.items.every(({ kind }) => kind === 'command'),
    bringsClaimId: ({ event }) => event.type === 'PUT' && event.items.some(({ kind }) => kind === 'claimId'),
    timeIsUp: ({ context }) => context.ticksLeft === 0,
    isConnecting: stateIn({ connection: { attempt: 'connecting' } }),
    isUnderWay: or([stateIn({ connection: { attempt: 'underWay' } }), stateIn({ connection: { ended: 'underWay' } })]),
    hasArrived: or([stateIn({ connection: 'replied' }), stateIn({ connection: { ended: 'arrived' } })]),
  },
}).extend<Record<'answer' | 'answerAtOnce', Send['message']>>({
  actions: {
    /** To whoever has called and has no answer yet. */
    answer: enqueueActions(({ context, enqueue }, message) => {
      enqueue({ type: 'send', params: { to: context.caller, message } });
    }),
    /** To whoever calls. */
    answerAtOnce: enqueueActions(({ event, enqueue }, message) => {
      enqueue({ type: 'send', params: { to: 'caller' in event ? event.caller : NOBODY, message } });
    }),
  },
});

/**
 * A connection between startd and schedd where only whole messages count: what two ReliSocks and the streams between them do
 * when nothing is cut. It speaks to both ends as a ReliSock does, and calls the schedd's handler as DaemonCore does.
 *
 * What is under way arrives at once, or stays under way as long as an outage lasts. A schedd that hangs (SIGSTOP) has a
 * kernel that still accepts connections.
 */
export const linkMachine = base.createMachine({
  id: 'link',
  description: 'A connection of which only whole messages count',
  context: ({ input }) => ({
    caught: input.caught,
    commandTimeout: input.commandTimeout,
    asksForSession: input.asksForSession ?? false,
    userTimeout: input.userTimeout ?? null,
    resend: input.resend ?? 0,
    resendLeft: 0,
    ticksLeft: null,
    caller: NOBODY,
    reply: [],
  }),
  type: 'parallel',
  on: {
    IS_ANYTHING_DUE: [
      {
        guard: or(['timeIsUp', 'hasArrived', and(['isConnecting', 'isAccepted']), and(['isUnderWay', 'isOpen'])]),
        description: 'Something is about to arrive, or waits to be read',
        actions: [{ type: 'send', params: { to: 'sender', message: { type: 'DUE' } } }],
      },
      { actions: [{ type: 'send', params: { to: 'sender', message: { type: 'NOTHING_DUE' } } }] },
    ],
    TICK: {
      description: 'A unit of time has passed',
      actions: ['countDown', { type: 'send', params: { to: 'sender', message: { type: 'TICKED' } } }],
    },
  },
  states: {
    way: {
      description: 'What lies between the two daemons',
      initial: 'open',
      states: {
        open: { on: { NETWORK_FAILS: { target: 'cut' }, SCHEDD_HANGS: { target: 'scheddHangs' } } },
        cut: { description: 'Nothing arrives', on: { RESTORED: { target: 'open', actions: 'startResend' } } },
        scheddHangs: {
          description: 'Connections are accepted; nothing is read',
          on: { RESTORED: { target: 'open' } },
        },
      },
    },
    connection: {
      initial: 'closed',
      on: {
        CLOSE: {
          target: '.closed',
          description: 'Sock::close()',
          actions: ['forgetCaller', 'forgetReply', 'stopTimeout'],
        },
        CLOSED_BY_SCHEDD: { description: 'A connection that the startd has given up before' },
        SELECT: {
          description: 'select(): nothing to read',
          actions: [{ type: 'answerAtOnce', params: { type: 'READY', ready: false } }],
        },
        GET: {
          description: 'condor_read() with timeout(1) finds nothing',
          actions: [{ type: 'answerAtOnce', params: { type: 'GET_FAILED' } }],
        },
      },
      states: {
        closed: {
          on: {
            CONNECT: [
              {
                guard: and(['isCut', 'isLostForGood']),
                description: 'The SYN is lost, and so are those that follow: nothing will come of it',
              },
              {
                target: 'attempt.connecting',
                description: 'Sock::connect(), not blocking',
                actions: ['rememberCaller', 'stopResend'],
              },
            ],
          },
        },
        attempt: {
          description: 'The startd has begun an ALIVE and has no reply yet',
          initial: 'connecting',
          on: {
            NETWORK_FAILS: {
              guard: 'isLostForGood',
              target: 'lost',
              description: 'What is under way is lost, and TCP sends it again in vain',
              actions: ['forgetReply', 'startUserTimeout'],
            },
          },
          states: {
            connecting: {
              on: {
                NETWORK_FAILS: {
                  guard: 'isLostForGood',
                  target: '#link.connection.lost',
                  description: 'The SYN is lost, and so are those that follow: it has its own deadline',
                },
                ARRIVES: {
                  guard: 'isAccepted',
                  target: 'connected',
                  description: 'The connect is done',
                  actions: [{ type: 'answer', params: { type: 'CONNECTED' } }],
                },
              },
            },
            connected: {
              on: {
                NETWORK_FAILS: {
                  guard: 'isClosedInTheEnd',
                  target: '#link.connection.lost',
                  description: 'DaemonCore has accepted the connection, and hears nothing',
                  actions: [{ type: 'send', params: { to: 'daemonCore', message: { type: 'WAIT_FOR_COMMAND' } } }],
                },
                PUT: [
                  {
                    guard: 'isQuestion',
                    target: 'underWay.command',
                    description: 'startCommand() of HEAD waits for the resume response, and the startd with it',
                    actions: ['rememberCaller', 'startTimeout'],
                  },
                  {
                    guard: 'bringsClaimId',
                    target: 'underWay.claimId',
                    description: 'put_secret(), end_of_message(): the kernel takes it',
                    actions: [{ type: 'answerAtOnce', params: { type: 'PUT_DONE' } }],
                  },
                  {
                    description: 'The command goes before its claim id',
                    actions: [{ type: 'answerAtOnce', params: { type: 'PUT_DONE' } }],
                  },
                ],
              },
            },
            underWay: {
              initial: 'claimId',
              states: {
                command: {
                  description: 'The command is on its way, or its answer: startCommand() blocks',
                  tags: 'blocking',
                  on: {
                    NETWORK_FAILS: { guard: 'isLostForGood', target: '#link.connection.lost.command' },
                    ARRIVES: [
                      {
                        guard: and(['isOpen', 'asksForSession']),
                        description: 'DaemonCore looks the session up',
                        actions: [{ type: 'send', params: { to: 'session', message: { type: 'RESUME_SESSION' } } }],
                      },
                      {
                        guard: 'isOpen',
                        target: '#link.connection.attempt.connected',
                        description: 'The resume response has come',
                        actions: ['stopTimeout', { type: 'answer', params: { type: 'PUT_DONE' } }],
                      },
                    ],
                    SESSION_RESUMED: {
                      target: '#link.connection.attempt.connected',
                      description: 'The resume response has come: AUTHORIZED',
                      actions: ['stopTimeout', { type: 'answer', params: { type: 'PUT_DONE' } }],
                    },
                    SESSION_REJECTED: {
                      description:
                        'The resume response has come: SID_NOT_FOUND; a session that came with a claim id is kept',
                      actions: [
                        { type: 'dprintf', params: { text: 'SECMAN: Server rejected our session id' } },
                        {
                          type: 'dprintf',
                          params: { text: 'ERROR: SECMAN:2004:Server rejected our session id' },
                        },
                        { type: 'answer', params: { type: 'PUT_FAILED' } },
                      ],
                    },
                    COMMAND_TIMEOUT: {
                      guard: 'timeIsUp',
                      description: 'startCommand(): timeout reading 5 bytes, after 20 s',
                      actions: [{ type: 'answer', params: { type: 'PUT_FAILED' } }],
                    },
                  },
                },
                claimId: {
                  on: {
                    NETWORK_FAILS: [
                      {
                        guard: and(['isClosedInTheEnd', 'asksForAnswer']),
                        target: '#link.connection.lost',
                        description: 'DaemonCore has answered the command; its payload is lost',
                        actions: [
                          { type: 'send', params: { to: 'daemonCore', message: { type: 'WAIT_FOR_PAYLOAD' } } },
                        ],
                      },
                      {
                        guard: 'isClosedInTheEnd',
                        target: '#link.connection.lost',
                        description: 'The command is lost with its payload',
                        actions: [
                          { type: 'send', params: { to: 'daemonCore', message: { type: 'WAIT_FOR_COMMAND' } } },
                        ],
                      },
                    ],
                    ARRIVES: {
                      guard: 'isOpen',
                      target: '#link.connection.served',
                      description: 'DaemonCore calls the handler of ALIVE',
                      actions: [{ type: 'send', params: { to: 'handler', message: { type: 'CALL' } } }],
                    },
                  },
                },
                reply: {
                  on: {
                    NETWORK_FAILS: {
                      guard: 'isClosedInTheEnd',
                      description: 'The schedd has sent it: TCP sends it again until it arrives, and the end after it',
                    },
                    ARRIVES: {
                      guard: 'isOpen',
                      target: '#link.connection.replied',
                      description: 'The reply is there to be read',
                    },
                  },
                },
              },
            },
          },
        },
        served: {
          description: 'receive_startd_alive runs',
          on: {
            GET: {
              actions: [
                { type: 'send', params: { to: 'handler', message: { type: 'GOT', item: { kind: 'claimId' } } } },
              ],
            },
            END_OF_MESSAGE: {
              actions: [{ type: 'send', params: { to: 'sender', message: { type: 'EOM', result: true } } }],
            },
            PUT: { actions: ['keepReply', { type: 'send', params: { to: 'handler', message: { type: 'PUT_DONE' } } }] },
            RETURN: { target: 'attempt.underWay.reply', description: 'The handler is done; its reply leaves' },
          },
        },
        replied: {
          on: {
            SELECT: {
              description: 'select(): the reply can be read',
              actions: [{ type: 'answerAtOnce', params: { type: 'READY', ready: true } }],
            },
            GET: {
              actions: [{ type: 'answerAtOnce', params: ({ context }) => ({ type: 'GOT', item: context.reply[0] }) }],
            },
            END_OF_MESSAGE: {
              actions: [{ type: 'send', params: { to: 'sender', message: { type: 'EOM', result: true } } }],
            },
          },
        },
        lost: {
          description: 'Nothing that the startd sends on this connection will arrive',
          initial: 'silent',
          states: {
            silent: {
              description: 'Nor will anything come, but for the end, if that gets through',
              on: {
                CLOSED_BY_SCHEDD: {
                  target: '#link.connection.ended',
                  description: 'DaemonCore has waited until its deadline',
                },
                TCP_GIVES_UP: {
                  guard: 'timeIsUp',
                  target: '#link.connection.ended.arrived',
                  description: 'TCP_USER_TIMEOUT, or keepalive probes without an answer: ETIMEDOUT',
                },
              },
            },
            command: {
              description: 'startCommand() waits in vain',
              tags: 'blocking',
              on: {
                COMMAND_TIMEOUT: {
                  guard: 'timeIsUp',
                  description: 'startCommand(): timeout reading 5 bytes, after 20 s',
                  actions: [{ type: 'answer', params: { type: 'PUT_FAILED' } }],
                },
              },
            },
          },
          on: {
            PUT: [
              { guard: 'isQuestion', target: '.command', actions: ['rememberCaller', 'startTimeout'] },
              {
                description: 'The kernel takes it, and it is lost',
                actions: [{ type: 'answerAtOnce', params: { type: 'PUT_DONE' } }],
              },
            ],
          },
        },
        ended: {
          description: 'The connection is closed: by the schedd, or by TCP',
          initial: 'underWay',
          states: {
            underWay: {
              on: {
                ARRIVES: {
                  guard: 'isOpen',
                  target: 'arrived',
                  description: 'FIN: there is nothing to read, and will be nothing',
                },
              },
            },
            arrived: {
              on: {
                SELECT: {
                  description: 'select(): the end can be read',
                  actions: [{ type: 'answerAtOnce', params: { type: 'READY', ready: true } }],
                },
              },
            },
          },
        },
      },
    },
  },
});
