import { describe, expect, it } from 'vitest';
import { daemonCoreMachine } from '../../machines/daemon-core/daemon-core.ts';
import { receiveStartdAliveMachine } from '../../machines/schedd/receive-startd-alive.ts';
import { reliSockMachine } from '../../machines/condor-io/reli-sock.ts';
import { keepAliveSystem } from '../../machines/systems/keep-alive.ts';
import { rescheduleSystem } from '../../machines/systems/reschedule.ts';
import { ALL_SUBSETS, fixesFromBits, PATHS } from '../../machines/vocabulary.ts';
import { tells } from '../../src/htcondor/conform/oracle.ts';
import { fateOf } from '../../src/mutation/fate.ts';
import { Killer } from '../../src/mutation/kill.ts';
import { mutantsOf } from '../../src/mutation/mutants.ts';
import { trialsOf } from '../../src/mutation/trials.ts';
import type { Trial } from '../../src/mutation/unmutated.ts';
import { MODELS, OWN_MUTATION_RECORDS } from '../../src/testing/models.ts';
import { PAYLOADLESS, safety } from './keep-alive.ts';
import { witnesses } from './witnesses.ts';

const MACHINES = [reliSockMachine, daemonCoreMachine, receiveStartdAliveMachine];

const KINDS = ['negate-guard', 'drop-transition'] as const;

/** The subsets that differ most come first: most mutants are found in one of them. */
const SUBSETS = [...new Set(['0000', '1111', '0010', '1010', ...ALL_SUBSETS])];

const OF_THE_FIXES: readonly Trial[] = SUBSETS.flatMap((bits) =>
  PATHS.flatMap((path) => {
    const variant = { fixes: fixesFromBits(bits), path };
    const keepAlive = [...safety(['first']), ...witnesses(['first'])];
    return [
      { name: `keep-alive ${path} ${bits}`, spec: keepAliveSystem(variant, ['first']), properties: keepAlive },
      { name: `reschedule ${path} ${bits}`, spec: rescheduleSystem(variant), properties: PAYLOADLESS },
    ];
  }),
);

/** The trials of `claimcheck mutate` that the fixes do not touch: those with a peer, a clock or a garbled reply. */
const TRIALS: readonly Trial[] = [
  ...OF_THE_FIXES,
  ...trialsOf(MODELS).filter(({ name }) => /^(?:peer|reply|repairs|deadlines) /.test(name)),
];

describe('every negated guard and every dropped transition of ReliSock, DaemonCore and the handler', () => {
  it('changes a verdict, a witness, a shortest run or a measured reply, or is explained', () => {
    const killer = new Killer(TRIALS);
    const mutants = MACHINES.flatMap((machine) => mutantsOf(machine, KINDS).map((mutant) => ({ machine, mutant })));
    const survivors = mutants.filter(({ machine, mutant }) => {
      const { fate, evidence } = fateOf(killer, { tells }, machine, mutant);
      // A number of states is on record too, but no claim: here it does not count.
      return fate !== 'killed' || evidence === 'counts';
    });
    const explained = OWN_MUTATION_RECORDS.reasons() ?? new Map();
    expect(survivors.map(({ mutant }) => mutant.id)).toEqual(
      mutants.filter(({ mutant }) => explained.has(mutant.id)).map(({ mutant }) => mutant.id),
    );
  });
});
