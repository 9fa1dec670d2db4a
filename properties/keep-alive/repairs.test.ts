import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { claimMachine } from '../../machines/startd/claim.ts';
import { receiveStartdAliveMachine } from '../../machines/schedd/receive-startd-alive.ts';
import { keepAliveSystem } from '../../machines/systems/keep-alive.ts';
import { ALL_FIXES, type Repairs } from '../../machines/vocabulary.ts';
import { Composition } from '../../src/checker/system/compose.ts';
import { TableStore } from '../../src/checker/system/table/table.ts';
import { traceOf } from '../../src/checker/replay/trace.ts';
import { findingOn, verify } from '../../src/checker/verify.ts';
import { variantOf } from '../../src/testing/models.ts';
import { mutantsOf } from '../../src/mutation/mutants.ts';
import { substitute } from '../../src/mutation/substitute.ts';
import { logLines } from '../../src/traces/story/lines.ts';
import { safety } from './keep-alive.ts';

const MACHINES: readonly AnyStateMachine[] = [claimMachine, receiveStartdAliveMachine];

/** The edited systems differ in one machine each, and have the tables of the others in common. */
const TABLES = new TableStore();

/** What is said of a property where one machine has been changed in one place. */
function killedBy(id: string, property: string, variant: string): string | undefined {
  const original = MACHINES.find((machine) => id.startsWith(`${machine.id}/`));
  const mutant = original && mutantsOf(original).find((one) => one.id === id);
  if (!mutant) throw new Error(`no mutant ${id}`);
  const { composition, properties } = variantOf('repairs', variant);
  const wanted = properties.find((one) => one.id === property);
  const spec = substitute(composition.spec, original, mutant.make());
  return findingOn(new Composition(spec, TABLES), wanted)?.verdict;
}

/** The log lines of the shortest run to a property's first hit. */
function linesTo(property: string, variant: string): string[] {
  const { composition, properties } = variantOf('repairs', variant);
  const finding = findingOn(
    composition,
    properties.find(({ id }) => id === property),
  );
  return logLines(composition, traceOf(composition, finding?.run ?? [])).map(({ text }) => text);
}

/** How many states there are in all, where S3 holds. */
function statesWith(repairs: Repairs): number {
  const spec = keepAliveSystem({ fixes: ALL_FIXES, path: 'auth', repairs }, ['first']);
  const s3 = safety(['first']).filter(({ id }) => id === 'S3');
  expect(s3).toHaveLength(1);
  return verify(new Composition(spec, TABLES), s3).states;
}

describe('mutated machines with the repair', () => {
  test.each([
    ['receiveStartdAlive/searchingMatches/NOT_FOUND[0] negate-guard', 'S5', 'after-2317'],
    ['receiveStartdAlive/searchingMatches/NOT_FOUND[0] drop-transition', 'S5', 'after-2317'],
    ['claim/keepAlive.endingReply/EOM[1] drop-guard', 'U1', 'after-1349'],
    ['claim/keepAlive.waiting/ALIVE_TIMER[1] drop-guard', 'J1', 'after-4491'],
  ] as const)('%s is caught by %s', (id, property, variant) => {
    expect(killedBy(id, property, variant)).toBe('violated');
  });
});

test('before #2317 the schedd logs nothing of the claim id that it does not find', () => {
  expect(linesTo('S5', 'before-2317').join('\n')).not.toContain('unknown claimid');
});

test('a running starter refreshes the lease in the words of a real startd', () => {
  const log = readFileSync(new URL('../logs/normal-starter-handles-alives/StartLog', import.meta.url), 'utf8');
  const said = log.match(/slot1: Keep alive for ClaimId \S+ job 1\.0 auto refreshed because starter running/)?.[0];
  expect(linesTo('starter-refreshes', 'after-4491')).toEqual([
    said?.replace(/ClaimId \S+/, 'ClaimId <>#1318946760#1#...'),
  ]);
});

test('a job that begins while an ALIVE is under way is still killed with #4491', () => {
  const lines = linesTo('J2', 'after-4491');
  expect(lines.at(-1)).toBe('slot1: State change: claim no longer recognized by the schedd - removing claim');
});

test('what is not named is as in October 2011', () => {
  expect(statesWith({})).toBe(statesWith({ '2317': true, '4491': false }));
});
