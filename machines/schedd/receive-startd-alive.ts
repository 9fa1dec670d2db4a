import { and, assign, enqueueActions, not, setup } from 'xstate';
import type { ClaimId, Dprintf, Fixes, Item, Send } from '../vocabulary.ts';
import { ALIVE_INTERVAL, UNKNOWN_CLAIM } from '../vocabulary.ts';

interface Context {
  readonly fixes: Fixes;
  readonly looksUpDedicated: boolean;
  /** What get_secret() has filled claim_id with; NULL until then, and for a NULL string. */
  readonly claimId: ClaimId | null;
}

interface Input {
  readonly fixes: Fixes;
  /** Since #2317, and so in October 2011: the dedicated scheduler keeps match records of its own. */
  readonly looksUpDedicated?: boolean;
}

export type ReceiveStartdAliveEvent =
  | { type: 'CALL' }
  | { type: 'GOT'; item: Item }
  | { type: 'GET_FAILED' }
  | { type: 'EOM'; result: boolean }
  | { type: 'FOUND' }
  | { type: 'NOT_FOUND' }
  | { type: 'PUT_DONE' }
  | { type: 'PUT_FAILED' };

const base = setup({
  types: {} as { context: Context; events: ReceiveStartdAliveEvent; input: Input },
  actions: {
    send: (_, _params: Send) => {},
    dprintf: (_, _params: Dprintf) => {},
    takeClaimId: assign(({ event }) =>
      event.type === 'GOT' && (event.item.kind === 'claimId' || event.item.kind === 'otherClaimId')
        ? { claimId: event.item.kind }
        : {},
    ),
    freeClaimId: assign({ claimId: null }),
  },
  guards: {
    is27897: ({ context }) => context.fixes['27897'],
    looksUpDedicated: ({ context }) => context.looksUpDedicated,
    hasClaimId: ({ context }) => context.claimId !== null,
    succeeded: ({ event }) => event.type === 'EOM' && event.result,
  },
}).extend<{ reply: { readonly value: number } }>({
  actions: {
    /** encode(); code(ret_value); end_of_message() */
    reply: enqueueActions(({ enqueue }, { value }) => {
      const items = [{ kind: 'int', value }];
      enqueue({ type: 'send', params: { to: 'sock', message: { type: 'PUT', caller: 'handler', items } } });
    }),
  },
});

/**
 * The schedd's handler of the ALIVE command (Scheduler::receive_startd_alive, schedd.cpp): read the claim id, look it
 * up in both match tables, answer alive_interval or -1.
 */
export const receiveStartdAliveMachine = base.createMachine({
  id: 'receiveStartdAlive',
  description: 'Scheduler::receive_startd_alive (schedd.cpp)',
  context: ({ input }) => ({
    fixes: input.fixes,
    looksUpDedicated: input.looksUpDedicated ?? true,
    claimId: null,
  }),
  initial: 'idle',
  states: {
    idle: {
      on: {
        CALL: {
          target: 'gettingSecret',
          description: 'decode(); timeout(1); get_secret(claim_id)',
          actions: [{ type: 'send', params: { to: 'sock', message: { type: 'GET', caller: 'handler' } } }],
        },
      },
    },
    gettingSecret: {
      description: 'Blocks in get_secret()',
      on: {
        GOT: {
          target: 'endingMessage',
          description: 'claim_id points to what was read',
          actions: ['takeClaimId', { type: 'send', params: { to: 'sock', message: { type: 'END_OF_MESSAGE' } } }],
        },
        GET_FAILED: [
          { guard: 'is27897', target: 'returning', description: '27897: !get_secret() → return FALSE' },
          {
            target: 'endingMessage',
            description: "get_secret()'s result is ignored: claim_id stays NULL",
            actions: [{ type: 'send', params: { to: 'sock', message: { type: 'END_OF_MESSAGE' } } }],
          },
        ],
      },
    },
    endingMessage: {
      description: 'end_of_message() is all that stands between a failed read and the reply',
      on: {
        EOM: [
          {
            guard: and(['succeeded', 'hasClaimId']),
            target: 'searchingMatches',
            description: 'scheduler.FindMrecByClaimID(claim_id)',
            actions: [
              {
                type: 'send',
                params: ({ context }) => ({
                  to: 'matchRecord',
                  message: { type: 'LOOK_UP', table: 'scheduler', claimId: context.claimId },
                }),
              },
            ],
          },
          {
            guard: and(['succeeded', not('hasClaimId')]),
            target: 'replying',
            description: 'claim_id is NULL: no look-up, no match, -1',
            actions: [
              { type: 'dprintf', params: { text: 'Received startd keepalive for unknown claimid #...' } },
              { type: 'reply', params: { value: UNKNOWN_CLAIM } },
            ],
          },
          { target: 'returning', description: 'return FALSE: closed without a reply' },
        ],
      },
    },
    searchingMatches: {
      on: {
        FOUND: {
          target: 'replying',
          description: 'A match record: push the lease forward',
          actions: [{ type: 'reply', params: { value: ALIVE_INTERVAL } }],
        },
        NOT_FOUND: [
          {
            guard: 'looksUpDedicated',
            target: 'searchingDedicated',
            description: 'dedicated_scheduler.FindMrecByClaimID(claim_id) (#2317)',
            actions: [
              {
                type: 'send',
                params: ({ context }) => ({
                  to: 'matchRecord',
                  message: { type: 'LOOK_UP', table: 'dedicated scheduler', claimId: context.claimId },
                }),
              },
            ],
          },
          {
            target: 'replying',
            description: "Before #2317: the scheduler's own table is the only one, and nothing is logged",
            actions: [{ type: 'reply', params: { value: UNKNOWN_CLAIM } }],
          },
        ],
      },
    },
    searchingDedicated: {
      on: {
        FOUND: {
          target: 'replying',
          actions: [{ type: 'reply', params: { value: ALIVE_INTERVAL } }],
        },
        NOT_FOUND: {
          target: 'replying',
          description: 'No table knows the claim id: an authoritative -1',
          actions: [
            { type: 'dprintf', params: { text: 'Received startd keepalive for unknown claimid {claim}' } },
            { type: 'reply', params: { value: UNKNOWN_CLAIM } },
          ],
        },
      },
    },
    replying: {
      description: 'encode(); code(ret_value); end_of_message(): the handler ignores whether it was sent',
      on: {
        PUT_DONE: { target: 'returning' },
        PUT_FAILED: { target: 'returning' },
      },
    },
    returning: {
      always: {
        target: 'idle',
        actions: ['freeClaimId', { type: 'send', params: { to: 'daemonCore', message: { type: 'RETURN' } } }],
      },
    },
  },
});
