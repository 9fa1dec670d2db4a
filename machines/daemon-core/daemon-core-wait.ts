import { assign, setup } from 'xstate';
import type { Dprintf, Send } from '../vocabulary.ts';

/** How many ticks DaemonCore waits for a whole command, and for the payload of one that it has. */
export interface Waits {
  readonly command: number;
  readonly payload: number;
}

interface Context {
  readonly waits: Waits;
  /** How many ticks are left until the deadline of the socket. */
  readonly ticksLeft: number | null;
}

export type DaemonCoreWaitEvent =
  | { type: 'WAIT_FOR_COMMAND' }
  | { type: 'WAIT_FOR_PAYLOAD' }
  | { type: 'DEADLINE' }
  | { type: 'IS_ANYTHING_DUE' }
  | { type: 'TICK' };

/**
 * DaemonCore (HEAD) on a connection on which nothing more will come: it waits until its deadline, and closes. A link says what
 * for. The machine daemonCore, which has no clock, may do the same at any time.
 */
export const daemonCoreWaitMachine = setup({
  types: {} as {
    context: Context;
    events: DaemonCoreWaitEvent;
    input: { waits: Waits };
  },
  actions: {
    send: (_, _params: Send) => {},
    dprintf: (_, _params: Dprintf) => {},
    setCommandDeadline: assign({ ticksLeft: ({ context }) => context.waits.command }),
    setPayloadDeadline: assign({ ticksLeft: ({ context }) => context.waits.payload }),
    clearDeadline: assign({ ticksLeft: null }),
    countDown: assign({ ticksLeft: ({ context }) => context.ticksLeft && context.ticksLeft - 1 }),
  },
  guards: {
    deadlineIsDue: ({ context }) => context.ticksLeft === 0,
  },
}).createMachine({
  id: 'daemonCoreWait',
  description: "DaemonCore's wait for a client that stays silent (daemon_core.cpp, daemon_command.cpp)",
  context: ({ input }) => ({ ...input, ticksLeft: null }),
  initial: 'idle',
  on: {
    IS_ANYTHING_DUE: [
      {
        guard: 'deadlineIsDue',
        description: 'Driver(): the deadline of the socket has passed',
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
    idle: {
      description: 'Whatever a client has sent has come',
      on: {
        WAIT_FOR_COMMAND: {
          target: 'waitingForCommand',
          description: 'AcceptTCPRequest() → WaitForSocketData(): SEC_TCP_SESSION_DEADLINE, 120 s',
          actions: 'setCommandDeadline',
        },
        WAIT_FOR_PAYLOAD: {
          target: 'waitingForPayload',
          description: 'CallCommandHandler(): set_deadline_timeout(300), Register_Socket()',
          actions: 'setPayloadDeadline',
        },
      },
    },
    waitingForCommand: {
      description: 'A connection without a command',
      on: {
        DEADLINE: {
          guard: 'deadlineIsDue',
          target: 'idle',
          description: 'DaemonCommandProtocol::SocketCallback() → doProtocol(): deadline_expired()',
          actions: [
            'clearDeadline',
            { type: 'dprintf', params: { text: 'Calling Handler <DaemonCommandProtocol::WaitForSocketData> (3)' } },
            {
              type: 'dprintf',
              params: { text: 'DaemonCommandProtocol: deadline for security handshake with {peer} has expired.' },
            },
            { type: 'send', params: { to: 'sock', message: { type: 'CLOSED_BY_SCHEDD' } } },
          ],
        },
      },
    },
    waitingForPayload: {
      description: 'A command without its payload',
      on: {
        DEADLINE: {
          guard: 'deadlineIsDue',
          target: 'idle',
          description: 'HandleReqPayloadReady() after 300 s: the handler is not called',
          actions: [
            'clearDeadline',
            { type: 'dprintf', params: { text: 'Calling Handler <DaemonCore::HandleReqPayloadReady> (3)' } },
            {
              type: 'dprintf',
              params: {
                text: 'Deadline expired after 300.000s waiting for {peer} to send payload for command 441 ALIVE.',
              },
            },
            { type: 'send', params: { to: 'sock', message: { type: 'CLOSED_BY_SCHEDD' } } },
          ],
        },
      },
    },
  },
});
