import type { Lines } from './alive-lines.ts';
import type { Observation } from './observations.ts';
import type { Print } from './print.ts';

/** What is asked of a run. */
export interface Question {
  readonly observed: Pick<Observation, 'startd' | 'schedd'>;
  /** Whether a line of this kind would be in the log if it had been printed. */
  readonly isLogged: (print: Print) => boolean;
  /** Counts the places that have been looked at, over all questions. */
  readonly effort?: { places: number };
}

/** How far a run has come: where it is, and how many of the observed lines of each log it has printed. */
interface Place {
  readonly state: number;
  readonly startd: number;
  readonly schedd: number;
}

/**
 * Whether a run prints the lines observed, each log's in its order, and none between them that would have been logged too.
 * What goes before a log's first line or behind its last is not asked for: a log may begin and end in the middle.
 */
export function canPrint(lines: Lines, question: Question): boolean {
  const stack: Place[] = [{ state: 0, startd: 0, schedd: 0 }];
  const seen = new Set(stack.map((place) => keyOf(place, question)));
  for (let place = stack.pop(); place; place = stack.pop()) {
    if (question.effort) question.effort.places += 1;
    if (isComplete(place, question)) return true;
    for (const [print, to] of lines[place.state] ?? []) {
      for (const next of after(place, print, to, question)) {
        const key = keyOf(next, question);
        if (!seen.has(key)) stack.push(next);
        seen.add(key);
      }
    }
  }
  return false;
}

const keyOf = ({ state, startd, schedd }: Place, { observed }: Question): number =>
  (state * (observed.startd.length + 1) + startd) * (observed.schedd.length + 1) + schedd;

const isComplete = ({ startd, schedd }: Place, { observed }: Question): boolean =>
  startd === observed.startd.length && schedd === observed.schedd.length;

/** How far a run has come when it has printed this: nowhere, if something else was observed. */
function after({ startd, schedd }: Place, print: Print, state: number, { observed, isLogged }: Question): Place[] {
  const isStartd = print.process === 'startd';
  const [lines, at] = isStartd ? [observed.startd, startd] : [observed.schedd, schedd];
  const isOutside = at === 0 || at === lines.length;
  const isSkipped = isOutside || !isLogged(print);
  return [
    ...(isSkipped ? [{ state, startd, schedd }] : []),
    ...(lines[at] === print.label
      ? [isStartd ? { state, startd: startd + 1, schedd } : { state, startd, schedd: schedd + 1 }]
      : []),
  ];
}
