import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AnyStateMachine, not } from 'xstate';
import { concat, encodeInt, encodeMessage } from '../../../../machines/condor-io/cedar.ts';
import { claimMachine } from '../../../../machines/startd/claim.ts';
import { reliSockMachine } from '../../../../machines/condor-io/reli-sock.ts';
import { startdAlone } from '../../../../machines/systems/alone.ts';
import { claimcheckHere as claimcheck } from '../../../testing/in-process.ts';
import { draws } from '../../../testing/sampled.ts';
import { distinct, StartdConformer } from './conform.ts';
import { loadStartdRecords, type Op, type StartdOutcome, type StartdRecord } from './record.ts';

const FILE = 'properties/measured/startd-replies.json';
const measured = loadStartdRecords(FILE);
const conformer = new StartdConformer();
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const GOOD = hex(encodeMessage(encodeInt(300)));

const outcomesOf = (ops: readonly Op[], by = conformer): StartdOutcome[] =>
  distinct(by.allowed({ ops })).toSorted((a, b) => a.outcome.localeCompare(b.outcome));

const texts = (ops: readonly Op[]): string[] => [...new Set(outcomesOf(ops).map(({ outcome }) => outcome))];

describe('what was measured at the startd', () => {
  const result = conformer.conform(measured);

  test('agrees with the model, all of it', () => {
    expect(result.disagree.map(({ record, field }) => [record.case, field])).toEqual([]);
    expect([result.records, result.agree]).toEqual([99, 99]);
  });

  test('leaves the model a choice only where the second turns in a read, or a claim is being killed', () => {
    const several = measured.filter(({ ops }) => outcomesOf(ops).length > 1).map(({ case: name }) => name);
    expect([...new Set(several.map((name) => name.replace(/run\d$/, 'run')))]).toEqual([
      'body_bytewise_0.05_run',
      'bytewise_delay_0.03_run',
      'late_while_killing_10',
    ]);
    for (const { ops } of measured) expect(outcomesOf(ops).length).toBeLessThanOrEqual(2);
  });

  test.each([
    ['claim', 'isUnknownClaim', 'another value disowns'],
    ['claim', 'succeeded', 'a reply with a rest is taken'],
    ['reliSock', 'nextIsBadlyPadded', 'the pad is checked at HEAD'],
    ['reliSock', 'nextIsCutShort', 'four bytes are an int'],
  ] as const)('disagrees with a machine %s whose %s is negated: %s', (id, guard, _) => {
    const machine = id === 'claim' ? (claimMachine as AnyStateMachine) : reliSockMachine;
    const guards = machine.implementations.guards as Record<string, unknown>;
    const mutant = machine.provide({ guards: { [guard]: not(guards[guard] as never) } } as never);
    const machines: typeof startdAlone = (revision) =>
      startdAlone(revision).map((component) =>
        component.machine === machine ? { ...component, machine: mutant } : component,
      );
    expect(new StartdConformer('head', machines).conform(measured).disagree).not.toEqual([]);
  });
});

/** What is read of a good reply that comes so late. */
const late = (sleep: number) => outcomesOf([{ sleep }, { bytes: GOOD }]).map(({ valueRead }) => valueRead);

describe('time', () => {
  test('at HEAD nothing ends the wait but the lease; in 2011 the deadline of the connect does', () => {
    const silence: Op[] = [{ end: 'silence' }];
    expect(outcomesOf(silence)).toMatchObject([
      { outcome: 'claim removed: lease expired', secondsFromHandlerToDecision: null },
    ]);
    const old = new StartdConformer('2011').allowed({ ops: silence });
    expect(old.map(({ outcome }) => outcome.secondsFromHandlerToDecision)).toContain(21);
  });

  test.each([
    [13.9, ['response problem']],
    [14.5, ['claim removed: lease expired', 'response problem']],
    [15, ['claim removed: lease expired']],
  ])('a problem after %d s: %j, for the retry is due in whole seconds and the lease goes first', (sleep, expected) => {
    expect(texts([{ sleep }, { end: 'fin' }])).toEqual(expected);
  });

  test.each([
    [20, ['renewed']],
    [20.03, ['claim removed: lease expired', 'renewed']],
    [20.1, ['claim removed: lease expired']],
  ])('a good reply after %d s: %j', (sleep, expected) => {
    expect(texts([{ sleep }, { bytes: GOOD }])).toEqual(expected);
  });

  test('a claim that is being killed may read a reply still, one whose starter has gone does not', () => {
    expect(late(21.4).toSorted()).toEqual([300, null]);
    expect(late(36)).toEqual([null]);
  });
});

