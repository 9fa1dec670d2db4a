import type { Choice } from '../../../../checker/system/compose.ts';
import type { AliveRuns, Node } from './alive-runs.ts';
import type { Print } from '../../replay/print.ts';
import type { Question } from '../../replay/search.ts';

/** How many lines of each log a run has printed. */
interface Progress {
  readonly startd: number;
  readonly schedd: number;
}

interface Place extends Progress {
  readonly node: Node;
  readonly via: Choice | null;
  readonly before: Place | null;
}

const NONE: Progress = { startd: 0, schedd: 0 };

/**
 * A run that prints the lines observed, each log's in its order, and none between them that would have been logged too. What
 * goes before a log's first line or behind its last is not asked for: a log may begin and end in the middle.
 *
 * @returns the run's choices, or null if there is none
 */
export function findRun(runs: AliveRuns, question: Question): Choice[] | null {
  const begin: Place = { ...NONE, node: runs.start, via: null, before: null };
  const stack = [begin];
  const seen = new Set([keyOf(begin.node, begin, question)]);
  for (let place = stack.pop(); place; place = stack.pop()) {
    if (question.effort) question.effort.places += 1;
    if (isComplete(place, question)) return choicesTo(place);
    stack.push(...nextPlaces(runs, place, question, seen));
  }
  return null;
}

/** The places behind one that have not been seen, the most promising last: an observed line printed, no fault. */
function nextPlaces(runs: AliveRuns, before: Place, question: Question, seen: Set<number>): Place[] {
  const places: Place[] = [];
  for (const { choice, to, prints } of runs.edgesOf(before.node).toReversed()) {
    for (const at of afterPrints(before, prints, question)) {
      const key = keyOf(to, at, question);
      if (seen.has(key)) continue;
      seen.add(key);
      places.push({ startd: at.startd, schedd: at.schedd, node: to, via: choice, before });
    }
  }
  return places.toSorted((a, b) => total(a) - total(b));
}

const total = ({ startd, schedd }: Progress): number => startd + schedd;

const keyOf = (node: Node, { startd, schedd }: Progress, { observed }: Question): number =>
  (node.id * (observed.startd.length + 1) + startd) * (observed.schedd.length + 1) + schedd;

const isComplete = ({ startd, schedd }: Progress, { observed }: Question): boolean =>
  startd === observed.startd.length && schedd === observed.schedd.length;

/** How far a run has come when it has printed this: nowhere, if something else was observed. */
function afterPrints(from: Progress, prints: readonly Print[], question: Question): Progress[] {
  let reached = [from];
  for (const print of prints) reached = reached.flatMap((at) => afterPrint(at, print, question));
  return reached;
}

function afterPrint(at: Progress, print: Print, { observed, isLogged }: Question): Progress[] {
  const lines = observed[print.process];
  const next = at[print.process];
  const printed = lines[next] === print.label ? [advanced(at, print)] : [];
  const isOutside = next === 0 || next === lines.length;
  return isOutside || !isLogged(print) ? [...printed, at] : printed;
}

const advanced = ({ startd, schedd }: Progress, { process }: Print): Progress =>
  process === 'startd' ? { startd: startd + 1, schedd } : { startd, schedd: schedd + 1 };

function choicesTo(place: Place): Choice[] {
  const choices: Choice[] = [];
  for (let at: Place | null = place; at; at = at.before) if (at.via) choices.push(at.via);
  return choices.reverse();
}
