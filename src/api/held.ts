import { totalmem } from 'node:os';
import { ModelError } from '../checker/errors.ts';
import { replayLasso, replayLive } from '../checker/replay/live-actors.ts';
import { traceOf } from '../checker/replay/trace.ts';
import { type Finding, type Findings, UNHANDLED, verify } from '../checker/verify.ts';
import { plainStory } from './plain.ts';
import type { Subject } from './subject.ts';

/** How far a search goes, and what counts. */
export interface HoldOptions {
  /** The fault classes that are on; all, if not given. */
  readonly faults?: readonly string[] | undefined;
  /** Give up after this many states. */
  readonly maxStates?: number | undefined;
}

/** What a search has said of one system. */
export interface Checked {
  readonly subject: Subject;
  readonly found: Findings;
  /** What is violated, or not reached, the shortest run first. */
  readonly wrong: readonly Finding[];
  /** The ids of what the search has left open. */
  readonly open: readonly string[];
}

const lengthOf = ({ run }: Finding): number => run?.length ?? Number.POSITIVE_INFINITY;

/** Searches a system. @throws {ModelError} if no property is stated of it: nothing checked is no pass */
export function check(subject: Subject, { faults, maxStates }: HoldOptions): Checked {
  const { composition, name, properties } = subject;
  if (properties.length === 0) throw new ModelError(`${name}: no property is stated, so nothing would be checked`);
  const found = verify(composition, properties, {
    maxMemory: totalmem() / 4,
    ...(faults && { faults }),
    ...(maxStates !== undefined && { maxStates }),
  });
  const wrong = found.findings
    .filter(({ verdict }) => verdict === 'violated' || verdict === 'unreachable')
    .toSorted((one, other) => lengthOf(one) - lengthOf(other));
  const open = found.findings.filter(({ verdict }) => verdict === 'bounded').map(({ property }) => property.id);
  return { subject, found, wrong, open };
}

/** What is wrong with a system, told by the shortest run that shows it. Live actors have confirmed the run. */
export function wrongText({ subject, found, wrong, open }: Checked): string {
  const [first, ...others] = wrong as [Finding, ...Finding[]];
  const more = [
    ...others.map(({ property, run, verdict }) => `${property.id} ${verdict}${run ? ` in ${run.length}` : ''}`),
    ...open.map((id) => `${id} not decided`),
  ];
  return [
    `${subject.name}: ${headline(first, found)}`,
    ...(first.run ? ['', runText(subject, first), ''] : []),
    `${countText(found)}.${more.length > 0 ? ` Also: ${more.join(', ')}.` : ''}`,
  ].join('\n');
}

function headline({ cycle, property: { id, sentence }, run, verdict }: Finding, { states }: Findings): string {
  const says = sentence === id ? '' : `: ${sentence}`;
  if (verdict === 'unreachable') return `${id} is reached by no run, in ${states} states${says}`;
  if (id === UNHANDLED) return `a message is lost in ${steps(run?.length ?? 0)}: ${sentence}`;
  const forever = cycle ? ' and a cycle that goes on for ever' : '';
  return `${id} is violated in ${steps(run?.length ?? 0)}${forever}${says}`;
}

function runText(subject: Subject, { run, cycle }: Finding): string {
  const { composition } = subject;
  const steps = run ?? [];
  const trace = traceOf(composition, [...steps, ...(cycle ?? [])]);
  const cycleFrom = cycle ? steps.length : undefined;
  const difference =
    cycleFrom === undefined ? replayLive(composition, trace) : replayLasso(composition, { trace, cycleFrom });
  if (difference !== null) throw new Error(`the search and the live actors disagree: ${difference}`);
  return plainStory(subject, trace, cycleFrom);
}

/** What a search that came to its end says of a system in which nothing is wrong. */
export const heldText = ({ subject, found }: Checked): string =>
  `${subject.name}: all of ${found.findings.map(({ property }) => property.id).join(', ')} hold in ${countText(found)}`;

/** What a search that hit a bound leaves open. */
export const openText = ({ subject, found, open }: Checked): string =>
  `${subject.name}: bounded: the search gave up after ${found.states} states (${found.end}), so ${open.join(', ')} is not decided`;

const countText = ({ states, transitions }: Findings): string => `${states} states, ${transitions} transitions`;

const steps = (n: number): string => (n === 1 ? '1 step' : `${n} steps`);

/** Whether something is wrong in the way that `not.toHold()` expects: a property is violated, or a witness is out of reach. */
export const isWrong = ({ wrong }: Checked): boolean => wrong.length > 0;

/** The option by which `trace` shows the run again; null where there is none. */
export function shownBy({ wrong, subject }: Checked): string | null {
  const [first] = wrong;
  if (!first || first.property.id === UNHANDLED || subject.options === null) return null;
  return `trace ${subject.options} --property ${first.property.id}`;
}
