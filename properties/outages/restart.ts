import {
  all,
  enters,
  goes,
  isIn,
  type Message,
  type Property,
  sends,
  takes,
  whileIn,
} from '../../src/checker/index.ts';

const UNKNOWN_CLAIM = -1;

/** The schedd has answered: the claim is unknown. */
const disowns = sends('handler', 'exchange', 'PUT', ({ items }: Message) =>
  (items as readonly { readonly value?: number }[]).some(({ value }) => value === UNKNOWN_CLAIM),
);

/** checkClaimLeases() deletes the record. */
const expires = all(takes('matchRecord', 'CHECK_CLAIM_LEASE'), enters('matchRecord', 'deleted'));

/** The properties of a schedd that is started again, and of the job that has outlived it. */
export const RESTART: readonly Property[] = [
  {
    id: 'R1',
    name: 'No -1 before the queue is recovered',
    violation: 'The schedd can answer -1 before its queue is recovered',
    sentence: 'The schedd sends -1 only with its queue recovered and its match records rebuilt',
    source: 'Scheduler::checkReconnectQueue() → makeReconnectRecords(), and 7195',
    checks: [
      {
        kind: 'never',
        what: disowns,
        while: { component: 'schedd', is: (schedd) => !isIn(schedd, 'running') && !isIn(schedd, 'restarted.rebuilt') },
      },
    ],
  },
  {
    id: 'R2',
    name: 'No restart kills the job',
    violation: 'A restart can kill the job',
    sentence: 'No restart kills a running job whose lease is valid: until the job is done its claim is not disowned',
    source: 'Claim::sendAliveResponseHandler() → finishKillClaim()',
    checks: [
      {
        kind: 'never',
        what: goes('claim', 'lifecycle.claimed.busy', 'lifecycle.disowned'),
        while: { component: 'schedd', is: (schedd) => !isIn(schedd, 'restarted.rebuilt.jobDone') },
      },
    ],
  },
  {
    id: 'R3',
    name: 'No restart gives the job up',
    violation: 'A restart can give the job up',
    sentence: 'A running job whose lease is valid is not given up by its schedd: it is not marked idle',
    source: 'Scheduler::spawnJobHandler(): "match for job was deleted - not forking a shadow"',
    checks: [
      {
        kind: 'never',
        what: enters('schedd', 'restarted.rebuilt.jobIdle'),
        while: whileIn('claim', 'lifecycle.claimed.busy'),
      },
    ],
  },
  {
    id: 'R4',
    name: 'No renewed record expires',
    violation: 'A renewed record can expire',
    sentence: 'A record that has just been renewed does not expire',
    source: 'Scheduler::checkClaimLeases(): last_alive + 6 * alive_interval',
    checks: [takes('matchRecord', 'LOOK_UP', 'present'), takes('matchRecord', 'FORK_SHADOW')].map((renewed) => ({
      kind: 'neverAfter' as const,
      what: expires,
      after: renewed,
      forget: takes('matchRecord', 'SIX_ALIVE_INTERVALS_PASS'),
    })),
  },
  {
    id: 'idle-record-expires',
    sentence: 'The record of a claim that nobody uses expires',
    source: 'Scheduler::checkClaimLeases(): what 3312 is for',
    checks: [
      {
        kind: 'sometimes',
        what: all(expires, takes('matchRecord', 'CHECK_CLAIM_LEASE', 'present.M_CLAIMED.withoutShadowRecord')),
      },
    ],
  },
  {
    id: 'rightly-disowned',
    sentence: 'A claim without a record is disowned after a restart, while no job runs',
    source: 'the antecedent of R1',
    checks: [{ kind: 'sometimes', what: goes('claim', 'lifecycle.claimed.idle', 'lifecycle.disowned') }],
  },
  {
    id: 'reconnected',
    sentence: 'The schedd forks a shadow that reconnects to the running job',
    source: 'the antecedent of R2 and R3',
    checks: [
      {
        kind: 'sometimes',
        what: goes('matchRecord', 'present.M_CLAIMED.shadowQueued', 'present.M_ACTIVE'),
        while: whileIn('claim', 'lifecycle.claimed.busy'),
      },
    ],
  },
  {
    id: 'renewed-before-reconnect',
    sentence: 'An ALIVE finds the rebuilt record before the shadow has reconnected',
    source: 'the antecedent of R1 and R2',
    checks: [{ kind: 'sometimes', what: takes('matchRecord', 'LOOK_UP', 'present.M_CLAIMED.shadowQueued') }],
  },
  {
    id: 'renewed-before-restart',
    sentence: 'A schedd that has not been killed renews the lease',
    source: 'Claim::alive()',
    checks: [{ kind: 'sometimes', what: takes('claim', 'EOM'), while: whileIn('schedd', 'running') }],
  },
  {
    id: 'refused',
    sentence: 'An ALIVE finds nobody who listens',
    source: 'Claim::sendAliveConnectHandler(): "Failed to connect to schedd"',
    checks: [{ kind: 'sometimes', what: takes('claim', 'BUSY', 'keepAlive.takingSecond') }],
  },
  ...['open', 'arrived'].map(
    (state): Property => ({
      id: `lost-when-${state}`,
      sentence: `The schedd is killed while the connection of an ALIVE is ${state}, and the startd is told`,
      source: 'Claim::sendAliveResponseHandler(): "Response problem from schedd"',
      checks: [
        {
          kind: 'sometimes',
          what: takes('claim', 'GET_FAILED'),
          after: [goes('exchange', `connection.${state}`, 'connection.ended')],
          forget: takes('claim', 'CONNECTED'),
        },
      ],
    }),
  ),
];
