import { describe, expect, test } from 'vitest';
import { reliSockMachine } from '../../machines/condor-io/reli-sock.ts';
import { Composition } from '../../src/checker/system/compose.ts';
import { TableStore } from '../../src/checker/system/table/table.ts';
import { findingOn, type Verdict } from '../../src/checker/verify.ts';
import { mutantsOf } from '../../src/mutation/mutants.ts';
import { substitute } from '../../src/mutation/substitute.ts';
import { MODELS, modelOf, OWN_RECORDS } from '../../src/testing/models.ts';
import { differences } from '../../src/verify/records.ts';
import { searchRow } from '../../src/verify/search-row.ts';
import { rowWith } from '../../src/checker/study/rows.ts';
import { WITH_ALL_FIXES } from '../systems/axes.ts';
import { peer } from '../systems/peer.ts';
import { onlyDeep, sampled } from '../../src/testing/sampled.ts';

/** A sample: all subsets on all paths are in peer.deep.test.ts. */
describe('against a misbehaving peer, the schedd of 2011', () => {
  const rows = [
    ['0000', 'auth', 'violated'],
    ['0100', 'auth', 'holds'],
    ['0100', 'auth-encrypted', 'violated'],
    ['0001', 'auth-encrypted', 'holds'],
    ['0000', 'raw-1msg', 'holds'],
    ['0000', 'raw-2msg', 'violated'],
    ['0001', 'raw-2msg', 'holds'],
  ] as const;

  test.each(sampled(rows, 2))('with %s on the path %s is as recorded: S2 %s', (fixes, path, verdict) => {
    const row = searchRow(MODELS, rowWith(peer, { fixes, path, revision: '2011' }));
    expect(row.properties.find(({ id }) => id === 'S2')?.verdict).toBe(verdict);
    expect(differences(OWN_RECORDS, [row], {})).toEqual([]);
  });
});

function m1(revision: 'head' | 'head-no3393', fixes: string): Verdict | undefined {
  const { composition, properties } = modelOf('peer', { fixes, path: 'auth', revision });
  const property = properties.find(({ id }) => id === 'M1');
  return findingOn(composition, property)?.verdict;
}

describe('after a failed partial read a later one yields a parsed message', () => {
  test.each([...onlyDeep(['0010']), '1111'])('with 27896 and without 3393, as in %s', (fixes) => {
    expect(m1('head-no3393', fixes)).toBe('violated');
  });

  test('not without 27896, for then nobody reads before the handler', () => {
    expect(m1('head-no3393', '1101')).toBe('holds');
  });

  test('not since 3393', () => {
    expect(m1('head', '1111')).toBe('holds');
  });
});

describe('a ReliSock that is mutated in one place', () => {
  const model = modelOf('peer', { fixes: WITH_ALL_FIXES, revision: 'head', path: 'auth' });

  /** The mutated systems differ in one machine, and have the tables of the others in common. */
  const TABLES = new TableStore();

  const mutants = [
    ['M2', 'message.open.reading.body/CLOSED[1] drop-action 0'],
    ['M2', 'message.open.reading.body/CLOSED[0] drop-guard'],
    ['M2', 'message.open.readingWithoutBlocking.header/BAD_HEADER[0] drop-action 0'],
    ['M2', 'message.open.readingWithoutBlocking.restOfHeader/CLOSED[0] drop-action 1'],
    ['M3', 'message.open.ready/END_OF_MESSAGE[2] retarget ready'],
    ['M3', 'message.open.ready/END_OF_MESSAGE[2] drop-action 0'],
    ['M3', 'message.open.ready/END_OF_MESSAGE[2] drop-action 1'],
  ] as const;

  test.each(sampled(mutants, 3))('violates %s: %s', (property, id) => {
    const claim = model.properties.find((one) => one.id === property);
    const mutant = mutantsOf(reliSockMachine).find((one) => one.id === `reliSock/${id}`);
    const spec = substitute(model.composition.spec, reliSockMachine, mutant?.make() ?? reliSockMachine);
    expect(findingOn(new Composition(spec, TABLES), claim)?.verdict).toBe('violated');
  });
});
