import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fixesFromBits, PATHS } from '../../../../machines/vocabulary.ts';
import { pathTo } from '../../../files/root.ts';
import { AliveRuns } from '../testing/runs/alive-runs.ts';
import { allAliveLines } from '../testing/runs/automaton.ts';
import { findRun } from '../testing/runs/search.ts';
import { ALIVE_LINES, aliveLines, type Lines } from './alive-lines.ts';
import { type Print, printOf } from './print.ts';
import { canPrint } from './search.ts';

test('the lines on record are what the runs of the machines print; UPDATE=1 writes them', () => {
  const file = pathTo(ALIVE_LINES);
  const made = allAliveLines();
  if (process.env['UPDATE']) writeFileSync(file, written(made));
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(made);
  expect(Object.keys(made.variants)).toHaveLength(64);
  expect(made.automata.map((states) => states.length)).toEqual([71, 65, 80, 74, 51, 57, 54, 76, 71, 43]);
  expect(made.prints.map(([process, text]) => printOf(process, text))).not.toContain(null);
});

test('what a log can show of an ALIVE is found in the lines on record exactly if a run of the machines has it', () => {
  const lines = aliveLines();
  let found = 0;
  const check = (bits: string, revision: '2011' | 'head', startd: string[], schedd: string[], hidden: string[]) => {
    const question = { observed: { startd, schedd }, isLogged: ({ label }: Print) => !hidden.includes(label) };
    for (const [i, path] of PATHS.entries()) {
      const isRun = findRun(new AliveRuns({ fixes: fixesFromBits(bits), path, revision }), question) !== null;
      expect(canPrint(lines(revision, bits)[i] ?? [], question)).toBe(isRun);
      if (isRun) found += 1;
    }
  };
  /** The lines of a run of some variant, of which the log of another may have lost some. */
  const walk = fc.tuple(
    fc.constantFrom('0000', '0011', '0100', '1111'),
    fc.constantFrom<'2011' | 'head'>('2011', 'head'),
    fc.array(fc.nat(), { maxLength: 14 }),
  );
  fc.assert(
    fc.property(
      walk,
      fc.constantFrom('0000', '0010', '1000', '1111'),
      fc.array(fc.nat(30), { maxLength: 2 }),
      (from, bits, gone) => {
        const [own, revision, choices] = from;
        const prints = printed(lines(revision, own)[0] ?? [], choices).filter((_, i) => !gone.includes(i));
        const [startd, schedd] = (['startd', 'schedd'] as const).map((process) =>
          prints.flatMap((print) => (print.process === process ? [print.label] : [])),
        ) as [string[], string[]];
        check(bits, revision, startd, schedd, gone.length > 1 ? ['returns from the handler'] : []);
      },
    ),
    { numRuns: 40, seed: 1 },
  );
  expect(found).toBeGreaterThan(15);
});

function printed(lines: Lines, choices: readonly number[]): Print[] {
  const prints: Print[] = [];
  let state = 0;
  for (const choice of choices) {
    const next = lines[state] ?? [];
    const [print, to] = next[choice % Math.max(1, next.length)] ?? [null, state];
    if (print) prints.push(print);
    state = to;
  }
  return prints;
}

/** A line for each state. */
const written = ({ prints, automata, variants }: ReturnType<typeof allAliveLines>): string =>
  `${[
    '{"prints": [',
    prints.map((print) => JSON.stringify(print)).join(',\n'),
    '], "automata": [',
    automata.map((states) => `[${states.map((next) => JSON.stringify(next)).join(',\n')}]`).join(',\n'),
    `], "variants": ${JSON.stringify(variants, null, 1)}}`,
  ].join('\n')}\n`;
