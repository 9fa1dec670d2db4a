import { assign, setup } from 'xstate';
import type { Dprintf, Send } from '../vocabulary.ts';

/** When checkClaimLeases() is called, in the clock's units: so long after the start, and every so often from then on. */
export interface ClaimLeasesTimer {
  readonly first: number;
  readonly every: number;
}

interface Context {
  /** How many timers DaemonCore runs before it looks for commands; null for all that are due (7195). */
  readonly timersPerCycle: number | null;
  /** How many timers of 0 seconds are ahead of checkReconnectQueue(). */
  readonly timersAhead: number;
  /** Scheduler::RegisterTimers(): null for an untimed schedd, whose timer may fire whenever it runs. */
  readonly claimLeases: ClaimLeasesTimer | null;
  /** How many ticks aliveid still has to go; null while it does not run. */
  readonly ticksLeft: number | null;
}

interface Input {
  readonly timersPerCycle: number | null;
  readonly timersAhead: number;
  readonly claimLeases?: ClaimLeasesTimer;
}

export type ScheddEvent =
  | { type: 'RUN_JOB' }
  | { type: 'KILL' }
  | { type: 'START' }
  | { type: 'RUN_TIMERS' }
  | { type: 'SELECT' }
  | { type: 'START_RECONNECT_SHADOW' }
  | { type: 'SHADOW_FORKED' }
  | { type: 'MATCH_DELETED' }
  | { type: 'LEASE_VALID' }
  | { type: 'LEASE_OVER' }
  | { type: 'SHADOW_EXITS' }
  | { type: 'CLAIM_LEASES_TIMER' }
  | { type: 'IS_ANYTHING_DUE' }
  | { type: 'TICK' };

/**
 * A schedd that is killed while its job runs and started again with its queue (schedd.cpp, daemon_core.cpp): the order in which it
 * does things until the job's match record is back and its shadow has reconnected. One job and one restart are looked at.
 *
 * The queue is recovered before the event loop begins; the match records are rebuilt by a timer, in it.
 */
