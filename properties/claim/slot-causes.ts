import { isIn, type Occurrence, type Pattern, type Property, takes } from '../../src/checker/index.ts';

/**
 * Every change of state and activity that the manual has or a real slot has shown (slot-transitions.json), and by what it
 * comes about. A command comes as what it makes of the claim: RETIRE_CLAIM, EVICT_CLAIM or KILL_CLAIM.
 */
export const CAUSES: Readonly<Record<string, readonly string[]>> = {
  'Owner/Idle -> Unclaimed/Idle': ['IS_OWNER_FALSE'],
  'Unclaimed/Idle -> Owner/Idle': ['IS_OWNER_TRUE', 'CLAIMING_FAILED', 'REQUEST_CLAIM_REVERTED'],
  'Unclaimed/Idle -> Unclaimed/Benchmarking': ['RUN_BENCHMARKS'],
  'Unclaimed/Benchmarking -> Unclaimed/Idle': ['BENCHMARKS_DONE'],
  'Unclaimed/Idle -> Claimed/Idle': ['REQUEST_CLAIM'],
  'Unclaimed/Idle -> Matched/Idle': ['MATCH_NOTIFIED'],
  'Unclaimed/Idle -> Backfill/Idle': ['START_BACKFILL'],
  'Matched/Idle -> Owner/Idle': [
    'CLAIMING_FAILED',
    'EVICT_CLAIM',
    'KILL_CLAIM',
    'RETIRE_CLAIM',
    'MATCH_TIMED_OUT',
    'REQUEST_CLAIM_REVERTED',
  ],
  'Matched/Idle -> Claimed/Idle': ['REQUEST_CLAIM'],
  'Claimed/Idle -> Preempting/Vacating': [
    'EVICT_CLAIM',
    'PREEMPT_IDLE_CLAIM',
    'START_FALSE',
    'WORKLIFE_EXPIRED',
    'DRAIN_IDLE_CLAIM',
  ],
  'Claimed/Idle -> Preempting/Killing': ['KILL_CLAIM'],
  'Claimed/Idle -> Owner/Idle': ['CLAIM_REPLY_FAILED'],
  'Claimed/Idle -> Claimed/Busy': ['ACTIVATE_CLAIM'],
  'Claimed/Busy -> Claimed/Idle': ['STARTER_EXITED'],
  'Claimed/Busy -> Claimed/Retiring': ['RETIRE_CLAIM', 'PREEMPT', 'PREEMPTING_CLAIM'],
  'Claimed/Busy -> Claimed/Suspended': ['SUSPEND_CLAIM', 'SUSPEND', 'COD_STARTS'],
  'Claimed/Suspended -> Claimed/Busy': ['CONTINUE', 'CONTINUE_CLAIM', 'COD_ENDS'],
  'Claimed/Suspended -> Claimed/Retiring': ['RETIRE_CLAIM', 'PREEMPT', 'CONTINUE_RETIRING'],
  'Claimed/Suspended -> Preempting/Vacating': ['EVICT_CLAIM', 'SIGNAL_FAILED'],
  'Claimed/Suspended -> Preempting/Killing': ['KILL_CLAIM', 'SIGNAL_FAILED'],
  'Claimed/Retiring -> Preempting/Vacating': ['EVICT_CLAIM', 'STARTER_EXITED', 'NOTHING_TO_RETIRE'],
  'Claimed/Retiring -> Preempting/Killing': ['KILL_CLAIM'],
  'Claimed/Retiring -> Claimed/Busy': ['PREEMPTING_CLAIM_GONE'],
  'Claimed/Retiring -> Claimed/Suspended': ['SUSPEND_CLAIM', 'SUSPEND', 'COD_STARTS'],
  'Preempting/Vacating -> Preempting/Killing': ['KILL_CLAIM', 'KILL'],
  'Preempting/Vacating -> Owner/Idle': [
    'STARTER_GONE_NO_CLAIM',
    'STARTER_GONE_CLAIM_REVERTED',
    'STARTER_GONE_CLAIM_REFUSED',
  ],
  'Preempting/Vacating -> Claimed/Idle': ['STARTER_GONE_CLAIM_WAITS'],
  'Preempting/Killing -> Claimed/Idle': ['STARTER_GONE_CLAIM_WAITS'],
  'Preempting/Killing -> Owner/Idle': [
    'STARTER_GONE_NO_CLAIM',
    'STARTER_GONE_CLAIM_REVERTED',
    'STARTER_GONE_CLAIM_REFUSED',
  ],
  'Backfill/Idle -> Backfill/Busy': ['SPAWN_BACKFILL'],
  'Backfill/Busy -> Backfill/Idle': ['BACKFILL_EXITED'],
  'Backfill/Busy -> Backfill/Killing': [
    'REQUEST_CLAIM',
    'MATCH_NOTIFIED',
    'EVICT_CLAIM',
    'KILL_CLAIM',
    'EVICT_BACKFILL',
    'RETIRE_CLAIM',
  ],
  'Backfill/Idle -> Owner/Idle': [
    'EVICT_CLAIM',
    'KILL_CLAIM',
    'EVICT_BACKFILL',
    'RETIRE_CLAIM',
    'REQUEST_CLAIM_REVERTED',
  ],
  'Backfill/Idle -> Claimed/Idle': ['REQUEST_CLAIM'],
  'Backfill/Idle -> Matched/Idle': ['MATCH_NOTIFIED'],
  'Drained/Retiring -> Drained/Idle': ['DRAINING_COMPLETE'],
  'Drained/Idle -> Owner/Idle': ['DRAINING_OVER', 'CLAIMING_FAILED', 'REQUEST_CLAIM_REVERTED'],
  'Owner/Idle -> Drained/Retiring': ['DRAIN'],
  'Unclaimed/Idle -> Drained/Retiring': ['DRAIN'],
  'Claimed/Busy -> Preempting/Killing': ['KILL_CLAIM'],
  'Claimed/Busy -> Preempting/Vacating': ['EVICT_CLAIM'],
  'Claimed/Busy -> Claimed/Cleaning': ['FINAL_UPDATE'],
  'Claimed/Retiring -> Claimed/Cleaning': ['FINAL_UPDATE'],
  'Claimed/Suspended -> Claimed/Cleaning': ['FINAL_UPDATE'],
  'Claimed/Cleaning -> Claimed/Idle': ['STARTER_EXITED'],
  'Claimed/Cleaning -> Preempting/Vacating': ['STARTER_EXITED_CLAIM_ENDING'],
  'Claimed/Idle -> Claimed/Retiring': ['RETIRE_CLAIM'],
  'Claimed/Idle -> Claimed/Suspended': ['SUSPEND_CLAIM'],
  'Claimed/Suspended -> Claimed/Idle': ['STARTER_EXITED'],
  'Owner/Idle -> Claimed/Idle': ['REQUEST_CLAIM'],
  'Owner/Idle -> Matched/Idle': ['MATCH_NOTIFIED'],
  'Unclaimed/Benchmarking -> Claimed/Idle': ['REQUEST_CLAIM'],
  'Unclaimed/Benchmarking -> Matched/Idle': ['MATCH_NOTIFIED'],
  'Unclaimed/Benchmarking -> Backfill/Idle': ['START_BACKFILL'],
  'Unclaimed/Benchmarking -> Drained/Retiring': ['DRAIN'],
  'Unclaimed/Benchmarking -> Owner/Benchmarking': ['IS_OWNER_TRUE'],
  'Owner/Benchmarking -> Owner/Idle': ['BENCHMARKS_DONE', 'REQUEST_CLAIM_REVERTED'],
  'Drained/Retiring -> Owner/Retiring': ['DRAINING_OVER'],
  'Owner/Retiring -> Unclaimed/Idle': ['IS_OWNER_FALSE'],
  'Drained/Retiring -> Claimed/Idle': ['REQUEST_CLAIM'],
  'Backfill/Killing -> Owner/Idle': ['BACKFILL_GONE_OWNER', 'BACKFILL_GONE_CLAIM_REVERTED'],
  'Backfill/Killing -> Claimed/Idle': ['BACKFILL_GONE_CLAIMED'],
  'Backfill/Killing -> Matched/Idle': ['BACKFILL_GONE_MATCHED'],
  'Claimed/Cleaning -> Claimed/Suspended': ['SUSPEND_CLEANING_CLAIM'],
  'Drained/Idle -> Claimed/Idle': ['REQUEST_CLAIM'],
  'Drained/Retiring -> Owner/Idle': ['CLAIMING_FAILED', 'REQUEST_CLAIM_REVERTED'],
  'Owner/Benchmarking -> Claimed/Idle': ['REQUEST_CLAIM'],
  'Owner/Benchmarking -> Drained/Retiring': ['DRAIN'],
  'Owner/Benchmarking -> Matched/Idle': ['MATCH_NOTIFIED'],
  'Owner/Benchmarking -> Unclaimed/Benchmarking': ['IS_OWNER_FALSE'],
  'Owner/Retiring -> Owner/Idle': ['REQUEST_CLAIM_REVERTED'],
  'Owner/Retiring -> Claimed/Idle': ['REQUEST_CLAIM'],
  'Owner/Retiring -> Drained/Retiring': ['DRAIN'],
  'Owner/Retiring -> Matched/Idle': ['MATCH_NOTIFIED'],
  'Owner/Retiring -> Unclaimed/Retiring': ['IS_OWNER_FALSE_LATER'],
  'Unclaimed/Benchmarking -> Owner/Idle': ['CLAIMING_FAILED', 'REQUEST_CLAIM_REVERTED'],
  'Unclaimed/Retiring -> Backfill/Idle': ['START_BACKFILL'],
  'Unclaimed/Retiring -> Claimed/Idle': ['REQUEST_CLAIM'],
  'Unclaimed/Retiring -> Drained/Retiring': ['DRAIN'],
  'Unclaimed/Retiring -> Matched/Idle': ['MATCH_NOTIFIED'],
  'Unclaimed/Retiring -> Owner/Idle': ['CLAIMING_FAILED', 'REQUEST_CLAIM_REVERTED'],
  'Unclaimed/Retiring -> Owner/Retiring': ['IS_OWNER_TRUE'],
  'Unclaimed/Retiring -> Unclaimed/Benchmarking': ['RUN_BENCHMARKS'],
};

