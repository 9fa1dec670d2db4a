import { describe, expect, test } from 'vitest';
import study from '../../../claimcheck.config.ts';
import { rowsOf, systemCalled } from '../../checker/study/rows.ts';
import { ROOT } from '../../files/root.ts';
import { MODELS, OWN_RECORDS } from '../../testing/models.ts';
import { recordedResult } from '../../testing/recorded.ts';
import { type Shown, verifyText } from './text.ts';

/** What `verify` prints of a system when its searches find what is on record. */
function textOf(name: string, others: Partial<Shown> = {}): string {
  const system = systemCalled(study, name);
  const rows = rowsOf(system);
  const results = rows.map((row) => recordedResult(MODELS, OWN_RECORDS, row));
  return verifyText({
    loaded: { study, root: ROOT, config: null },
    records: OWN_RECORDS,
    scope: {},
    systems: [system],
    rows,
    results: { rows: results, interrupted: false, declared: [], reached: [], alike: 0 },
    chosen: [],
    recorded: results,
    wrong: [],
    violations: [],
    isVerbose: false,
    seconds: 30,
    ...others,
  });
}

const LAST_SCREEN = `
  7. The claim id is too late. The schedd's read times out. get_secret() fails,
     and the handler ignores its result. end_of_message() still returns TRUE:
     allow_empty_message_flag forgives a message that was never read. The
     handler has no claim id, finds no match record, and answers -1.
      first.scheddSock TIMEOUT [timeout]  condor_read() returns -1; the bytes it
        had are lost
      schedd   condor_read(): timeout reading 5 bytes from <>.
      schedd   IO: Failed to read packet header
      schedd   Received startd keepalive for unknown claimid #...
      schedd   Return from HandleReq <receive_startd_alive>
  8. -1 arrives at startd.
      first.toStartd DELIVER packet=1 upTo=the whole packet
  9. The startd believes the -1 and removes the claim.
      claim SELECT  The event loop comes round
      startd   Calling Handler <Alive to schedd <>> (3)
      startd   slot1: Received Alive response of -1 from schedd <> job 1.0
      startd   slot1: State change: claim no longer recognized by the schedd -
               removing claim

All verdicts, counts and trace lengths are as expected.  (30.0 s)

fixes: which of the check-ins that fixed the ticket the schedd has
  27894  allow_empty_message_flag is not set for a command that carries a
         payload
  27895  a read attempt clears allow_empty_message_flag, so that
         end_of_message() tells the truth
  27896  ALIVE is registered with a payload: DaemonCore waits for it before it
         calls the handler
  27897  the handler checks the result of get_secret()

13 of 16 subsets are safe. Minimal: 27895 | 27897 | 27894+27896.
With path raw: all 16 subsets are safe.
L1, L2 with startd 2011: all 16 subsets are safe.
L1, L2 with startd head: none of 16 subsets is safe. L1 is violated with each.
With --environment peer, on record: only with 27897.
Next:  npx claimcheck trace --property S1        the shortest such run
       npx claimcheck explore                    walk through it step by step
       npx claimcheck verify --environment peer  peer: a client that misbehaves
       npx claimcheck verify --system all        the 13 further systems
       npx claimcheck verify --verbose           every row, count and witness
`;

describe('the last screen of verify, 80 columns wide,', () => {
  test('holds the answer and the end of the story in 40 lines', () => {
    const lines = textOf('keep-alive').split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(`\n${lines.slice(-40).join('\n')}\n`).toBe(LAST_SCREEN);
  });

  test('ends with what is not as recorded, where anything is not', () => {
    const text = textOf('keep-alive', { wrong: ['auth 0000: depth is 26, expected 25'] });
    expect(text).toMatch(
      /none of 16 subsets is safe.*\n.*\n\n1 difference from properties\/expected\/timeout-fin-rst\.json:\n {2}auth 0000: depth is 26, expected 25 {2}\(30\.0 s\)$/,
    );
  });
});

describe('verify groups equal rows', () => {
  test('of subsets, with the smallest ones first', () => {
    expect(textOf('keep-alive')).toContain(`
path auth: D1, S1, S2, S3, S4, S5
  none, 27894, 27896: S2, S3 violated in 7; S1, S5 violated in 9; D1, S4 hold
  27895, 27897, … (13 subsets): all hold
`);
  });

  test('and shows each by itself with --verbose, in tables of 80 columns', () => {
    const text = textOf('keep-alive', { isVerbose: true });
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(text).toMatch(/^path auth +D1 +S1 +S2 +S3 +S4$/m);
    expect(text).toMatch(/^27894\+27895\+27896 +holds +295536 +2743428 +26$/m);
    expect(text).not.toContain('--verbose');
  });

  test('of named variants, with all names', () => {
    expect(textOf('outage')).toContain('\n  hangs-405, no-deadline-0: T1 violated in 247; T2, T8 hold\n');
  });
});

/** The sentences of the answer alone, without what the fixes change. */
const answerOf = (name: string) =>
  textOf(name)
    .split(/as expected\. .*\n\n(?:fixes: [^]*\n {2}27897 .*\n\n)?/)
    .at(-1)
    ?.split('\nNext:')[0];

describe('the answer', () => {
  test('of a peer says which fix is enough on all paths, which on one, and what is on record of the network', () => {
    expect(answerOf('peer')).toBe(
      [
        '8 of 16 subsets are safe. Minimal: 27897.',
        'With path auth: 13 of 16 subsets are safe. Minimal: 27895 | 27897 | 27894+27896.',
        'With path raw-1msg: all 16 subsets are safe.',
        'With --environment network, on record: 13 of 16 subsets are safe. Minimal: 27895',
        '  | 27897 | 27894+27896.',
      ].join('\n'),
    );
  });

  test.each([
    ['reply', 'reply: 2 of 4 variants are safe. S6 is violated with head-auth, head-raw.'],
    ['outage', 'outage: 9 of 18 variants are safe. T1 is violated with 9 of them.'],
    ['deadlines', 'deadlines: 3 of 4 variants are safe. S2 is violated with 2011-0000.'],
    [
      'disconnected-job',
      'disconnected-job: 1 of 5 variants is safe. T16 is violated with\n  disconnected-job-80, lease-400, reply-lost, reply-lost-before-3388. T17 is\n  violated with reply-lost.',
    ],
    ['slot', 'slot: all properties hold.'],
    ['connection', 'connection: all properties hold in all 4 variants.'],
  ])('of %s is a sentence about its variants', (name, sentence) => {
    expect(answerOf(name)).toBe(sentence);
  });

  test('says in words what is violated', () => {
    expect(textOf('reply')).toContain(`Violated in reply: head-auth, head-raw
  S6  No cut, delay, ending or garbling of a positive reply removes the claim as
      disowned (7 steps).`);
  });

  test('does not call a search that met its bound safe', () => {
    const rows = rowsOf(systemCalled(study, 'keep-alive')).map((row) => recordedResult(MODELS, OWN_RECORDS, row));
    const bounded = rows.map((row) => ({
      ...row,
      bounded: true,
      end: 'max-states' as const,
      properties: row.properties.map((one) =>
        one.verdict === 'holds' ? { ...one, verdict: 'bounded' as const } : one,
      ),
    }));
    const text = textOf('keep-alive', {
      results: { rows: bounded, interrupted: false, declared: [], reached: [], alike: 0 },
    });
    expect(text).toContain('\n0 of 16 subsets are safe, 3 are not, 13 undecided.\n');
    expect(text).toContain('auth 0000: ended at --max-states');
    expect(text).not.toContain('Minimal: 27895');
  });
});
