import { and, assign, enqueueActions, not, or, setup } from 'xstate';
import {
  haveElapsed,
  type Stopwatch,
  secondsByTime,
  started,
  stopped,
  stopwatch,
  ticked,
} from '../condor-io/stopwatch.ts';
import type { CommandName, CommandRead, Dprintf, Fixes, Handshake, Item, Send } from '../vocabulary.ts';

interface Context {
  readonly fixes: Fixes;
  /** The command that was read on this connection. */
  readonly command: CommandName | null;
  readonly commandRead: CommandRead;
  /** What the client wants to hear before it sends the payload. */
  readonly handshake: Handshake | null;
  /** Without a clock either wait may end at any moment. */
  readonly deadlines: Deadlines | null;
  /** Since it began to wait, for the command or for the payload. */
  readonly watch: Stopwatch | null;
}

/** After how many seconds DaemonCore gives up waiting for a command and for a payload, on a clock with so many ticks in a second. */
export interface Deadlines {
  readonly command: number;
  readonly payload: number;
  readonly perSecond: number;
}

interface Input {
  readonly fixes: Fixes;
  readonly commandRead?: CommandRead;
  readonly deadlines?: Deadlines;
}

export type DaemonCoreEvent =
  | { type: 'ACCEPT' }
  | { type: 'SELECT' }
  | { type: 'SELECTED'; readable: boolean }
  | { type: 'DEADLINE' }
  | { type: 'GOT'; item: Item }
  | { type: 'GET_FAILED' }
  | { type: 'GET_WOULD_BLOCK' }
  | { type: 'EOM'; result: boolean }
  | { type: 'READY'; ready: boolean }
  | { type: 'PUT_DONE' }
  | { type: 'PUT_FAILED' }
  | { type: 'RETURN' }
  | { type: 'IS_ANYTHING_DUE' }
  | { type: 'TICK' };

/** How long DaemonCore waits for a whole command, in seconds (HEAD: SEC_TCP_SESSION_DEADLINE). */
export const COMMAND_DEADLINE = { blocking: 200, 'non-blocking': 120 } as const satisfies Record<CommandRead, number>;

/** wait_for_payload of a command that is registered WithPayload: for how many seconds DaemonCore waits for it. */
export const PAYLOAD_DEADLINE = 300;

/** How each command is registered with DaemonCore: its number, its handler, the access level. */
const COMMANDS = {
  ALIVE: { text: '441 (ALIVE)', handler: 'receive_startd_alive', level: 'READ' },
  RESCHEDULE: { text: '421 (RESCHEDULE)', handler: 'reschedule_negotiator', level: 'WRITE' },
} as const satisfies Record<CommandName, object>;

/**
 * After how many seconds an idle event loop ends a wait, and by how much time() must have gone on for any other to do so. A
 * deadline has expired when time() is past it (Stream::deadline_expired()), in the second after; the timer of October 2011 is
 * due in the second itself.
 */
export const givenUpAfter = (
  { command, payload }: Pick<Deadlines, 'command' | 'payload'>,
  commandRead: CommandRead,
) => ({
  command: commandRead === 'blocking' ? command : command + 1,
  payload: payload + 1,
});

/** Whether a wait may be given up: whatever has woken the event loop. */
const mayBeGivenUp = ({ watch, deadlines, commandRead }: Context, wait: 'command' | 'payload'): boolean =>
  !watch || !deadlines || secondsByTime(watch) >= givenUpAfter(deadlines, commandRead)[wait];

/** Whether it must be: an idle event loop has called select() for so many seconds. */
const mustBeGivenUp = ({ watch, deadlines, commandRead }: Context, wait: 'command' | 'payload'): boolean =>
  watch !== null && deadlines !== null && haveElapsed(watch, givenUpAfter(deadlines, commandRead)[wait]);

const registered = ({ command }: Context) => COMMANDS[command ?? 'ALIVE'];