/** What commands, the claim's own end and policy make of the claim (Resource.cpp); ways-out.ts has their lines. */
const MAKES: Readonly<Record<string, readonly string[]>> = {
  RETIRE_CLAIM: ['VACATE_CLAIM', 'VACATE_ALL_CLAIMS', 'DRAIN_GRACEFULLY', 'SHUT_DOWN_GRACEFULLY'],
  EVICT_CLAIM: ['DEACTIVATE_CLAIM', 'RETIREMENT_EXPIRED', 'DRAIN_QUICKLY'],
  KILL_CLAIM: [
    'RETIREMENT_EXPIRED',
    'RELEASE_CLAIM',
    'DISOWNED',
    'LEASE_EXPIRED',
    'VACATE_CLAIM_FAST',
    'VACATE_ALL_FAST',
    'DRAIN_FAST',
    'SHUT_DOWN_FAST',
  ],
};

/** `Claimed/Busy -> Preempting/Killing`, as the StartLog has it. */
function changeOf({ from, to }: Occurrence): string {
  return `${nameOf(from.snapshot.value)} -> ${nameOf(to.snapshot.value)}`;
}

function nameOf(value: unknown): string {
  const [words = []] = Object.entries(value as Record<string, string>);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('/');
}

const isCause = (change: string, event: string): boolean =>
  (CAUSES[change] ?? []).some((cause) => cause === event || MAKES[cause]?.includes(event));

