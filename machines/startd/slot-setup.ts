import { and, enqueueActions, not, or, raise, setup, stateIn } from 'xstate';
import type { Dprintf } from '../vocabulary.ts';
import type { SlotEvent } from './slot-events.ts';

/** The lines that a slot prints in several places, and what in them differs. */
type Lines = Record<'logCommand' | 'logRank' | 'logMatch' | 'logFinalUpdate' | 'logBackfillExit', undefined> &
  Record<
    'logClaimWaits' | 'logClaimRefused' | 'logNoClaim' | 'logClaimingFailed' | 'logClaimTakenBack' | 'logSignalFailed',
    undefined
  > &
  Record<'logBackfillRefused', undefined> &
  Record<'logStarterExit' | 'logDrain', { readonly from: string }> &
  Record<'logReverting', { readonly to: string }>;

/** What a slot does besides changing its state: the lines that it logs, what it tells its claim, and what its transitions ask. */
export const slotSetup = setup({
  types: {} as { events: SlotEvent },
  actions: {
    dprintf: (_, _params: Dprintf) => {},
    /** What happens to the claim; nothing in a slot by itself. */
    tellClaim: enqueueActions((_, _params: { type: string }) => {}),
    /** Resource::retire_claim(): its job may finish first. */
    retireClaim: raise({ type: 'RETIRE_CLAIM' }),
    /** Resource::release_claim(): its starter is asked to end. */
    evictClaim: raise({ type: 'EVICT_CLAIM' }),
    /** Resource::kill_claim() */
    killClaim: raise({ type: 'KILL_CLAIM' }),
  },
  guards: {
    noVacate: ({ event }) => 'noVacate' in event && event.noVacate === true,
    isClaimed: stateIn('claimed'),
    /** Draining, CLAIM_WORKLIFE, or a better match; a claim that retires is closing as it is. */
    isClosing: ({ event }) => event.type === 'DEACTIVATE_CLAIM' && event.closing === true,
    isRetiring: stateIn({ claimed: 'retiring' }),
    closesClaim: and(['isClaimed', or(['isClosing', 'isRetiring'])]),
    mayRetire: not(stateIn({ claimed: 'cleaning' })),
    hasNoJob: stateIn({ claimed: 'idle' }),
    retiresWithoutVacate: and(['mayRetire', not('hasNoJob'), 'noVacate']),
    holdsClaim: or([stateIn('claimed'), stateIn('preempting')]),
    isClaimedOrMatched: or([stateIn('claimed'), stateIn('matched')]),
    hasSomebody: or([stateIn('claimed'), stateIn('matched'), stateIn('backfill')]),
    hasSomebodyStill: or([stateIn('claimed'), stateIn('matched'), stateIn('backfill'), stateIn('preempting')]),
  },
}).extend<Lines>({
  actions: {
    logCommand: enqueueActions(({ enqueue, event }) => {
      enqueue({ type: 'dprintf', params: { text: `{slot}: State change: received ${event.type} command` } });
    }),
    logRank: enqueueActions(({ enqueue }) => {
      enqueue({ type: 'dprintf', params: { text: '{slot}: Rank of this claim is: {rank}' } });
    }),
    logMatch: enqueueActions(({ enqueue }) => {
      enqueue({ type: 'dprintf', params: { text: '{slot}: State change: match notification protocol successful' } });
    }),
    logFinalUpdate: enqueueActions(({ enqueue }) => {
      const text = '{slot}: Received final job ClassAd update from starter. {unread} unread bytes';
      enqueue({ type: 'dprintf', params: { text } });
    }),
    logStarterExit: enqueueActions(({ enqueue }, { from }) => {
      enqueue({ type: 'dprintf', params: { text: `{slot}: State change: starter exited : {source} ${from}` } });
    }),
    logBackfillExit: enqueueActions(({ enqueue }) => {
      enqueue({ type: 'dprintf', params: { text: '{slot}: State change: starter exited : {source}' } });
    }),
    logDrain: enqueueActions(({ enqueue }, { from }) => {
      enqueue({ type: 'dprintf', params: { text: `{slot}: State change: entering Drained state (from ${from}).` } });
    }),
    logClaimWaits: enqueueActions(({ enqueue }) => {
      const text = '{slot}: State change: preempting claim exists - START is true or undefined';
      enqueue({ type: 'dprintf', params: { text } });
    }),
    logClaimRefused: enqueueActions(({ enqueue }) => {
      const text = '{slot}: State change: preempting claim refused - START is false';
      enqueue({ type: 'dprintf', params: { text } });
    }),
    logClaimingFailed: enqueueActions(({ enqueue }) => {
      enqueue({ type: 'dprintf', params: { text: '{slot}: State change: claiming protocol failed' } });
    }),
    logSignalFailed: enqueueActions(({ enqueue }) => {
      enqueue({ type: 'dprintf', params: { text: '{slot}: State change: Error sending signals to starter' } });
    }),
    /** What eval_policy() says of the claim that has just been accepted. */
    logReverting: enqueueActions(({ enqueue }, { to }) => {
      enqueue({ type: 'dprintf', params: { text: `{slot}: State change: {cause} reverting to ${to}` } });
    }),
    logClaimTakenBack: enqueueActions(({ enqueue }) => {
      enqueue({ type: 'dprintf', params: { text: '{slot}: State change: claiming protocol failed' } });
      enqueue({ type: 'tellClaim', params: { type: 'REFUSE' } });
    }),
    logBackfillRefused: enqueueActions(({ enqueue }) => {
      enqueue({ type: 'dprintf', params: { text: '{slot}: Claiming protocol failed' } });
      enqueue({ type: 'tellClaim', params: { type: 'REFUSE' } });
    }),
    logNoClaim: enqueueActions(({ enqueue }) => {
      enqueue({ type: 'dprintf', params: { text: '{slot}: State change: No preempting claim, returning to owner' } });
    }),
  },
});
