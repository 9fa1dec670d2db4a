import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { not } from 'xstate';
import { MessageDecoder, WIRE_PATHS } from '../../../machines/condor-io/alive-message.ts';
import { concat, encodeInt, encodeMessage, encodePacket, encodeString } from '../../../machines/condor-io/cedar.ts';
import { reliSockMachine } from '../../../machines/condor-io/reli-sock.ts';
import { ALL_SUBSETS, REVISIONS } from '../../../machines/vocabulary.ts';
import { TableStore } from '../../checker/system/table/table.ts';
import { draws } from '../../testing/sampled.ts';
import { Conformer, KNOWN_CLAIM_ID, type MeasuredRecord } from './conform.ts';
import { isFoundOut } from './found-out.ts';
import { loadRecords } from './load.ts';
import type { Outcome } from './outcome.ts';
import { Run } from './run.ts';
import { Schedd } from './schedd.ts';
import { ENDINGS, SECOND, toSchedule } from './schedule.ts';

const measured = ['alive-replies', 'random-replies'].flatMap((name) => loadRecords(`properties/measured/${name}.json`));
const conformer = new Conformer();
const KNOWN = encodeString(KNOWN_CLAIM_ID);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** A record of which nothing was measured. */
const recordWith = (fields: Partial<MeasuredRecord>): MeasuredRecord => ({
  mode: 'head',
  path: 'auth-resume',
  gap: 0.3,
  case: 'made up',
  writes: [],
  end: 'hold',
  outcomes: {},
  ...fields,
});

const outcomesOf = (made: MeasuredRecord, fixes: string): Outcome[] =>
  conformer.allowed(made, fixes).map(({ outcome }) => outcome);

/** The subsets in which the schedd can answer -1 to bytes that name no claim completely. */
const unsafe = (fields: Partial<MeasuredRecord>): string[] =>
  ALL_SUBSETS.filter((fixes) => outcomesOf(recordWith(fields), fixes).some(({ reply }) => reply === -1));

describe('what was measured', () => {
  const result = conformer.conform(measured);

  test('agrees with the model, all of it', () => {
    expect(result.disagree.map((found) => [found.case, found.fixes, found.field, found.measured])).toEqual([]);
    expect([result.records, result.outcomes, result.agree]).toEqual([189, 3024, 3024]);
  });

  test('leaves the model little choice', () => {
    expect(result.allowsMoreThanOne / result.outcomes).toBeLessThan(0.06);
    for (const made of measured) {
      for (const fixes of ALL_SUBSETS) expect(conformer.allowed(made, fixes).length).toBeLessThanOrEqual(2);
    }
  });

  test.each([
    ['is27895', 'the flag is cleared where it is not'],
    ['is3393', 'a stream breaks where it does not'],
    ['mayBeEmpty', 'the flag means its opposite'],
    ['nextIsUnterminated', 'a string without its NUL is read'],
    ['readReadyReads', 'the first check reads where it does not'],
    ['cannotBeAHeader', 'an impossible header is waited for'],
    ['peerHasGone', 'a reply is written to a peer that has gone'],
  ] as const)('disagrees with a machine whose guard %s is negated: %s', (guard, _) => {
    const negated = not(reliSockMachine.implementations.guards[guard] as never) as never;
    const mutant = reliSockMachine.provide({ guards: { [guard]: negated } });
    expect(isFoundOut(reliSockMachine, mutant, measured)).toBe(true);
  });
});