const changesOtherwise: Pattern = (occurrence) =>
  occurrence.component === 'slot' &&
  occurrence.from !== occurrence.to &&
  !isCause(changeOf(occurrence), occurrence.event.type);

/** A state's path in the machine, by its name in the StartLog. */
const pathOf = (name: string): string => name.toLowerCase().replace('/', '.');

/** If one cause changes one state in two ways, the name of the second has its target as well. */
const isSecond = (change: string, cause: string): boolean =>
  Object.keys(CAUSES).find(
    (one) => one.split(' -> ')[0] === change.split(' -> ')[0] && CAUSES[one]?.includes(cause),
  ) !== change;

const comesBy = (change: string, cause: string): Property => {
  const [from = '', to = ''] = change.split(' -> ').map(pathOf);
  const words = [from, cause, ...(isSecond(change, cause) ? [to.split('.').at(-1)] : [])];
  return {
    id: words.join('-').toLowerCase().replaceAll(/[._]/g, '-'),
    sentence: `${change}, by ${cause}`,
    source: 'the antecedent of P5: properties/slot-transitions.json',
    checks: [
      {
        kind: 'sometimes',
        what: (occurrence) => takes('slot', cause, from)(occurrence) && isIn(occurrence.to.snapshot, to),
      },
    ],
  };
};

/** A slot makes these changes and no other, each by its causes and by no other. */
export const SLOT_CHANGES: readonly Property[] = [
  {
    id: 'P5',
    sentence:
      'A slot makes no change of state or activity but those of the manual and those measured, each by its causes',
    source: "the administrators' manual; 231 slot runs of HTCondor 25.14, and its source",
    checks: [{ kind: 'never', what: changesOtherwise }],
  },
  ...Object.entries(CAUSES).flatMap(([change, causes]) => causes.map((cause) => comesBy(change, cause))),
];