const base = setup({
  types: {} as { context: Context; events: DaemonCoreEvent; input: Input },
  actions: {
    send: (_, _params: Send) => {},
    dprintf: (_, _params: Dprintf) => {},
    rememberCommand: assign(({ event }) =>
      event.type === 'GOT' && event.item.kind === 'command'
        ? { command: event.item.name, handshake: event.item.handshake ?? null }
        : {},
    ),
    forgetCommand: assign({ command: null, handshake: null }),
    firstAdSent: assign({ handshake: 'resume response' }),
    startWatch: assign({ watch: ({ context: { watch } }) => watch && started(watch) }),
    stopWatch: assign({ watch: ({ context: { watch } }) => watch && stopped(watch) }),
    tick: assign({ watch: ({ context: { watch } }) => watch && ticked(watch) }),
  },
  guards: {
    readable: ({ event }) => event.type === 'SELECTED' && event.readable,
    ready: ({ event }) => event.type === 'READY' && event.ready,
    succeeded: ({ event }) => event.type === 'EOM' && event.result,
    isAuthenticate: ({ event }) => event.type === 'GOT' && event.item.kind === 'command' && event.item.authenticate,
    readsWithoutBlocking: ({ event, context }) =>
      event.type === 'SELECTED' && event.readable && context.commandRead === 'non-blocking',
    wantsAnswer: ({ event, context }) => event.type === 'EOM' && event.result && context.handshake !== null,
    isNewSession: ({ context }) => context.handshake === 'new session',
    readsAhead: ({ context }) => context.commandRead === 'non-blocking',
    commandMayBeGivenUp: ({ context }) => mayBeGivenUp(context, 'command'),
    commandMustBeGivenUp: ({ context }) => mustBeGivenUp(context, 'command'),
    payloadMayBeGivenUp: ({ context }) => mayBeGivenUp(context, 'payload'),
    payloadMustBeGivenUp: ({ context }) => mustBeGivenUp(context, 'payload'),
    is27894: ({ context }) => context.fixes['27894'],
    /** wait_for_payload > 0: registered WithPayload, as ALIVE is since 27896; RESCHEDULE never is. */
    hasPayload: ({ context }) => context.command === 'ALIVE' && context.fixes['27896'],
  },
}).extend<Record<'putAd' | 'logReceived' | 'logPayloadHandler', undefined>>({
  actions: {
    putAd: enqueueActions(({ enqueue }) => {
      enqueue({
        type: 'send',
        params: { to: 'sock', message: { type: 'PUT', caller: 'daemonCore', items: [{ kind: 'ad' }] } },
      });
    }),
    logReceived: enqueueActions(({ context, enqueue }) => {
      const { text, level } = registered(context);
      enqueue({
        type: 'dprintf',
        params: { text: `Received TCP command ${text} from unauthenticated@unmapped {peer}, access level ${level}` },
      });
    }),
    logPayloadHandler: enqueueActions(({ enqueue }) => {
      enqueue({ type: 'dprintf', params: { text: 'Calling Handler <DaemonCore::HandleReqPayloadReady> (3)' } });
    }),
  },
});

/**
 * DaemonCore's dispatch of one connection (daemon_core.cpp): from the first byte to the handler and its return.
 *
 * DaemonCore polls: readiness is a level that it asks the connection for when it comes round to select(), not a notice
 * that could be lost while a handler blocks. accept() itself does nothing that anybody could see, so it has no step.
 */