export const scheddMachine = setup({
  types: {} as {
    context: Context;
    events: ScheddEvent;
    input: Input;
  },
  actions: {
    send: (_, _params: Send) => {},
    dprintf: (_, _params: Dprintf) => {},
    countTimers: assign({ timersAhead: ({ context }) => context.timersAhead - (context.timersPerCycle ?? 0) }),
    startClaimLeasesTimer: assign({ ticksLeft: ({ context }) => context.claimLeases?.first ?? null }),
    setClaimLeasesTimer: assign({ ticksLeft: ({ context }) => context.claimLeases?.every ?? null }),
    stopClaimLeasesTimer: assign({ ticksLeft: null }),
    countDown: assign({ ticksLeft: ({ context }) => context.ticksLeft && context.ticksLeft - 1 }),
  },
  guards: {
    claimLeasesTimerIsDue: ({ context }) => !context.claimLeases || context.ticksLeft === 0,
    aTimerIsDue: ({ context }) => context.ticksLeft === 0,
    reachesReconnectQueue: ({ context }) =>
      context.timersPerCycle === null || context.timersAhead < context.timersPerCycle,
  },
}).createMachine({
  id: 'schedd',
  description: 'A schedd that is killed and started again with its job queue',
  context: ({ input }) => ({
    timersPerCycle: input.timersPerCycle,
    timersAhead: input.timersAhead,
    claimLeases: input.claimLeases ?? null,
    ticksLeft: input.claimLeases?.every ?? null,
  }),
  initial: 'withoutJob',
  on: {
    IS_ANYTHING_DUE: [
      {
        guard: 'aTimerIsDue',
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
    withoutJob: {
      on: {
        RUN_JOB: {
          target: 'running',
          description: 'A job is matched, its claim requested, its shadow forked, its starter started: all at once',
          actions: [{ type: 'send', params: { to: 'matchRecord', message: { type: 'ADD_MATCH_RECORD' } } }],
        },
        CLAIM_LEASES_TIMER: {
          guard: 'claimLeasesTimerIsDue',
          description: 'Scheduler::checkClaimLeases(): no record yet',
          actions: 'setClaimLeasesTimer',
        },
      },
    },
    running: {
      description: 'A shadow runs the job',
      on: {
        CLAIM_LEASES_TIMER: {
          guard: 'claimLeasesTimerIsDue',
          description: 'Scheduler::checkClaimLeases(): ATTR_LAST_JOB_LEASE_RENEWAL goes to the disk',
          actions: [
            'setClaimLeasesTimer',
            { type: 'send', params: { to: 'matchRecord', message: { type: 'CHECK_CLAIM_LEASE' } } },
          ],
        },
        SELECT: {
          description: 'The event loop comes round: a command that has come is served',
          actions: [{ type: 'send', params: { to: 'exchange', message: { type: 'SERVE' } } }],
        },
        KILL: {
          target: 'down',
          description: 'SIGKILL, or a crash: its shadows end with it, the job runs on under its lease',
          actions: [
            'stopClaimLeasesTimer',
            { type: 'send', params: { to: 'matchRecord', message: { type: 'SCHEDD_DIES' } } },
            { type: 'send', params: { to: 'exchange', message: { type: 'SCHEDD_DIES' } } },
          ],
        },
      },
    },
    down: {
      on: {
        START: {
          target: 'recovering',
          description:
            'main_init(): the command socket is bound, then Scheduler::Init() and InitJobQueue() read the queue',
          actions: [
            'startClaimLeasesTimer',
            { type: 'dprintf', params: { text: '** condor_schedd (CONDOR_SCHEDD) STARTING UP' } },
            { type: 'send', params: { to: 'exchange', message: { type: 'SCHEDD_LISTENS' } } },
            { type: 'send', params: { to: 'matchRecord', message: { type: 'JOB_LEASE_IS_VALID' } } },
          ],
        },
      },
    },
    recovering: {
      description: 'mark_jobs_idle() → jobLeaseIsValid(): by the last renewal on the disk',
      on: {
        LEASE_VALID: {
          target: 'restarted',
          description: 'Scheduler::enqueueReconnectJob()',
          actions: [
            {
              type: 'dprintf',
              params: { text: 'Job {job} might still be alive, spawning shadow to reconnect' },
            },
            { type: 'dprintf', params: { text: 'Enqueued job {job} to spawn shadow for reconnect' } },
          ],
        },
        LEASE_OVER: {
          target: 'restarted.rebuilt.jobIdle',
          description: 'mark_job_stopped(): no record is made',
          actions: [{ type: 'dprintf', params: { text: 'Marked job {job} as IDLE' } }],
        },
      },
    },
    restarted: {
      description: 'The queue is recovered',
      initial: 'timers',
      states: {
        timers: {
          description: 'The event loop begins with the timers that are due; checkReconnectQueue() is one of 0 seconds',
          on: {
            RUN_TIMERS: [
              {
                guard: 'reachesReconnectQueue',
                target: 'rebuilt',
                description: 'TimerManager::Timeout(): checkReconnectQueue() → makeReconnectRecords()',
                actions: [
                  {
                    type: 'dprintf',
                    params: { text: 'Adding match record for disconnected job {job} (Owner: {owner})' },
                  },
                  { type: 'dprintf', params: { text: 'ClaimId: {claim}' } },
                  { type: 'send', params: { to: 'matchRecord', message: { type: 'MAKE_RECONNECT_RECORD' } } },
                ],
              },
              {
                target: 'select',
                description:
                  'TimerManager::Timeout(): max_timer_events_per_cycle, 3; those behind wait for the next cycle',
                actions: 'countTimers',
              },
            ],
          },
        },
        select: {
          description: 'Commands are served, and the match records are not rebuilt',
          on: {
            SELECT: {
              target: 'timers',
              description: 'The event loop comes round: a command that has come is served',
              actions: [{ type: 'send', params: { to: 'exchange', message: { type: 'SERVE' } } }],
            },
          },
        },
        rebuilt: {
          description: 'The match records are rebuilt',
          on: {
            SELECT: {
              description: 'The event loop comes round: a command that has come is served',
              actions: [{ type: 'send', params: { to: 'exchange', message: { type: 'SERVE' } } }],
            },
            CLAIM_LEASES_TIMER: {
              guard: 'claimLeasesTimerIsDue',
              description: 'Scheduler::checkClaimLeases(), a timer (3312)',
              actions: [
                'setClaimLeasesTimer',
                { type: 'send', params: { to: 'matchRecord', message: { type: 'CHECK_CLAIM_LEASE' } } },
              ],
            },
          },
          initial: 'shadowQueued',
          states: {
            shadowQueued: {
              description: 'The shadow that is to reconnect waits for its turn (JOB_START_DELAY)',
              on: {
                START_RECONNECT_SHADOW: {
                  target: 'forkingShadow',
                  description: 'Scheduler::StartJobHandler() → spawnJobHandler()',
                  actions: [{ type: 'send', params: { to: 'matchRecord', message: { type: 'FORK_SHADOW' } } }],
                },
              },
            },
            forkingShadow: {
              on: {
                SHADOW_FORKED: {
                  target: 'shadowRuns',
                  description: 'The shadow reconnects to the starter, if that is still there',
                  actions: [{ type: 'dprintf', params: { text: 'Match ({claim} for {owner}) - running {job}' } }],
                },
                LEASE_OVER: {
                  target: 'jobIdle',
                  description: 'Scheduler::StartJobHandler(): mark_job_stopped()',
                  actions: [{ type: 'dprintf', params: { text: 'Marked job {job} as IDLE' } }],
                },
                MATCH_DELETED: {
                  target: 'jobIdle',
                  description: 'No shadow: nobody will reconnect, and the starter gives up when its lease ends',
                  actions: [
                    { type: 'dprintf', params: { text: 'match for job {job} was deleted - not forking a shadow' } },
                    { type: 'dprintf', params: { text: 'Marked job {job} as IDLE' } },
                  ],
                },
              },
            },
            shadowRuns: {
              on: {
                SHADOW_EXITS: {
                  target: 'jobDone',
                  description: 'The job is done; the claim is kept for the next one',
                  actions: [{ type: 'send', params: { to: 'matchRecord', message: { type: 'SHADOW_EXITS' } } }],
                },
              },
            },
            jobDone: {},
            jobIdle: {
              description: 'The job will be matched and started once more',
              on: { RUN_TIMERS: {}, START_RECONNECT_SHADOW: {} },
            },
          },
        },
      },
    },
  },
});
