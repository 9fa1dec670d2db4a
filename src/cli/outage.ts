import type { Command } from 'commander';
import { replayLive } from '../engine/live.ts';
import { InputError } from '../input.ts';
import { type Bound, findBound, SITUATIONS, type Situation } from '../outage.ts';
import { timedStory } from '../render/timed.ts';
import { RECORDED_LEASE, recordedBounds } from '../verify/outage-bounds.ts';
import { progress, progressDone, style } from './terminal.ts';
import { EXIT, parseCount, parseWord } from './usage.ts';

interface Options {
  readonly lease: number;
  readonly unit: number;
  readonly kind?: string;
  readonly json?: boolean;
}

export function addOutage(program: Command): void {
  const kinds = SITUATIONS.map(({ id }) => id);
  program
    .command('outage')
    .description('find how long an outage may last before it can cost a claim, by exhaustive search')
    .option('--lease <seconds>', 'the lease of the claim', parseCount(15, 2400), RECORDED_LEASE)
    .option('--unit <seconds>', 'what a tick of the clock is worth; 1 is exact', parseCount(1, 60), 5)
    .option('--kind <kind>', `one kind of outage: ${kinds.join(', ')}`, parseWord(kinds))
    .option('--json', 'the bounds as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  claimcheck outage --kind hangs\n\nExit code: 0 the bounds are as recorded (or none are on record for this lease and unit), 1 a difference, 2 wrong usage.',
    )
    .action((options: Options) => {
      process.exitCode = outageCommand(options);
    });
}

interface Found extends Bound {
  readonly situation: Situation;
}

function outageCommand({ lease, unit, kind, json }: Options): number {
  if (lease % unit !== 0) throw new InputError(`a lease of ${lease} s is not a multiple of a unit of ${unit} s`);
  const situations = SITUATIONS.filter(({ id }) => kind === undefined || id === kind);
  const found = situations.map((situation): Found => {
    progress(`searching: ${situation.sentence}`);
    const bound = findBound(situation, lease, unit);
    if (!bound) throw new Error(`${situation.id}: no outage costs the claim, not even one as long as its lease`);
    const difference = replayLive(bound.model.composition, bound.trace);
    if (difference) throw new Error(`the tables and the live actors disagree: ${difference}`);
    return { ...bound, situation };
  });
  progressDone();
  const wrong = differences(found, lease, unit);
  if (json) console.log(JSON.stringify(report(found, { lease, unit }, wrong)));
  else console.log(text(found, { lease, unit }, wrong));
  return wrong.length > 0 ? EXIT.finding : EXIT.asExpected;
}

function differences(found: readonly Found[], lease: number, unit: number): string[] {
  if (lease !== RECORDED_LEASE || (unit !== 1 && unit !== 5)) return [];
  const recorded = recordedBounds();
  return found.flatMap(({ situation: { id }, safe, loses }) => {
    const expected = recorded[id]?.searched[unit === 1 ? '1' : '5'];
    if (!expected) return [];
    const same = expected[0] === safe && expected[1] === loses;
    return same ? [] : [`${id}: ${safe} s safe, ${loses} s loses; expected ${expected.join(' and ')}`];
  });
}

function report(found: readonly Found[], scale: { lease: number; unit: number }, wrong: readonly string[]) {
  const bounds = found.map(({ situation, safe, loses, trace, searches, states }) => ({
    kind: situation.id,
    sentence: situation.sentence,
    safe,
    loses,
    steps: trace.length,
    run: trace.map(({ choice }) => choice.index),
    searches,
    states,
  }));
  return { ...scale, bounds, asExpected: wrong.length === 0, differences: wrong };
}

function text(found: readonly Found[], { lease, unit }: { lease: number; unit: number }, wrong: readonly string[]) {
  const parts = found.map(({ situation, safe, loses, model, trace, searches, states }) => {
    const bound = safe === null ? 'No outage is safe' : `Up to ${safe} s no outage costs the claim`;
    const search = style.dim(`(${searches} exhaustive searches, of up to ${states} states)`);
    const heading = `${style.bold(situation.sentence)}\n${bound}; one of ${loses} s can. ${search}`;
    return `${heading}\n${timedStory(model.composition, trace, unit, style)}`;
  });
  const end = wrong.length > 0 ? [style.red(`Not as on record:\n  ${wrong.join('\n  ')}`)] : [];
  return [`A lease of ${lease} s, a clock with units of ${unit} s.`, ...parts, ...end].join('\n\n');
}
