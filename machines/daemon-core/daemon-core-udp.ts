import { and, not, setup } from 'xstate';
import type { Dprintf, Fixes, Item, Send } from '../vocabulary.ts';

interface Context {
  readonly fixes: Fixes;
}

export type DaemonCoreUdpEvent =
  | { type: 'SELECT' }
  | { type: 'SELECTED'; readable: boolean }
  | { type: 'PACKET_HANDLED'; ready: boolean }
  | { type: 'GOT'; item: Item }
  | { type: 'GET_FAILED' }
  | { type: 'RETURN' }
  | { type: 'EOM'; result: boolean };

/**
 * DaemonCore's dispatch of a command that comes by UDP (DaemonCore::CallSocketHandler, DaemonCommandProtocol). The command socket
 * is never closed. There is no wait for a payload: that is ReliSock's alone, and the whole message has come before its
 * command is read.
 */
export const daemonCoreUdpMachine = setup({
  types: {} as { context: Context; events: DaemonCoreUdpEvent; input: { fixes: Fixes } },
  actions: {
    send: (_, _params: Send) => {},
    dprintf: (_, _params: Dprintf) => {},
  },
  guards: {
    readable: ({ event }) => event.type === 'SELECTED' && event.readable,
    ready: ({ event }) => event.type === 'PACKET_HANDLED' && event.ready,
    isCommand: ({ event }) => event.type === 'GOT' && event.item.kind === 'command',
    isAuthenticate: ({ event }) => event.type === 'GOT' && event.item.kind === 'command' && event.item.authenticate,
    is27894: ({ context }) => context.fixes['27894'],
    /** wait_for_payload > 0: registered WithPayload, as ALIVE is since 27896. */
    hasPayload: ({ context }) => context.fixes['27896'],
  },
}).createMachine({
  id: 'daemonCoreUdp',
  description: "DaemonCore's dispatch of a command that comes by UDP (daemon_core.cpp, daemon_command.cpp)",
  context: ({ input }) => ({ fixes: input.fixes }),
  initial: 'listening',
  states: {
    listening: {
      on: {
        SELECT: {
          description: 'The event loop comes round',
          actions: [{ type: 'send', params: { to: 'incoming', message: { type: 'SELECT' } } }],
        },
        SELECTED: [
          {
            guard: 'readable',
            target: 'receiving',
            description: 'CallSocketHandler(): "Dispatch UDP commands directly"',
            actions: [
              {
                type: 'send',
                params: { to: 'sock', message: { type: 'HANDLE_INCOMING_PACKET', caller: 'daemonCore' } },
              },
            ],
          },
          { description: 'No datagram' },
        ],
      },
    },
    receiving: {
      on: {
        PACKET_HANDLED: [
          {
            guard: 'ready',
            target: 'readingCommand',
            description: 'HandleReq() → AcceptUDPRequest(), ReadCommand(): timeout(1), code(m_req)',
            actions: [{ type: 'send', params: { to: 'sock', message: { type: 'GET', caller: 'daemonCore' } } }],
          },
          { target: 'listening', description: 'No message is complete' },
        ],
      },
    },
    readingCommand: {
      on: {
        GOT: [
          {
            guard: and(['isAuthenticate', not(and(['is27894', 'hasPayload']))]),
            target: 'calling',
            description: 'DC_AUTHENTICATE: its ad is read; the message goes on, and yet the flag is set',
            actions: [{ type: 'send', params: { to: 'sock', message: { type: 'ALLOW_ONE_EMPTY_MESSAGE' } } }],
          },
          { guard: 'isCommand', target: 'calling', description: 'The handler goes on reading' },
          {
            target: 'endingMessage',
            description: 'VerifyCommand(): whatever the first 8 bytes are, no command is registered for them',
            actions: [{ type: 'send', params: { to: 'sock', message: { type: 'END_OF_MESSAGE' } } }],
          },
        ],
        GET_FAILED: {
          target: 'endingMessage',
          description: 'getPODClassAd() fails: no ad after DC_AUTHENTICATE',
          actions: [
            {
              type: 'dprintf',
              params: { text: 'ERROR: DC_AUTHENTICATE unable to receive auth_info from {peer}!' },
            },
            { type: 'send', params: { to: 'sock', message: { type: 'END_OF_MESSAGE' } } },
          ],
        },
      },
    },
    calling: {
      always: {
        target: 'inHandler',
        description: 'CallCommandHandler()',
        actions: [
          {
            type: 'dprintf',
            params: {
              text: 'Calling HandleReq <receive_startd_alive> (0) for command 441 (ALIVE) from unauthenticated@unmapped {peer}',
            },
          },
          { type: 'send', params: { to: 'handler', message: { type: 'CALL' } } },
        ],
      },
    },
    inHandler: {
      on: {
        RETURN: {
          target: 'endingMessage',
          description: 'finalize(): "on udp, we cannot just delete it": decode(), end_of_message()',
          actions: [
            { type: 'dprintf', params: { text: 'Return from HandleReq <receive_startd_alive>' } },
            { type: 'send', params: { to: 'sock', message: { type: 'END_OF_MESSAGE' } } },
          ],
        },
      },
    },
    endingMessage: {
      on: { EOM: { target: 'listening', description: 'Back to the event loop' } },
    },
  },
});
