import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { draws } from '../../testing/sampled.ts';
import { InputError } from '../../files/input.ts';
import { examine, type Findings } from './explain.ts';
import { Logs } from './read/logs.ts';
import { chosenClaims } from './render/choice.ts';
import { asAnotherHost, merged, shuffled } from './testing/edits.ts';
import { LEVELS, lowered } from './testing/lowered.ts';
import { rating } from './testing/rating.ts';
import {
  type Both,
  DEFAULT_LEVEL,
  examineLines,
  filesOfScenario,
  filesWith,
  linesOf,
  SCENARIOS,
  textOf,
  truthOf,
} from './testing/scenarios.ts';
import type { ClaimVerdict } from './verdict/claim-verdict.ts';

const RUNS = { numRuns: draws(4, 12) };

const fraction = fc.double({ min: 0, max: 1, noNaN: true });
const levels = fc.subarray([...LEVELS]);

/** What may befall both logs on their way: lower levels, lines of a second mixed, a beginning and an end that are gone, gaps. */
const damage = fc.record({
  startd: levels,
  schedd: levels,
  isLowered: fc.boolean(),
  isMixed: fc.boolean(),
  seed: fc.nat(),
  cuts: fc.tuple(fraction, fraction, fraction, fraction),
  given: fc.constantFrom('both', 'both', 'startd', 'schedd'),
});

type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never;

