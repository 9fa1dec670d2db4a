import { defineStudy, defineSystem, enters, inState, where, witness } from 'claimcheck';
import { assign, fromPromise, setup } from 'xstate';

/** A page is fetched, and fetched again after a while: `invoke` and `after` as they are, in a study of a single component. */

const machine = setup({
  types: {} as { context: { attempts: number }; events: { type: 'LOAD' } | { type: 'CANCEL' } },
  // It is never run: how it may come out is listed below.
  actors: { fetchPage: fromPromise(() => Promise.resolve('the page')) },
  delays: { pause: ({ context }) => 1000 * 2 ** context.attempts },
  guards: { mayRetry: ({ context }) => context.attempts < 3 },
}).createMachine({
  id: 'page',
  context: { attempts: 0 },
  initial: 'idle',
  states: {
    idle: { on: { LOAD: 'loading' } },
    loading: {
      entry: assign({ attempts: ({ context }) => context.attempts + 1 }),
      on: { CANCEL: 'cancelled' },
      invoke: {
        id: 'request',
        src: 'fetchPage',
        onDone: 'shown',
        onError: [{ guard: 'mayRetry', target: 'pausing' }, { target: 'failed' }],
      },
    },
    pausing: { on: { CANCEL: 'cancelled' }, after: { pause: 'loading' } },
    shown: {},
    cancelled: {},
    failed: {},
  },
});

const page = {
  name: 'page',
  machine,
  environment: [{ event: { type: 'LOAD' } }, { event: { type: 'CANCEL' } }],
  outcomes: { request: [{ done: 'the page' }, { error: 'offline', fault: 'network' }] },
};

const fetchRetry = defineSystem({
  name: 'fetch-retry',
  sentence: 'A page that is fetched up to three times',
  search: () => ({
    spec: { name: 'fetch-retry', components: [page] },
    properties: [
      {
        id: 'three-times',
        sentence: 'It is never fetched more than three times',
        checks: [{ kind: 'always', what: where(page, ({ context }) => context.attempts <= 3) }],
      },
      {
        id: 'ends',
        sentence: 'It ends only where a user sees how',
        checks: [
          {
            kind: 'deadlock',
            except: where(page, (at) => ['shown', 'cancelled', 'failed'].some((end) => at.value === end)),
          },
        ],
      },
      {
        id: 'patient',
        sentence: 'It gives up only after three attempts',
        checks: [
          { kind: 'never', what: enters('page', 'failed'), while: where(page, ({ context }) => context.attempts < 3) },
        ],
      },
      witness('fails', 'It fails', 'the network may be away', enters('page', 'failed')),
      {
        id: 'in-time',
        sentence: 'It is not cancelled while it is shown',
        checks: [{ kind: 'never', what: enters('page', 'cancelled'), while: inState('page', 'shown') }],
      },
    ],
  }),
});

export default defineStudy({ name: 'Fetch with retry', machines: '', systems: [fetchRetry] });