describe('what was measured beyond the given files', () => {
  const cut = hex(encodePacket(KNOWN).subarray(0, 30));
  const unterminated = hex(encodeMessage(KNOWN.subarray(0, -1)));
  const without27897 = ALL_SUBSETS.filter((fixes) => fixes[3] === '0');

  test.each(REVISIONS)('%s: a claim id cut short is answered in 0000, 1000 and 0010 only', (mode) => {
    expect(unsafe({ mode, writes: [[0, cut]] })).toEqual(['0000', '0010', '1000']);
    expect(unsafe({ mode, writes: [[0, unterminated]] })).toEqual(['0000', '0010', '1000']);
  });

  test.each(REVISIONS)('%s: a command int alone in its message is answered without 27897', (mode) => {
    expect(unsafe({ mode, path: 'raw-2msg' })).toEqual(without27897);
  });

  test.each(REVISIONS)('%s: command and claim id in one message are safe in all subsets', (mode) => {
    expect(unsafe({ mode, path: 'raw-1msg', writes: [[0, cut]] })).toEqual([]);
    expect(unsafe({ mode, path: 'raw-1msg', writes: [[0, unterminated]] })).toEqual([]);
  });

  test('an encrypted string shorter than its length is answered without 27897', () => {
    const decoder = new MessageDecoder(KNOWN_CLAIM_ID, true);
    const short = encodeMessage(concat(encodeInt(KNOWN.length), KNOWN.subarray(0, 20)));
    const schedule = toSchedule(recordWith({ writes: [[0, hex(short)]] }));
    const answers = (fixes: string) => {
      const schedd = new Schedd({ revision: 'head', commandRead: 'non-blocking', fixes }, new TableStore());
      return new Run(schedd, schedule, decoder, 0).outcome().reply;
    };
    expect(ALL_SUBSETS.filter((fixes) => answers(fixes) === -1)).toEqual(without27897);
  });

  test('without 3393 a failed packet is forgotten at the first check, and the next message taken: 300', () => {
    const writes = [
      [0, hex(encodePacket(new Uint8Array()))],
      [0.7, hex(encodePacket(KNOWN))],
    ] as const;
    const replies = (mode: MeasuredRecord['mode']) =>
      outcomesOf(recordWith({ mode, gap: 0, writes }), '1111').map(({ reply }) => reply);
    expect(replies('head-no3393')).toEqual([300]);
    expect(replies('head')).toEqual([null]);
  });

  test('the payload is waited for, 300 s', () => {
    const [inTime, late] = [299, 301].map((gap) =>
      outcomesOf(recordWith({ mode: '2011', gap, writes: [[0, hex(encodePacket(KNOWN))]] }), '1111'),
    );
    expect(inTime).toMatchObject([{ reply: 300, handlerCalled: true }]);
    expect(late).toMatchObject([{ reply: null, connection: 'closed', handlerCalled: false }]);
  });

  test('a fragment that leaves a read incomplete is granted a second, if the second has not turned', () => {
    const bytes = hex(encodePacket(KNOWN));
    const pieces = [
      [0, bytes.slice(0, 4)],
      [0.7, bytes.slice(4, 8)],
      [0.7, bytes.slice(8)],
    ] as const;
    expect(outcomesOf(recordWith({ mode: '2011', writes: pieces }), '1111').map(({ reply }) => reply)).toEqual([
      null,
      300,
    ]);
  });
});

const schedules = fc.record({
  mode: fc.constantFrom(...REVISIONS),
  path: fc.constantFrom(...WIRE_PATHS),
  gap: fc.constantFrom(0, 0.05, 0.3, 1.3),
  end: fc.constantFrom(...ENDINGS),
  writes: fc.array(
    fc.tuple(
      fc.constantFrom(0, 0.05, 0.2, 0.45, 0.7, 1.3),
      fc
        .oneof(
          fc.uint8Array({ maxLength: 12 }),
          fc.nat(KNOWN.length + 5).map((length) => encodePacket(KNOWN).subarray(0, length)),
          fc.nat(KNOWN.length + 5).map((from) => encodePacket(KNOWN).subarray(from)),
          fc.constantFrom(encodePacket(KNOWN, 0), encodePacket(new Uint8Array()), encodePacket(encodeString(null))),
        )
        .map(hex),
    ),
    { maxLength: 5 },
  ),
});

describe('whatever the bytes', () => {
  test('the allowed outcomes are those of every phase of the second, and each has a run', () =>
    fc.assert(
      fc.property(schedules, fc.constantFrom(...ALL_SUBSETS), (fields, fixes) => {
        const made = recordWith(fields);
        const allowed = conformer.allowed(made, fixes);
        const schedd = new Schedd({ revision: made.mode, commandRead: 'non-blocking', fixes }, tables);
        const at = (phase: number) =>
          new Run(schedd, toSchedule(made), new MessageDecoder(KNOWN_CLAIM_ID), phase).outcome();
        const swept = new Set(Array.from({ length: 101 }, (_, i) => at((i * SECOND) / 101)));
        const found = new Set(allowed.map(({ outcome }) => outcome));
        for (const outcome of swept) expect(found).toContain(outcome);
        for (const { outcome, phase } of allowed) expect(at(phase)).toBe(outcome);
      }),
      { numRuns: draws(40, 150) },
    ));

  test('with all four fixes a reply answers a whole string', () =>
    fc.assert(
      fc.property(schedules, (fields) => {
        const answered = outcomesOf(recordWith(fields), '1111').filter(({ reply }) => reply !== null);
        expect(answered.every(({ getSecret, handlerCalled }) => getSecret && handlerCalled)).toBe(true);
      }),
    ));
});

const tables = new TableStore();
