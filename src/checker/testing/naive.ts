import type { Choice, Composition, Occurrence, Step } from '../system/compose.ts';
import type { Check, Pattern } from '../property/property.ts';
import { waysOf } from '../system/table/cell.ts';
import type { LocalState } from '../system/table/table.ts';

/** What the naive search finds; to be equal to what the engine finds. */
export interface NaiveResult {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly runs: readonly (readonly Choice[] | null)[];
}

export interface State {
  readonly locals: readonly LocalState[];
  /** Per check: how much of its `after` has been seen, or whether its obligation is pending. */
  readonly memory: readonly number[];
}

/** A state with the best run to it, and every step of it, also those that change nothing. */
export interface Node extends State {
  readonly run: readonly Choice[];
  readonly steps: { readonly choice: Choice; readonly to: string }[];
}

/** All that the naive search has seen, by state written out as text. */
export type NaiveGraph = ReadonlyMap<string, Node>;

/**
 * The plainest explorer there is: a map from states written out as text, level after level, every step run again through
 * the composition, and of all equally short runs to a state the best kept by comparing them. It shares nothing with the
 * engine but the composition's step.
 */
export function exploreNaively(
  composition: Composition,
  checks: readonly Check[],
  faults: readonly string[] | undefined = undefined,
): NaiveResult {
  return searchNaively(composition, checks, faults).result;
}

/** Explores naively, and hands out the graph as well. */
export function searchNaively(
  composition: Composition,
  checks: readonly Check[],
  faults: readonly string[] | undefined = undefined,
): { readonly result: NaiveResult; readonly graph: NaiveGraph } {
  const isOn = ({ fault }: Choice) => fault === null || !faults || faults.includes(fault);
  const before = { locals: composition.initial, memory: checks.map(() => 0) };
  const { hits, ...begun } = successor(composition, before, composition.start, checks);
  const initial: Node = { ...begun, run: [], steps: [] };
  const graph = new Map([[text(initial), initial]]);
  const better = betterIn(composition);
  const best: (readonly Choice[] | null)[] = checks.map((_, i) => (hits.includes(i) ? [] : null));
  let transitions = 0;
  let depth = -1;
  for (let level = [initial]; level.length > 0; depth += 1) {
    const next = new Map<string, Node>();
    for (const state of level) {
      const own = text(state);
      for (const choice of choicesIn(composition, state).filter(isOn)) {
        if (isIgnored(composition, choice, state)) continue;
        for (const step of composition.steps(choice, (component) => state.locals[component] as LocalState)) {
          const run = [...state.run, step.choice];
          const after = successor(composition, state, step, checks);
          for (const check of after.hits) best[check] = better(best[check] ?? null, run);
          const key = text(after);
          state.steps.push({ choice: step.choice, to: key });
          if (key === own) continue;
          transitions += 1;
          if (graph.has(key)) continue;
          next.set(key, { ...after, run: better(next.get(key)?.run ?? null, run), steps: [] });
        }
      }
    }
    for (const [key, node] of next) graph.set(key, node);
    level = [...next.values()];
  }
  return { result: { states: graph.size, transitions, depth, runs: best }, graph };
}

/** All choices that are declared, and those that happen by themselves here. */
function choicesIn(composition: Composition, { locals }: State): Choice[] {
  const own = locals.flatMap(({ id }, component) => [
    ...composition.choicesOf(component, id),
    ...composition.stillChoicesOf(component, id),
  ]);
  const declared = composition.undrawn.filter((choice) => !composition.isInner(choice));
  return [...declared, ...own.filter((choice) => composition.isInner(choice))];
}

/** A state, written out: no line is broken within a key. */
export const text = ({ locals, memory }: State): string =>
  `${locals.map(({ key }) => key).join('\n')}\n${memory.join()}`;

/** An event of the environment for which all that is declared is `EVENT: {}` is no step. */
const isIgnored = (composition: Composition, { component, event }: Choice, { locals }: State): boolean =>
  waysOf(composition.cell(component, locals[component] as LocalState, event)).every(({ kind }) => kind === 'ignored');

function successor(composition: Composition, { locals, memory }: State, step: Step, checks: readonly Check[]) {
  const after = locals.map((local, component) => step.writes.get(component) ?? local);
  const hits: number[] = [];
  const remembered = checks.map((check, i) => {
    let seen = memory[i] as number;
    for (const occurrence of step.occurrences) {
      if (isHit(check, seen, occurrence) && isWhile(composition, check, after) && !hits.includes(i)) hits.push(i);
      seen = remember(check, seen, occurrence);
    }
    return seen;
  });
  return { locals: after, memory: remembered, hits };
}

function sequenceOf(check: Check): readonly Pattern[] {
  if (check.kind === 'neverAfter') return [check.after];
  return 'after' in check ? (check.after ?? []) : [];
}

function isHit(check: Check, seen: number, occurrence: Occurrence): boolean {
  if (check.kind === 'always' || check.kind === 'deadlock' || check.kind === 'leadsTo') return false;
  const complete = seen === sequenceOf(check).length;
  return check.what(occurrence) && (check.kind === 'onlyAfter' ? !complete : complete);
}

function remember(check: Check, seen: number, occurrence: Occurrence): number {
  if (check.kind === 'leadsTo') {
    if (check.to(occurrence)) return 0;
    return check.from(occurrence) ? 1 : seen;
  }
  if ('forget' in check && check.forget?.(occurrence)) return 0;
  return sequenceOf(check)[seen]?.(occurrence) ? seen + 1 : seen;
}

function isWhile(composition: Composition, check: Check, locals: readonly LocalState[]): boolean {
  if (!('while' in check) || !check.while) return true;
  return check.while.is((locals[composition.indexOf(check.while.component)] as LocalState).snapshot);
}

/** The shorter run; then the one with fewer faults; then the one that has them earlier; then the one declared first. */
export const betterIn =
  (composition: Composition) =>
  (one: readonly Choice[] | null, other: readonly Choice[]): readonly Choice[] =>
    one && (compare(rank(one), rank(other)) || compareChoices(composition, one, other)) <= 0 ? one : other;

function rank(run: readonly Choice[]): number[] {
  const faults: number[] = run.map(({ fault }) => (fault === null ? 0 : 1));
  const total = faults.reduce((sum, fault) => sum + fault, 0);
  return [run.length, total, ...faults.reverse()];
}

function compare(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((value, i) => value !== other[i]);
  return at < 0 ? 0 : (one[at] as number) - (other[at] as number);
}

function compareChoices(composition: Composition, one: readonly Choice[], other: readonly Choice[]): number {
  const at = one.findIndex((choice, i) => choice !== other[i]);
  if (at < 0) return 0;
  const [a, b] = [one[at] as Choice, other[at] as Choice];
  return a.component - b.component || composition.order(a, b);
}