/** What is done to a reply: its bytes cut into pieces with delays between them, and an ending. */
const opsOf = (bytes: fc.Arbitrary<Uint8Array>): fc.Arbitrary<{ bytes: Uint8Array; ops: Op[] }> =>
  fc
    .record({
      bytes,
      cuts: fc.array(fc.nat(40), { maxLength: 4 }),
      delays: fc.array(fc.constantFrom(0, 0.05, 0.4, 0.95, 1.2, 7, 19.7, 22), { minLength: 5, maxLength: 5 }),
      length: fc.nat(60),
      end: fc.constantFrom('silence', 'fin', 'rst'),
    })
    .map(({ bytes: whole, cuts, delays, length, end }) => {
      const sent = whole.subarray(0, length);
      const edges = [0, ...cuts.map((cut) => cut % (sent.length + 1)).toSorted((a, b) => a - b), sent.length];
      const pieces = edges.slice(1).map((edge, i) => hex(sent.subarray(edges[i], edge)));
      return {
        bytes: sent,
        ops: [...pieces.flatMap((piece, i) => [{ sleep: delays[i] ?? 0 }, { bytes: piece }]), { end }],
      };
    });

const positive = fc.integer({ min: 0, max: 0x7fffffff });
const anyByte = fc.oneof(fc.constantFrom(0, 1, 8, 0xff), fc.nat(255));

/** A positive reply, whole or in two packets, with some of its bytes changed, and perhaps another behind it. */
const garbled = fc
  .record({
    value: positive,
    split: fc.nat(8),
    changes: fc.array(fc.tuple(fc.nat(30), anyByte), { maxLength: 4 }),
    spoiled: fc.constantFrom(0, 4, 8),
    rest: fc.uint8Array({ maxLength: 8 }),
  })
  .map(({ value, split, changes, spoiled, rest }) => {
    const body = encodeInt(value);
    body.fill(0xff, 8 - spoiled);
    const parts = split > 0 && split < 8 ? [body.slice(0, split), body.slice(split)] : [body];
    const bytes = concat(encodeMessage(...parts), rest);
    for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
    return bytes;
  });

/** The body of the first message, if the bytes hold a whole one; written without the daemon's decoder. */
function firstBody(bytes: Uint8Array): number[] | null {
  const body: number[] = [];
  for (let at = 0; at + 5 <= bytes.length; ) {
    const length = Buffer.from(bytes).readInt32BE(at + 1);
    const isLast = bytes[at] !== 0;
    if ((bytes[at] as number) > 10 || length <= 0 || at + 5 + length > bytes.length) return null;
    body.push(...bytes.subarray(at + 5, at + 5 + length));
    if (isLast) return body;
    at += 5 + length;
  }
  return null;
}

const endsInOnes = (body: number[] | null): boolean =>
  body?.length === 8 && body.slice(4).every((byte) => byte === 0xff);
const isMinusOne = (body: number[] | null): boolean => body?.length === 8 && body.every((byte) => byte === 0xff);

const isDisowned = ({ outcome }: StartdOutcome) => outcome === 'claim removed: no longer recognized';

describe.each([
  { revision: '2011', mayDisown: isMinusOne, only: 'a reply that has become -1 itself, all eight bytes' },
  { revision: 'head', mayDisown: endsInOnes, only: 'a reply whose last four of eight bytes are all ones' },
] as const)('in $revision a claim is disowned by $only', ({ revision, mayDisown }) => {
  const startd = new StartdConformer(revision);

  test('and by no other cut, delay, ending or garbling', () => {
    fc.assert(
      fc.property(opsOf(garbled), ({ bytes, ops }) => {
        const disowned = outcomesOf(ops, startd).some(isDisowned);
        expect(disowned && !mayDisown(firstBody(bytes))).toBe(false);
      }),
      { numRuns: draws(400, 1500) },
    );
  });

  test('and, if it comes at once, by each of these', () => {
    fc.assert(
      fc.property(garbled, (bytes) => {
        const outcomes = outcomesOf([{ bytes: hex(bytes) }, { end: 'fin' }], startd);
        expect(outcomes.map(isDisowned)).toEqual([mayDisown(firstBody(bytes))]);
      }),
      { numRuns: draws(400, 1500) },
    );
  });
});

