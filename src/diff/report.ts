import type { Difference } from '../checker/compare/compare.ts';
import type { Outcome, Shown } from '../checker/compare/observable.ts';
import type { Carrier } from '../checker/study/carrier.ts';
import { traceOf } from '../checker/replay/trace.ts';
import { type Style, story } from '../traces/story/story.ts';
import { messageText } from '../checker/system/message.ts';
import { type Compared, type DiffScope, shortest } from './diff.ts';

/** What was compared: the names of both versions, and the systems and variants that only one of them has. */
export interface Subject {
  readonly names: readonly [string, string];
  readonly notCompared: readonly string[];
}

/** What a comparison has found, as text: its scope, and the shortest run with what each version does after it. */
export function diffText(
  subject: Subject,
  compared: readonly Compared[],
  scope: DiffScope,
  carriers: readonly Carrier[],
  style: Style,
): string {
  const { names, notCompared } = subject;
  const missing =
    notCompared.length > 0 ? `\nNot compared, as only one of them has it: ${notCompared.join(', ')}.` : '';
  const heading = `${style.bold(names[0])} and ${style.bold(names[1])}, compared ${scopeText(compared, scope)}.${missing}`;
  const found = shortest(compared);
  if (!found) return `${heading}\n${style.green('Equivalent for the explored scope')}: ${countsText(compared)}.`;
  const differing = compared.filter(({ difference }) => difference);
  const where = `They differ in ${differing.length} of ${compared.length} systems`;
  return [
    heading,
    `${style.red(where)}: ${differing.map(nameOf).join('; ')}.`,
    '',
    ...differenceLines(names, found, carriers, style),
  ].join('\n');
}

/** The comparison as data. */
export function diffJson(
  { names: [one, other], notCompared }: Subject,
  compared: readonly Compared[],
  scope: DiffScope,
) {
  const found = shortest(compared);
  return {
    one,
    other,
    scope,
    notCompared,
    equivalent: found === undefined,
    systems: compared.map(({ system, variant, pairs, transitions, difference }) => ({
      system,
      variant,
      pairs,
      transitions,
      differsAfter: difference && difference.common[0].length,
    })),
    difference: found ? differenceJson(found, found.difference as Difference) : null,
  };
}

function differenceJson({ system, variant, compositions }: Compared, difference: Difference) {
  const { common, choice, outcomes, states } = difference;
  const steps = traceOf(compositions[1], common[1]).map(({ component, choice: { event, fault } }) => ({
    component,
    event,
    fault,
  }));
  return { system, variant, steps, choice, one: outcomes[0], other: outcomes[1], states };
}

function scopeText(compared: readonly Compared[], { choices, faults, strict }: DiffScope): string {
  const systems = [...new Set(compared.map(({ system }) => system))].join(', ');
  const chosen = Object.entries(choices).map(([axis, value]) => `, ${axis} ${value}`);
  const seen = `the messages between processes${strict ? ', the log lines and the names of states' : ' and the log lines'}`;
  return `by ${seen}, in ${systems}${chosen.join('')}; faults: ${faults.join(', ') || 'none'}`;
}

function countsText(compared: readonly Compared[]): string {
  const sum = (key: 'pairs' | 'transitions') => compared.reduce((total, row) => total + row[key], 0);
  return `${compared.length} systems, ${sum('pairs')} pairs of states, ${sum('transitions')} steps that both take alike`;
}

const nameOf = ({ system, variant }: Compared): string => `${system} ${variant}`.trim();

function differenceLines(
  names: Subject['names'],
  found: Compared,
  carriers: readonly Carrier[],
  style: Style,
): string[] {
  const { common, choice, outcomes, states } = found.difference as Difference;
  const steps = common[1].length;
  const trace = traceOf(found.compositions[1], common[1]);
  const alike = `The shortest run that shows it, in ${nameOf(found)}: ${steps} steps that both take alike`;
  const alikeAtFirst = sharedLines(...outcomes);
  const isSeen = JSON.stringify(outcomes[0]) !== JSON.stringify(outcomes[1]);
  const each = names.flatMap((name, i) => [
    `      ${style.bold(name)}:`,
    ...outcomeLines(outcomes[i as 0 | 1], alikeAtFirst.length),
  ]);
  return [
    steps > 0 ? `${alike}\n${story({ composition: found.compositions[1], trace, carriers }, style)}` : alike,
    choice === null
      ? `They begin ${isSeen ? 'in other ways' : 'in states of other names'}:`
      : `${String(steps + 1).padStart(3)}. ${style.red(choice)}`,
    ...alikeAtFirst.map((line) => style.dim(line)),
    ...(choice !== null || isSeen ? each : []),
    ...states.map(
      ({ component, values: [one, other] }) => `      ${component}: ${one ?? 'missing'}, and ${other ?? 'missing'}`,
    ),
  ];
}

/** What both show before they part. */
function sharedLines(one: Outcome, other: Outcome): string[] {
  const [mine, theirs] = [shownLines(one), shownLines(other)];
  const parting = mine.findIndex((line, i) => line !== theirs[i]);
  return parting < 0 ? mine : mine.slice(0, parting);
}

function outcomeLines(outcome: Outcome, from: number): string[] {
  if (outcome.kind === 'refused') return ['        does not take it'];
  if (outcome.kind === 'impossible') return [`        cannot: ${outcome.why}`];
  const lines = shownLines(outcome).slice(from);
  return lines.length > 0 ? lines : ['        nothing more is seen'];
}

const shownLines = (outcome: Outcome): string[] =>
  outcome.kind === 'step' ? outcome.shows.map((shown) => `        ${shownText(shown)}`) : [];

function shownText(shown: Shown): string {
  if ('text' in shown) return `${shown.process} logs: ${shown.text}`;
  return `${shown.from} to ${shown.to}: ${messageText(shown.message)}`;
}