function damaged(lines: Both, { startd, schedd, isLowered, isMixed, seed, cuts, given }: Damage): Both {
  const low = isLowered ? lowered(lines, { startd, schedd }) : lines;
  let state = seed;
  const random = () => {
    state = (state * 48_271 + 11) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  const mixed = isMixed ? { startd: shuffled(low.startd, random), schedd: shuffled(low.schedd, random) } : low;
  const [a, b, c, d] = cuts;
  return {
    startd: given === 'schedd' ? [] : cut(mixed.startd, a, b),
    schedd: given === 'startd' ? [] : cut(mixed.schedd, c, d),
  };
}

/** Often whole, or nearly so. */
function cut(lines: readonly string[], a: number, b: number): string[] {
  const [from, to] = [Math.max(0, a - 0.4), Math.min(1, b + 0.4)].toSorted((x, y) => x - y) as [number, number];
  return lines.slice(Math.floor(from * lines.length), Math.ceil(to * lines.length));
}

/** What is found; null if the logs are refused, which is no wrong answer. */
async function foundIn(of: () => Promise<Findings>): Promise<Findings | null> {
  try {
    return await of();
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

/** The lines of files, those that were rotated first. */
const linesIn = (files: readonly string[]): string[] =>
  files
    .toSorted((a, b) => Number(b.includes('.old')) - Number(a.includes('.old')) || a.localeCompare(b))
    .flatMap((file) => readFileSync(file, 'utf8').trimEnd().split('\n'));

function plainLines(scenario: string): Both {
  const { startd, schedd } = filesOfScenario(scenario);
  return { startd: linesIn(startd), schedd: linesIn(schedd) };
}

/** Times of another form cannot be edited. */
const isEditable = (scenario: string): boolean => !/iso-time|subsecond|rotated/.test(scenario);

describe.each([...SCENARIOS, ...DEFAULT_LEVEL])('%s', (scenario) => {
  const lines = isEditable(scenario) ? linesOf(scenario) : plainLines(scenario);
  const truth = truthOf(scenario);

  test('is never told wrong, however it is damaged, and whatever is asked for', async () => {
    await fc.assert(
      fc.asyncProperty(damage, async (edit) => {
        const edited = isEditable(scenario) ? edit : { ...edit, isLowered: false, isMixed: false };
        const findings = await foundIn(() => examineLines(damaged(lines, edited)));
        if (!findings) return;
        expect(rating(findings.claims, truth)).not.toBe('wrong');
        for (const chosen of choices(findings.claims)) expect(rating(chosen, truth)).not.toBe('wrong');
      }),
      RUNS,
    );
  });
});

/** What `--job`, `--slot`, `--since` and `--until` leave, each with a value of the first claim that has one. */
function choices(claims: readonly ClaimVerdict[]): ClaimVerdict[][] {
  const [job] = claims.flatMap((claim) => claim.job ?? []);
  const [slot] = claims.flatMap((claim) => claim.slot ?? []);
  const [at] = claims.flatMap(({ end }) => end?.at.ms ?? []);
  const asked = [{ job }, { job: job?.split('.')[0] }, { slot }, { since: at }, { until: at }, { problems: true }];
  return asked.map((choice) => chosenClaims(claims, choice));
}

const ROOT = fileURLToPath(new URL('../../../properties/logs/jobs/', import.meta.url));
const RECORDINGS = readdirSync(ROOT).filter(
  (name) => existsSync(join(ROOT, name, 'SchedLog')) && !existsSync(join(ROOT, name, 'SchedLog.second')),
);

/** A log that begins while a claim retires shows that it ended then, and leaves the cause open. */
const OPEN = 'The log does not say why the claim had to retire';

describe.each(RECORDINGS)("the recording '%s'", (recording) => {
  const lines = (log: string) =>
    readFileSync(join(ROOT, recording, log), 'utf8')
      .trimEnd()
      .split('\n');
  const both = { startd: lines('StartLog'), schedd: lines('SchedLog') };
  const whole = examineLines(both);

  test('has no end that was none, however it is damaged', async () => {
    const ends = new Set((await whole).claims.flatMap(({ end }) => (end ? [`${end.cause} ${end.authoritative}`] : [])));
    await fc.assert(
      fc.asyncProperty(damage, async (edit) => {
        const findings = await foundIn(() => examineLines(damaged(both, edit)));
        const told = findings?.claims.flatMap(({ end }) =>
          end && end.authoritative !== null && !end.explanation.includes(OPEN)
            ? [`${end.cause} ${end.authoritative}`]
            : [],
        );
        expect([...(told ?? [])].filter((end) => !ends.has(end))).toEqual([]);
      }),
      RUNS,
    );
  });
});

const ENDED = [...SCENARIOS, ...DEFAULT_LEVEL].filter(
  (scenario) => isEditable(scenario) && truthOf(scenario).claim_removed === true,
);

test('three hosts of one schedd are each never told wrong, however their logs are damaged', async () => {
  const scenario = fc.constantFrom(...ENDED);
  const apart = fc.integer({ min: -3, max: 3 });
  let decided = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(scenario, scenario, scenario),
      damage,
      apart,
      apart,
      async ([a, b, c], edit, second, third) => {
        const mild = { ...edit, cuts: [0, 1, 0, 1] as Damage['cuts'], given: 'both' as const };
        const one = damaged(linesOf(a), mild);
        const two = asAnotherHost(damaged(linesOf(b), mild), one, second);
        const three = asAnotherHost(asAnotherHost(damaged(linesOf(c), mild), one, third), one, third);
        const other = { startd: three.startd.map(toThird), schedd: three.schedd.map(toThird) };
        const startd = filesWith({
          'hostA.StartLog': textOf(one.startd),
          'hostB.StartLog': textOf(two.startd),
          'hostC.StartLog': textOf(other.startd),
        });
        const schedd = filesWith({ SchedLog: textOf(merged(merged(one.schedd, two.schedd), other.schedd)) });
        const findings = await foundIn(async () => examine(await Logs.open({ startd, schedd })));
        for (const [host, name] of [
          ['hostA', a],
          ['hostB', b],
          ['hostC', c],
        ] as const) {
          const word = rating(
            (findings?.claims ?? []).filter(({ log }) => log.includes(host)),
            truthOf(name),
          );
          expect(word).not.toBe('wrong');
          if (word === 'right') decided += 1;
        }
      },
    ),
    { numRuns: draws(20, 80) },
  );
  expect(decided).toBeGreaterThan(draws(20, 80));
});

/** The second host's lines as those of a third one. */
const toThird = (line: string): string =>
  line
    .replaceAll('127.0.0.2', '127.0.0.3')
    .replaceAll('other.example.org', 'third.example.org')
    .replace(/(?<![\d.])7\.(\d)(?![\d.]*>)\b/g, '8.$1')
    .replace(/(shadow pid = |Shadow pid |\(shadow pid = )9(\d+)/g, '$18$2');