function fileWith(records: unknown): string {
  const file = join(mkdtempSync(join(tmpdir(), 'claimcheck-')), 'replies.json');
  writeFileSync(file, JSON.stringify(records));
  return file;
}

describe('conform --startd', () => {
  const [first] = measured as [StartdRecord];

  test('says as JSON how much agrees', async () => {
    const { code, stdout } = await claimcheck('conform', '--startd', '--json', FILE);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ records: 99, outcomes: 99, agree: 99, disagree: [], allowsMoreThanOne: 13 });
  });

  test('shows a disagreement with the run that comes nearest', async () => {
    const file = fileWith([{ ...first, valueRead: 7 }]);
    const { code, stdout } = await claimcheck('conform', '--startd', file);
    expect(code).toBe(1);
    expect(stdout).toContain('after_lease_10: valueRead');
    expect(stdout).toContain('State change: claim lease expired');
    const { stdout: json } = await claimcheck('conform', '--startd', '--json', file);
    expect(JSON.parse(json).disagree).toMatchObject([
      { mode: 'head', path: 'startd', gap: null, fixes: null, field: ['valueRead'], measured: { valueRead: 7 } },
    ]);
  });

  const OP = 'bytes, sleep or end was expected';
  test.each([
    [{ ops: [{ bytes: 'f' }] }, 'ops[0].bytes: bytes in hex were expected, not "f"'],
    [{ ops: [{ bytes: 5 }] }, 'ops[0].bytes: bytes in hex were expected, not 5'],
    [{ ops: [{ sleep: -1 }] }, 'ops[0].sleep: a number of seconds was expected, not -1'],
    [{ ops: [{ end: 'later' }] }, 'ops[0].end: silence, fin, or rst was expected, not "later"'],
    [{ ops: [{ wait: 1 }] }, `ops[0]: ${OP}, not {"wait":1}`],
    [{ ops: [{ bytes: 'ff', sleep: 1 }] }, `ops[0]: ${OP}, not {"bytes":"ff","sleep":1}`],
    [{ ops: [{}] }, `ops[0]: ${OP}, not {}`],
    [{ ops: [null] }, `ops[0]: ${OP}, not null`],
    [{ ops: ['bytes'] }, `ops[0]: ${OP}, not "bytes"`],
    [
      { ops: [{ end: 'fin' }, { sleep: 1 }] },
      'ops[0]: an end only as the last of the list was expected, not {"end":"fin"}',
    ],
    [{ retryAfter: 'soon' }, 'retryAfter: a number of seconds or null was expected, not "soon"'],
    [{ valueRead: 1.5 }, 'valueRead: an int or null was expected, not 1.5'],
    [{ claimRemoved: undefined }, 'claimRemoved: true or false was expected, not nothing'],
  ])('a bad file is one line: %j', async (fields, message) => {
    const { code, stdout, stderr } = await claimcheck('conform', '--startd', fileWith([{ ...first, ...fields }]));
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^claimcheck: .*replies\.json: record 1 \('after_lease_10'\): .*\n$/);
    expect(stderr).toContain(message);
  });

  test.each(['toString', 'constructor', '__proto__', 'hasOwnProperty'])(
    'what every object inherits is nothing that is done to a reply: %s',
    async (kind) => {
      const op = JSON.parse(`{"${kind}": 1}`);
      const { code, stderr } = await claimcheck('conform', '--startd', fileWith([{ ...first, ops: [op] }]));
      expect(code).toBe(2);
      expect(stderr).toContain(`ops[0]: ${OP}, not {"${kind}":1}\n`);
    },
  );

  test('nothing checked is never as expected', async () => {
    const { code, stdout, stderr } = await claimcheck('conform', '--startd', fileWith([]));
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/replies\.json: at least one record was expected, not \[\]\n$/);
  });
});
