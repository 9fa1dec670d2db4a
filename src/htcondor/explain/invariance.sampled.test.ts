import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { draws } from '../../testing/sampled.ts';
import { examine } from './explain.ts';
import { Logs } from './read/logs.ts';
import { STAMP, shuffled, stampOf, twoRemovals } from './testing/edits.ts';
import { type Both, examineLines, filesWith, fileWith, linesOf, outcomes, textOf } from './testing/scenarios.ts';

const CASES = [
  ...['bug-all-fixes-off', 'same-fault-only-27897', 'schedd-forgot-claim-negotiated-session'].map((name) => ({
    name,
    lines: linesOf(name),
  })),
  { name: 'two removals in one second', lines: twoRemovals() },
];

const RUNS = { numRuns: draws(10, 20) };

/** Lines of other daemons' doings, of this log's form, with traps: they look like what matters, and are not. */
const unrelated = fc.constantFrom(
  'condor_read(): timeout reading 5 bytes from <10.9.9.9:41000>.',
  'condor_read(): Socket closed when trying to read 5 bytes from <10.9.9.9:41001> in non-blocking mode',
  'IO: EOF reading packet header',
  'Calling HandleReq <handle_q> (0) for command 1112 (QMGMT_WRITE_CMD) from condor@child <10.9.9.9:41002>',
  'slot1[1.0]: Received job ClassAd update from starter.',
  'slot9: Changing state: Owner -> Unclaimed',
  'Trying to update collector <10.9.9.9:9618>',
  'Sent ad to 1 collectors for truth Hit=1 Tot=1 Idle=0 Run=1',
  'ERROR "Received startd keepalive" is not what it seems',
  '',
);

/** Puts lines in between, each with the time of the line before it. */
function interleaved(lines: readonly string[], more: readonly (readonly [number, string])[]): string[] {
  const at = new Map<number, string[]>();
  for (const [place, text] of more) {
    const index = place % lines.length;
    at.set(index, [...(at.get(index) ?? []), text]);
  }
  return lines.flatMap((line, i) => {
    const stamp = stampOf(line);
    return [line, ...(stamp === '' ? [] : (at.get(i) ?? []).map((text) => stamp + text))];
  });
}

const outcomesOf = async (edited: Both) => outcomes(await examineLines(edited));

describe.each(CASES)('the verdict on $name', ({ lines }) => {
  const usual = examineLines(lines);

  test('is not changed by unrelated lines in between', async () => {
    const more = fc.array(fc.tuple(fc.nat(), unrelated), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(more, more, async (startd, schedd) => {
        const edited = { startd: interleaved(lines.startd, startd), schedd: interleaved(lines.schedd, schedd) };
        expect(await outcomesOf(edited)).toEqual(outcomes(await usual));
      }),
      RUNS,
    );
  });

  test('is not changed by mixing the lines of a second that are of different connections', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
        async (stream) => {
          const random = () => stream.next().value as number;
          const edited = { startd: shuffled(lines.startd, random), schedd: shuffled(lines.schedd, random) };
          expect(await outcomesOf(edited)).toEqual(outcomes(await usual));
        },
      ),
      RUNS,
    );
  });

  test('is not changed by rotating the logs, in the middle of a line or not', async () => {
    const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(cuts, cuts, fc.boolean(), async (startd, schedd, within) => {
        const logs = await Logs.open({
          startd: rotated(textOf(lines.startd), startd, within).toReversed(),
          schedd: rotated(textOf(lines.schedd), schedd, within),
        });
        expect(outcomes(await examine(logs))).toEqual(outcomes(await usual));
      }),
      RUNS,
    );
  });
});

/** The files that a log was rotated into, each long enough to show when it was begun. */
function rotated(text: string, cuts: readonly number[], within: boolean): string[] {
  const places = cuts
    .map((cut) => Math.floor(cut * text.length))
    .map((place) => (within ? place : text.indexOf('\n', place) + 1))
    .toSorted((a, b) => a - b);
  const parts = [0, ...places].map((from, i) => text.slice(from, places[i] ?? text.length));
  const whole: string[] = [];
  for (const part of parts) {
    const begun = whole.at(-1);
    if (begun !== undefined && !hasWholeLine(begun)) whole[whole.length - 1] = begun + part;
    else whole.push(part);
  }
  const last = whole.at(-1) ?? '';
  return hasWholeLine(last) || whole.length === 1 ? named(whole) : named([...whole.slice(0, -2), whole.at(-2) + last]);
}

/** The older ones have the time of their rotation for an ending, as dprintf gives it to them. */
const named = (parts: readonly string[]): string[] =>
  filesWith(
    Object.fromEntries(
      parts.map((part, i) => [i === parts.length - 1 ? 'Log' : `Log.20261122T13440${i}`, part] as const),
    ),
  );

const hasWholeLine = (part: string): boolean =>
  part.split('\n').some((line, i, all) => i < all.length - 1 && STAMP.test(line));

describe('garbage', () => {
  const [{ lines }] = CASES as [(typeof CASES)[number]];

  test('between the lines never stops it, and nothing is made of it', async () => {
    const junk = fc.oneof(
      fc.string({ maxLength: 80 }),
      fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.replaceAll('\0', '?')),
      fc
        .constantFrom(...lines.startd, ...lines.schedd)
        .chain((line) => fc.nat(line.length).map((end) => line.slice(0, end))),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(), junk), { maxLength: 40 }), async (more) => {
        const clean = more.map(([place, text]) => [place, text.replace(/[\r\n]/g, ' ').replace(STAMP, '')] as const);
        const withJunk = (side: readonly string[]) => {
          const result = [...side];
          for (const [place, text] of clean) result.splice(1 + (place % (result.length - 1)), 0, `?${text}`);
          return result;
        };
        expect(
          outcomes(await examineLines({ startd: withJunk(lines.startd), schedd: withJunk(lines.schedd) })),
        ).toEqual(outcomes(await examineLines(lines)));
      }),
      RUNS,
    );
  });

  test('in the lines themselves is no reason to fall over', async () => {
    const edits = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.string({ maxLength: 6 })), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(edits, async (changes) => {
        const spoilt = (side: readonly string[]) => {
          const result = [...side];
          for (const [place, at, text] of changes) {
            const line = result[place % result.length] as string;
            result[place % result.length] =
              line.slice(0, at % (line.length + 1)) + text + line.slice((at % (line.length + 1)) + text.length);
          }
          return textOf(result).replaceAll('\0', '?');
        };
        const logs = await Logs.open({
          startd: [fileWith(spoilt(lines.startd), 'StartLog')],
          schedd: [fileWith(spoilt(lines.schedd), 'SchedLog')],
        });
        const { claims } = await examine(logs, 0);
        expect(claims.length).toBeGreaterThan(0);
      }),
      RUNS,
    );
  });
});
