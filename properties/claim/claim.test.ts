import { describe, expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { claimMachine } from '../../machines/startd/claim.ts';
import type { Revision } from '../../machines/vocabulary.ts';
import { Composition } from '../../src/checker/system/compose.ts';
import { TableStore } from '../../src/checker/system/table/table.ts';
import { traceOf } from '../../src/checker/replay/trace.ts';
import { verify } from '../../src/checker/verify.ts';
import { modelOf } from '../../src/testing/models.ts';
import { substitute } from '../../src/mutation/substitute.ts';
import { logLines } from '../../src/traces/story/lines.ts';
import { edited } from '../../src/testing/edited.ts';
import { CLAIM } from './claim.ts';

const ofStartd = (revision: Revision) => modelOf('claim', { path: 'raw', revision });

/** The edited systems differ in one machine each, and have the tables of the others in common. */
const TABLES = new TableStore();

/** The claims that a startd violates with this machine for its claim. */
function violatedBy(machine: AnyStateMachine): string[] {
  const spec = substitute(ofStartd('2011').composition.spec, claimMachine, machine);
  const { findings } = verify(new Composition(spec, TABLES), CLAIM);
  return findings.filter(({ verdict }) => verdict === 'violated').map(({ property }) => property.id);
}

describe('the late reply', () => {
  test.each(['2011', 'head'] as const)('renews, in %s, the lease of a claim that has been removed', (startd) => {
    const { composition, properties } = ofStartd(startd);
    const k3 = properties.filter(({ id }) => id === 'K3');
    const trace = traceOf(composition, verify(composition, k3).findings[0]?.run ?? []);
    const texts = logLines(composition, trace).map(({ text }) => text);
    expect(texts.slice(-2)).toEqual([
      'slot1: Received Alive response of 300 from schedd <> job 1.0',
      'slot1: Keep alive for ClaimId <>#1318946760#1#... job 1.0 sent to schedd',
    ]);
    expect(trace.flatMap(({ choice }) => choice.fault ?? [])).toEqual([]);
  });
});

describe('an edited claim is caught', () => {
  test.each<[string, AnyStateMachine, string[]]>([
    ['left as it is', claimMachine, ['K3']],
    [
      'an ALIVE is sent while another is connecting',
      edited(claimMachine, 'keepAlive.connecting', 'ALIVE_TIMER', {
        target: 'connecting',
        actions: [{ type: 'dprintf', params: { text: '{slot}: Sending alive to schedd {peer}...' } }],
      }),
      ['K1', 'K3'],
    ],
    [
      'the lease of a claim that was released expires, and removes it again',
      edited(claimMachine, 'lifecycle.released', 'LEASE_EXPIRED', { target: 'leaseExpired' }),
      ['K2', 'K3'],
    ],
    [
      'an ALIVE whose connect fails is not given up',
      edited(claimMachine, 'keepAlive.connecting', 'CONNECT_FAILED', { target: 'waiting' }),
      ['K3', 'K4'],
    ],
    ['the lease timer outlives the startd', edited(claimMachine, 'lease', 'STARTD_DIES', null), ['K3', 'K5', 'K6']],
    [
      'a claim that was released keeps its lease timer',
      edited(claimMachine, 'lease.running', 'RELEASE_CLAIM', null),
      ['K3', 'K6'],
    ],
    [
      'a reply is not taken for a claim whose lease timer is gone: the smallest repair',
      edited(claimMachine, 'lease.off', 'RENEWED', null),
      [],
    ],
  ])('by the properties that it violates: %s', (_, machine, ids) => {
    expect(violatedBy(machine)).toEqual(ids);
  });
});
