import { expect, test } from 'vitest';
import study from '../../../claimcheck.config.ts';
import { takes } from '../../checker/index.ts';
import { traceOf } from '../../checker/replay/trace.ts';
import { verify } from '../../checker/verify.ts';
import { modelOf } from '../../testing/models.ts';
import type { ShownRun } from './shown-run.ts';
import { story } from './story.ts';
import { toldOf } from './telling.ts';

const { carriers = [], tells = [] } = study;
const same = (text: string) => text;
const PLAIN = { bold: same, dim: same, red: same, green: same, yellow: same };

function runOf(system: string, property: string, choices = {}): ShownRun {
  const { composition, properties, unit } = modelOf(system, choices);
  const stated = properties.filter(({ id }) => id === property);
  const run = verify(composition, stated, { stopWhenHit: true }).findings[0]?.run ?? [];
  return { composition, trace: traceOf(composition, run), carriers, unit };
}

const ticket = runOf('keep-alive', 'S1');

test("the ticket's run is told in plain words, a sentence a step", () => {
  expect(toldOf(ticket, tells).map(({ sentence }) => sentence)).toEqual([
    'The schedd claims the slot, and the startd accepts',
    'The startd begins a keep-alive: it connects to the schedd',
    'The startd is connected to the schedd',
    'The startd sends ALIVE, then the claim id',
    'ALIVE arrives at schedd',
    'The schedd reads the command and calls its handler',
    "The schedd's read times out",
    '-1 arrives at startd',
    'The startd believes the -1 and removes the claim',
  ]);
});

test('all that is told of a step is told in its order', () => {
  expect(toldOf(ticket, tells)[6]).toEqual({
    sentence: "The schedd's read times out",
    all: [
      "The schedd's read times out",
      'get_secret() fails, and the handler ignores its result',
      'end_of_message() still returns TRUE: allow_empty_message_flag forgives a message that was never read',
      'The handler has no claim id, finds no match record, and answers -1',
    ],
    lost: ['the claim id is too late'],
    event: 'first.scheddSock TIMEOUT',
    isTold: true,
    isOnTheWay: false,
  });
});

test('a story begins a step with what is told of it, and a step of which nothing is told with its event', () => {
  const lines = story({ ...ticket, tells }, PLAIN).split('\n');
  const at = lines.indexOf(
    '      first.scheddSock TIMEOUT [timeout]  condor_read() returns -1; the bytes it had are lost',
  );
  expect(lines[at - 1]).toBe(
    "  7. The claim id is too late. The schedd's read times out. get_secret() fails, and the handler ignores its result. end_of_message() still returns TRUE: allow_empty_message_flag forgives a message that was never read. The handler has no claim id, finds no match record, and answers -1.",
  );
  expect(lines[at + 1]).toBe('      schedd   condor_read(): timeout reading 5 bytes from <>.');
  expect(lines).toContain('  8. -1 arrives at startd.');
  const [one] = tells;
  expect(story({ ...ticket, tells: one ? [one] : [] }, PLAIN)).toMatch(
    /^ {2}1\. matchRecord CLAIM_STARTD {2}Scheduler/,
  );
});

test('a step of which nothing is told is called by what its machine says, by messages, or by what changes', () => {
  const told = toldOf(ticket).map(({ sentence }) => sentence);
  expect(told[0]).toMatch(/^matchRecord: Scheduler::AddMrec\(\)/);
  expect([told[2], told[4]]).toEqual(['startd connects to schedd', 'ALIVE arrives at schedd']);
});

const says = (text: string, component: string, event: string) => ({ when: takes(component, event), says: text });

test('what matters most comes first in the list, and is what a step is called', () => {
  const told = toldOf(ticket, [
    says('the handler fails', 'first.handler', 'GET_FAILED'),
    { when: takes('first.scheddSock', 'TIMEOUT'), says: ({ component }) => `${component} has waited` },
  ]);
  expect(told[6]).toMatchObject({
    sentence: 'the handler fails',
    all: ['first.scheddSock has waited', 'the handler fails'],
  });
});

test('the time that passes is told in seconds', () => {
  const outage = runOf('outage', 'T1', { lease: 120, unit: 5, longest: 45, caught: 'hangs', revision: '2011' });
  const told = toldOf(outage, tells);
  expect(told.filter(({ sentence }) => sentence === '5 s pass')).toHaveLength(24);
  expect(told.at(-1)?.sentence).toBe('The lease expires, and the startd removes the claim');
});
