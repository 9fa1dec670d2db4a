import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { daemonCoreMachine } from '../machines/daemon-core.ts';
import { receiveStartdAliveMachine } from '../machines/receive-startd-alive.ts';
import { reliSockMachine } from '../machines/reli-sock.ts';
import { keepAliveSystem, rescheduleSystem } from '../machines/system.ts';
import { ALL_SUBSETS, fixesFromBits, PATHS } from '../machines/vocabulary.ts';
import { isFoundOut } from '../src/conform/found-out.ts';
import { loadRecords } from '../src/conform/load.ts';
import { reasons } from '../src/mutate/explained.ts';
import { Killer, type Trial } from '../src/mutate/kill.ts';
import { mutantsOf } from '../src/mutate/mutants.ts';
import { PAYLOADLESS, safety } from './keep-alive.ts';
import { witnesses } from './witnesses.ts';

const MACHINES = [reliSockMachine, daemonCoreMachine, receiveStartdAliveMachine];

const KINDS = ['negate-guard', 'drop-transition'] as const;

/** What the search cannot tell, the replies of a real schedd may: the other revisions and paths are in them alone. */
const MEASURED = ['alive-replies', 'random-replies'].flatMap((name) =>
  loadRecords(fileURLToPath(new URL(`measured/${name}.json`, import.meta.url))),
);

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

const BEFORE_2317 = { fixes: fixesFromBits('1111'), path: 'auth', repairs: { '2317': false } } as const;

const TRIALS: readonly Trial[] = [
  ...OF_THE_FIXES,
  {
    name: 'before 2317',
    spec: keepAliveSystem(BEFORE_2317, ['first']),
    properties: [...safety(['first']), ...witnesses(['first'])],
  },
];

describe('every negated guard and every dropped transition of ReliSock, DaemonCore and the handler', () => {
  it('changes a verdict, a witness, a shortest run or a measured reply, or is explained', { timeout: 120_000 }, () => {
    const killer = new Killer(TRIALS);
    const mutants = MACHINES.flatMap((machine) => mutantsOf(machine, KINDS).map((mutant) => ({ machine, mutant })));
    const survivors = mutants.filter(({ machine, mutant }) => {
      const fate = killer.kill(machine, mutant);
      // A number of states is on record too, but no claim: here it does not count.
      const isKilled = typeof fate === 'object' && fate.evidence !== 'counts';
      return !isKilled && !isFoundOut(machine, mutant.make(), MEASURED);
    });
    const explained = reasons();
    expect(survivors.map(({ mutant }) => mutant.id)).toEqual(
      mutants.filter(({ mutant }) => explained.has(mutant.id)).map(({ mutant }) => mutant.id),
    );
  });
});