export const daemonCoreMachine = base.createMachine({
  id: 'daemonCore',
  description: "DaemonCore's dispatch of one connection (daemon_core.cpp)",
  context: ({ input }) => ({
    fixes: input.fixes,
    command: null,
    commandRead: input.commandRead ?? 'blocking',
    handshake: null,
    deadlines: input.deadlines ?? null,
    watch: input.deadlines ? stopwatch(input.deadlines.perSecond) : null,
  }),
  initial: 'listening',
  on: {
    IS_ANYTHING_DUE: { actions: [{ type: 'send', params: { to: 'sender', message: { type: 'NOTHING_DUE' } } }] },
    TICK: {
      description: 'A fraction of a second has passed',
      actions: ['tick', { type: 'send', params: { to: 'sender', message: { type: 'TICKED' } } }],
    },
  },
  states: {
    listening: {
      description: 'No connection yet',
      on: {
        ACCEPT: {
          target: 'waitingForCommand',
          description: 'ReliSock::accept(), RegisterSocketForHandleReq()',
          actions: ['startWatch', { type: 'send', params: { to: 'sock', message: { type: 'ACCEPT' } } }],
        },
      },
    },
    waitingForCommand: {
      description: 'Registered for its first bytes, without blocking, for 200 s (HEAD: for all of the command, 120 s)',
      on: {
        SELECT: {
          description: 'The event loop comes round',
          actions: [{ type: 'send', params: { to: 'incoming', message: { type: 'SELECT' } } }],
        },
        SELECTED: [
          {
            guard: 'readsWithoutBlocking',
            target: 'readingCommand',
            description: 'DaemonCommandProtocol::ReadCommand(): HEAD reads the command int under BlockingModeGuard',
            actions: [
              {
                type: 'send',
                params: { to: 'sock', message: { type: 'GET', caller: 'daemonCore', nonBlocking: true } },
              },
            ],
          },
          {
            guard: 'readable',
            target: 'readingCommand',
            description: 'HandleReqSocketHandler() → HandleReq(): read the command int, blocking, timeout(1)',
            actions: [
              'stopWatch',
              { type: 'send', params: { to: 'sock', message: { type: 'GET', caller: 'daemonCore' } } },
            ],
          },
          { description: 'Nothing yet: back to the event loop' },
        ],
        IS_ANYTHING_DUE: {
          guard: 'commandMustBeGivenUp',
          actions: [{ type: 'send', params: { to: 'sender', message: { type: 'DUE' } } }],
        },
        DEADLINE: [
          {
            guard: and(['commandMayBeGivenUp', 'readsAhead']),
            target: 'closing',
            description: 'DaemonCommandProtocol::doProtocol(), after 120 s',
            actions: [
              {
                type: 'dprintf',
                params: {
                  text: 'DaemonCommandProtocol: deadline for security handshake with {peer} has expired.',
                },
              },
            ],
          },
          {
            guard: 'commandMayBeGivenUp',
            target: 'closing',
            description: 'HandleReqSocketTimerHandler(), after 200 s',
            actions: [{ type: 'dprintf', params: { text: 'Closing socket from {peer} - no data received' } }],
          },
        ],
      },
    },
    readingCommand: {
      description: 'HandleReq() reads the command int, which buffers its whole message',
      on: {
        GOT: [
          {
            guard: 'isAuthenticate',
            target: 'authenticating',
            description: 'DC_AUTHENTICATE: the authentication ad names the command',
            actions: [
              'stopWatch',
              'rememberCommand',
              { type: 'send', params: { to: 'sock', message: { type: 'END_OF_MESSAGE' } } },
            ],
          },
          {
            target: 'dispatching',
            description: 'Raw path: the message stays ready, and the handler goes on reading in it',
            actions: ['stopWatch', 'rememberCommand'],
          },
        ],
        GET_WOULD_BLOCK: {
          target: 'waitingForCommand',
          description: 'm_read_would_block: WaitForSocketData()',
        },
        GET_FAILED: {
          target: 'closing',
          actions: [
            {
              type: 'dprintf',
              params: { text: "DaemonCore: Can't receive command request from {peer} (perhaps a timeout?)" },
            },
          ],
        },
      },
    },
    authenticating: {
      description: 'HandleReq(), DC_AUTHENTICATE: the ad and its end of message are consumed; the session is resumed',
      on: {
        EOM: [
          {
            guard: 'wantsAnswer',
            target: 'answeringAd',
            description: 'SendResponse(): the policy of a new session, or the resume response',
            actions: 'putAd',
          },
          {
            guard: and(['succeeded', or([not('is27894'), not('hasPayload')])]),
            target: 'dispatching',
            description:
              'decode(); allow_one_empty_message(), because the message that carried the command is already gone (27894: only if no payload is expected)',
            actions: [{ type: 'send', params: { to: 'sock', message: { type: 'ALLOW_ONE_EMPTY_MESSAGE' } } }],
          },
          { guard: 'succeeded', target: 'dispatching', description: '27894: a command with payload gets no flag' },
          {
            target: 'closing',
            actions: [
              {
                type: 'dprintf',
                params: { text: 'ERROR: DC_AUTHENTICATE is TCP, unable to receive eom!' },
              },
            ],
          },
        ],
      },
    },
    answeringAd: {
      description: "An answer to the client's authentication ad, which waits for it before it sends the payload",
      on: {
        PUT_DONE: [
          {
            guard: 'isNewSession',
            description: "Nothing was to be negotiated: the session's ad follows (Sid, ValidCommands)",
            actions: ['firstAdSent', 'putAd'],
          },
          {
            guard: or([not('is27894'), not('hasPayload')]),
            target: 'dispatching',
            description: 'decode(); allow_one_empty_message()',
            actions: [{ type: 'send', params: { to: 'sock', message: { type: 'ALLOW_ONE_EMPTY_MESSAGE' } } }],
          },
          { target: 'dispatching', description: '27894: a command with payload gets no flag' },
        ],
        PUT_FAILED: {
          target: 'closing',
          actions: [{ type: 'dprintf', params: { text: 'SECMAN: Error sending response classad to {peer}!' } }],
        },
      },
    },
    dispatching: {
      description: 'The command is known and permitted: CallCommandHandler()',
      always: [
        {
          guard: 'hasPayload',
          target: 'checkingPayload',
          description: '27896: is the payload there already?',
          actions: [
            'logReceived',
            { type: 'send', params: { to: 'sock', message: { type: 'READ_READY', caller: 'daemonCore' } } },
          ],
        },
        {
          target: 'calling',
          actions: 'logReceived',
        },
      ],
    },
    checkingPayload: {
      description: 'CallCommandHandler(): readReady()',
      on: {
        READY: [
          { guard: 'ready', target: 'calling', description: 'Something is there: call the handler at once' },
          {
            target: 'waitingForPayload',
            description: 'set_deadline_timeout(300), Register_Socket()',
            actions: 'startWatch',
          },
        ],
      },
    },
    waitingForPayload: {
      description: 'Registered for the payload, without blocking, for 300 s',
      on: {
        SELECT: {
          description: 'The event loop comes round',
          actions: [{ type: 'send', params: { to: 'incoming', message: { type: 'SELECT' } } }],
        },
        SELECTED: [
          {
            guard: 'readable',
            target: 'calling',
            description: 'HandleReqPayloadReady(): on any readability, one byte, FIN or RST; it does not check again',
            actions: ['stopWatch', 'logPayloadHandler'],
          },
          { description: 'Nothing yet: back to the event loop' },
        ],
        IS_ANYTHING_DUE: {
          guard: 'payloadMustBeGivenUp',
          actions: [{ type: 'send', params: { to: 'sender', message: { type: 'DUE' } } }],
        },
        DEADLINE: {
          guard: 'payloadMayBeGivenUp',
          target: 'closing',
          description: 'HandleReqPayloadReady() after 300 s: the handler is not called',
          actions: [
            'logPayloadHandler',
            {
              type: 'dprintf',
              params: {
                text: 'Deadline expired after 301.000s waiting for {peer} to send payload for command 441 ALIVE.',
              },
            },
          ],
        },
      },
    },
    calling: {
      description: 'CallCommandHandler(): the handler runs, and blocks the daemon while it does',
      always: {
        target: 'inHandler',
        actions: [
          {
            type: 'dprintf',
            params: ({ context }) => ({
              text: `Calling HandleReq <${registered(context).handler}> (0) for command ${registered(context).text} from unauthenticated@unmapped {peer}`,
            }),
          },
          { type: 'send', params: { to: 'handler', message: { type: 'CALL' } } },
        ],
      },
    },
    inHandler: {
      on: {
        RETURN: {
          target: 'closing',
          description: 'TRUE or FALSE alike, the connection is closed after the handler',
          actions: [
            {
              type: 'dprintf',
              params: ({ context }) => ({ text: `Return from HandleReq <${registered(context).handler}>` }),
            },
          ],
        },
      },
    },
    closing: {
      description: 'HandleReq() returns something other than KEEP_STREAM: delete the stream',
      always: {
        target: 'listening',
        actions: ['stopWatch', 'forgetCommand', { type: 'send', params: { to: 'sock', message: { type: 'CLOSE' } } }],
      },
    },
  },
});
