import type { Command } from 'commander';
import { CARRIERS } from '../../../properties/systems/stream-carrier.ts';
import { TELLS } from '../../../properties/tells.ts';
import type { Scale } from '../../../properties/outages/outage-bounds.ts';
import { recordOf, SITUATIONS, type Situation, usualScale } from '../../../properties/outages/situations.ts';
import { replayLive } from '../../checker/replay/live-actors.ts';
import { InputError } from '../../files/input.ts';
import { boundOf } from '../../htcondor/outage/bound-of.ts';
import { MODELS } from '../../htcondor/own-study.ts';
import { story } from '../../traces/story/story.ts';
import type { FoundBound } from '../../verify/bounds.ts';
import { progress, progressDone, style } from '../terminal.ts';
import { wrapOnTerminal } from '../layout.ts';
import { EXIT, parseCount, parseWord } from '../parse.ts';

interface Options extends Partial<Scale> {
  readonly kind?: string;
  readonly json?: boolean;
}

export function addOutage(program: Command): void {
  const kinds = SITUATIONS.map(({ id }) => id);
  program
    .command('outage')
    .description('find how long an outage may last before it can cost a claim, or its job, by exhaustive search')
    .option('--kind <kind>', `one kind of outage: ${kinds.join(', ')}`, parseWord(kinds))
    .option('--lease <seconds>', 'the lease of the claim (default: the one on record)', parseCount(15, 2400))
    .option('--alive-interval <seconds>', "the schedd's alive_interval, where it counts", parseCount(1, 800))
    .option('--unit <seconds>', 'how long a tick of the clock is; 1 is exact', parseCount(1, 60))
    .option('--json', 'the bounds as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  claimcheck outage --kind hangs\n\nExit code: 0 the bounds are as recorded (or none are on record for this scale), 1 a difference, 2 invalid usage.',
    )
    .action((options: Options) => {
      process.exitCode = outageCommand(options);
    });
}

interface Found extends FoundBound {
  readonly situation: Situation;
  readonly scale: Scale;
}

function outageCommand({ kind, json, ...asked }: Options): number {
  const situations = SITUATIONS.filter(({ id }) => kind === undefined || id === kind);
  const scales = situations.map((situation) => scaleOf(situation, asked));
  const found = situations.map((situation, i): Found => {
    const scale = scales[i] as Scale;
    progress(`searching ${i + 1} of ${situations.length}: ${situation.sentence}`);
    const bound = boundOf(MODELS, situation, scale);
    const difference = bound.lost && replayLive(bound.lost.model.composition, bound.lost.trace);
    if (difference) throw new Error(`the tables and the live actors disagree: ${difference}`);
    return { ...bound, situation, scale };
  });
  progressDone();
  const wrong = found.flatMap(differences);
  if (json) console.log(JSON.stringify(report(found, wrong)));
  else console.log(text(found, wrong));
  return wrong.length > 0 ? EXIT.finding : EXIT.asExpected;
}

/** @throws {InputError} if a unit is too coarse, periods are not whole ticks, or alive_interval is longer than a schedd makes it */
function scaleOf(situation: Situation, { lease, aliveInterval, unit }: Partial<Scale>): Scale {
  const usual = usualScale(situation);
  const scale = {
    lease: lease ?? usual.lease,
    aliveInterval: aliveInterval ?? usual.aliveInterval,
    unit: unit ?? usual.unit,
  };
  const { id, coarsest = Infinity } = situation;
  if (scale.unit > coarsest)
    throw new InputError(`${id}: in units of ${scale.unit} s other things come first; give ${coarsest} s at the most`);
  if (scale.lease % scale.unit !== 0)
    throw new InputError(`a lease of ${scale.lease} s is not a multiple of a unit of ${scale.unit} s`);
  const third = Math.floor(scale.lease / 3);
  if (aliveInterval !== undefined && aliveInterval > third)
    throw new InputError(`an alive_interval of ${aliveInterval} s is more than a third of the lease, ${third} s`);
  return { ...scale, aliveInterval: Math.min(scale.aliveInterval, third) };
}

function differences({ situation, scale, safe, lost }: Found): string[] {
  const recorded = recordOf(situation).searched.find(
    ({ lease, aliveInterval, unit }) =>
      lease === scale.lease && aliveInterval === scale.aliveInterval && unit === scale.unit,
  );
  if (!recorded) return [];
  const loses = lost?.value ?? null;
  const same = recorded.safe === safe && recorded.loses === loses;
  return same
    ? []
    : [`${situation.id}: ${safe} s safe, ${loses} s loses; expected ${recorded.safe} and ${recorded.loses}`];
}

function report(found: readonly Found[], wrong: readonly string[]) {
  const bounds = found.map(({ situation, scale, safe, lost, searches, states }) => ({
    kind: situation.id,
    sentence: situation.sentence,
    ...scale,
    safe,
    loses: lost?.value ?? null,
    ...(lost && { steps: lost.trace.length, run: lost.trace.map(({ choice }) => choice.index) }),
    searches,
    states,
  }));
  return { bounds, asExpected: wrong.length === 0, differences: wrong };
}

function text(found: readonly Found[], wrong: readonly string[]): string {
  const parts = found.map(({ situation, scale, safe, lost, searches, states }) => {
    const search = style.dim(`(${searches} exhaustive searches, of up to ${states} states)`);
    const clock = style.dim(`A lease of ${scale.lease} s, a clock with units of ${scale.unit} s.`);
    const heading = `${style.bold(situation.sentence)}\n${clock}\n${boundText(situation, safe, lost?.value)} ${search}`;
    return lost
      ? `${heading}\n${story({ ...lost.model, trace: lost.trace, carriers: CARRIERS, tells: TELLS }, style)}`
      : heading;
  });
  const end = wrong.length > 0 ? [style.red(`Not as on record:\n  ${wrong.join('\n  ')}`)] : [];
  return wrapOnTerminal([...parts, ...end].join('\n\n'));
}

function boundText({ costs }: Situation, safe: number | null, loses: number | undefined): string {
  const limit = safe === null ? 'No length is safe.' : `Safe: up to ${safe} s.`;
  return `${limit} ${loses === undefined ? 'Longer ones were not searched.' : `${loses} s can cost the ${costs}.`}`;
}
