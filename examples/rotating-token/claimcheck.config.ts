import { channel, defineStudy, defineSystem, enters, send, witness } from 'claimcheck';
import { assign, setup } from 'xstate';

/**
 * Two tabs of a browser share a refresh token that the server rotates. A token that comes a second time looks stolen, and ends
 * the session. A lock between the tabs prevents that.
 */

const LAST_TOKEN = 3;
const actions = { send: (_: unknown, _params: ReturnType<typeof send>['params']) => {} };
type Token = { token: number };
type Args = { context: Token; event: Token };

const tab = setup({
  types: {} as {
    context: { name: string; locks: boolean };
    input: { name: string; locks: boolean };
    events: { type: 'EXPIRE' | 'GRANTED' | 'BUSY' | 'ENDED' } | { type: 'STORED' | 'RENEWED'; token: number };
  },
  actions,
  guards: { locks: ({ context }) => context.locks },
}).createMachine({
  id: 'tab',
  context: ({ input }) => input,
  initial: 'idle',
  states: {
    idle: {
      on: {
        EXPIRE: [
          {
            guard: 'locks',
            target: 'locking',
            actions: send('lock', { type: 'ACQUIRE' }),
            description: 'its access token is too old',
          },
          { target: 'reading', actions: send('storage', { type: 'READ' }), description: 'its access token is too old' },
        ],
      },
    },
    locking: { on: { GRANTED: { target: 'reading', actions: send('storage', { type: 'READ' }) }, BUSY: 'idle' } },
    reading: {
      on: {
        STORED: {
          target: 'refreshing',
          actions: send('up', ({ context, event }: { context: { name: string }; event: Token }) => ({
            type: 'REFRESH',
            token: event.token,
            tab: context.name,
          })),
        },
      },
    },
    refreshing: {
      on: {
        RENEWED: {
          target: 'idle',
          actions: [
            send('storage', ({ event }: Args) => ({ type: 'WRITE', token: event.token })),
            send('lock', { type: 'RELEASE' }),
          ],
        },
        ENDED: { target: 'loggedOut', actions: send('lock', { type: 'RELEASE' }) },
      },
    },
    loggedOut: {},
  },
});

const storage = setup({
  types: {} as { context: Token; events: { type: 'READ' } | { type: 'WRITE'; token: number } },
  actions,
}).createMachine({
  id: 'storage',
  context: { token: 1 },
  on: {
    READ: { actions: send('sender', ({ context: { token } }: Args) => ({ type: 'STORED', token })) },
    WRITE: { actions: assign({ token: ({ event }) => event.token }) },
  },
});

const lock = setup({ actions }).createMachine({
  id: 'lock',
  initial: 'free',
  states: {
    free: { on: { ACQUIRE: { target: 'held', actions: send('sender', { type: 'GRANTED' }) }, RELEASE: {} } },
    held: { on: { ACQUIRE: { actions: send('sender', { type: 'BUSY' }) }, RELEASE: 'free' } },
  },
});

/** The server answers the tab that a request names. */
type Refresh = { context: Token; event: Token & { tab: string } };
const ended = {
  type: 'send' as const,
  params: ({ event }: Refresh) => ({ to: event.tab, message: { type: 'ENDED' } }),
};
const renewed = {
  type: 'send' as const,
  params: ({ context: { token }, event }: Refresh) => ({ to: event.tab, message: { type: 'RENEWED', token } }),
};

const server = setup({
  types: {} as { context: Token; events: { type: 'REFRESH'; token: number; tab: string } },
  actions: { send: actions.send, rotate: assign({ token: ({ context }) => context.token + 1 }) },
  guards: {
    isCurrent: ({ context, event }) => event.token === context.token,
    isLast: ({ context, event }) => event.token === context.token && event.token === LAST_TOKEN,
  },
}).createMachine({
  id: 'server',
  context: { token: 1 },
  initial: 'valid',
  states: {
    valid: {
      on: {
        REFRESH: [
          {
            guard: 'isLast',
            target: 'over',
            actions: ended,
            description: 'the session is old enough',
          },
          {
            guard: 'isCurrent',
            actions: ['rotate', renewed],
          },
          {
            target: 'revoked',
            actions: ended,
            description: 'a token comes again: it may be stolen',
          },
        ],
      },
    },
    revoked: { on: { REFRESH: { actions: ended } } },
    over: { on: { REFRESH: { actions: ended } } },
  },
});

const rotatingToken = defineSystem({
  name: 'rotating-token',
  sentence: 'Two tabs that renew one session with a rotating token',
  axes: { lock: { values: [false, true], about: 'whether a tab renews only while it holds a lock' } },
  search: ({ lock: locks }) => ({
    spec: {
      name: 'rotating-token',
      components: [
        ...['a', 'b'].flatMap((name) => [
          {
            name,
            machine: tab,
            input: { name, locks },
            ports: { up: `${name} up` },
            environment: [{ event: { type: 'EXPIRE' } }],
          },
          channel({ name: `${name} up`, to: 'server' }),
        ]),
        { name: 'storage', machine: storage },
        { name: 'lock', machine: lock },
        { name: 'server', machine: server },
      ],
    },
    properties: [
      {
        id: 'not-revoked',
        sentence: 'The session of an honest user is never revoked',
        source: 'OAuth 2.0 for Browser-Based Apps: refresh token rotation',
        checks: [{ kind: 'never', what: enters('server', 'revoked') }],
      },
      witness('over', 'The session comes to its end', 'the server rotates', enters('server', 'over')),
    ],
  }),
});

export default defineStudy({ name: 'A rotating token', machines: '', systems: [rotatingToken] });
