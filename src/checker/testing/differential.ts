import { ModelError } from '../errors.ts';
import { Composition } from '../system/compose.ts';
import { TableStore } from '../system/table/table.ts';
import { explore } from '../search/explore.ts';
import { LiveSystem, replayLasso, replayLive } from '../replay/live-actors.ts';
import { type Trace, traceOf } from '../replay/trace.ts';
import { UNHANDLED, verify } from '../verify.ts';
import { lostCheck } from '../search/explore.ts';
import { isStepCheck } from '../property/property.ts';
import { anySystem } from './any-system.ts';
import { isLarge } from './large.ts';
import { exploreLive } from './live-explorer.ts';
import { searchNaively } from './naive.ts';
import { violationIn } from './naive-states.ts';
import { Random } from './random.ts';

/** How many systems are compared every day, from the seed 0 on: a seed is a whole number by which a system can be drawn again. */
export const DAILY = 120;

/** What a history state remembers was told apart by the order in which its regions were entered. */
export const ONCE_DIFFERENT = [21_518];

/** What became of one random system. */
export interface Compared {
  /** `refused`: it is not one that can be checked; `large`: there are too many states. */
  readonly fate: 'refused' | 'large' | 'walked' | 'explored';
  readonly states: number;
  /** Whether something was drawn in a step. */
  readonly hasDrawn?: boolean;
  /** The engine's own message, where it refused. */
  readonly why: string;
  /** Where two of them differ; empty if they agree. */
  readonly differences: readonly string[];
}

/** A system with more states is not compared. */
const MOST_STATES = 400;
/** Live actors explore where that takes no more than so many events. */
const MOST_EVENTS = 400;

const LARGE = { fate: 'large', why: '', differences: [] } as const;

/** Explores the system of a seed by the engine, by the naive explorer, and by live actors. */
function compareAll(seed: number, draws: boolean): Compared {
  const { spec, checks, faults } = anySystem(seed, draws);
  const options = faults && { faults };
  try {
    const tables = new TableStore();
    if (isLarge(new Composition(spec, tables), faults, MOST_STATES)) return { ...LARGE, states: MOST_STATES };
    const composition = new Composition(spec, tables);
    const { states, transitions, depth, bounded } = explore(composition, [], { ...options, maxStates: MOST_STATES });
    if (bounded) return { ...LARGE, states };
    const counts = { states, transitions, depth };
    const isExplored = transitions * (depth + 1) <= MOST_EVENTS;
    const live = isExplored
      ? differ('live', counts, exploreLive(composition, faults))
      : walk(composition, seed, faults);
    const fate = isExplored ? 'explored' : 'walked';
    const hasDrawn = composition.choices.some((choice) => choice.draws);
    const differences = [...live, ...compareNaively(composition, seed, faults, checks)];
    return { fate, states, why: '', differences, hasDrawn };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return { fate: 'refused', states: 0, why: error.message, differences: [] };
  }
}

/** Compares the systems of many seeds: where there are differences, how many came to what, and which could be compared. */
export function compareMany(from: number, to: number, { draws = false } = {}) {
  const fates = { refused: 0, large: 0, walked: 0, explored: 0, drawn: 0 };
  const differences: string[] = [];
  const seeds: number[] = [];
  for (let seed = from; seed < to; seed++) {
    const compared = compareAll(seed, draws);
    fates[compared.fate] += 1;
    if (compared.hasDrawn) fates.drawn += 1;
    if (compared.fate === 'walked' || compared.fate === 'explored') seeds.push(seed);
    differences.push(...compared.differences.map((one) => `seed ${seed}: ${one}`));
  }
  return { fates, differences, compared: seeds };
}

type Checks = ReturnType<typeof anySystem>['checks'];
type Faults = readonly string[] | undefined;

const differ = (who: string, ours: unknown, theirs: unknown): string[] =>
  JSON.stringify(ours) === JSON.stringify(theirs)
    ? []
    : [`${who}: ${JSON.stringify(theirs)}, engine: ${JSON.stringify(ours)}`];

/** Counts, verdicts and shortest runs, as the naive explorer finds them; and each run again by live actors. */
function compareNaively(composition: Composition, seed: number, faults: Faults, checks: Checks): string[] {
  const all = [...checks, lostCheck(composition, {})];
  const { graph, result } = searchNaively(composition, all, faults);
  const naive = all.map((check, i) =>
    isStepCheck(check) ? (result.runs[i] ?? null) : violationIn(graph, composition, check, i),
  );
  const properties = checks.map((check, i) => ({ id: `${i}`, sentence: '', source: '', checks: [check] }));
  const found = verify(composition, properties, { ...(faults && { faults }), engine: 'table' });
  const runs = found.findings.filter(({ property }) => property.id !== UNHANDLED).map(({ run }) => run);
  const lost = found.findings.find(({ property }) => property.id === UNHANDLED)?.run ?? null;
  const shown = (list: readonly (typeof lost | undefined)[]) =>
    list.map((run) => run?.map(({ index }) => index) ?? null);
  const { states, transitions, depth } = found;
  return [
    ...differ(
      'naive',
      { states, transitions, depth },
      { states: result.states, transitions: result.transitions, depth: result.depth },
    ),
    ...differ('naive runs', shown([...runs, lost]), shown(naive)),
    ...found.findings.flatMap(({ run, cycle }) => {
      if (!run) return [];
      const objection = cycle
        ? replayLasso(composition, { trace: traceOf(composition, [...run, ...cycle]), cycleFrom: run.length })
        : replayLive(composition, traceOf(composition, run));
      return objection === null ? [] : [`seed ${seed}: ${objection}`];
    }),
  ];
}

/** Random runs of the composition, by live actors as well. */
function walk(composition: Composition, seed: number, faults: Faults): string[] {
  const random = new Random(seed);
  for (let walks = 0; walks < 3; walks++) {
    const run = [];
    let locals = composition.initial;
    for (let steps = 0; steps < 10; steps++) {
      const enabled = locals
        .flatMap(({ id }, component) => [
          ...composition.choicesOf(component, id),
          ...composition.stillChoicesOf(component, id),
        ])
        .filter(({ fault }) => fault === null || (faults?.includes(fault) ?? true))
        .filter(({ component }) => !composition.isBlocked(component, (i) => locals[i] as never));
      if (enabled.length === 0) break;
      const ways = composition.steps(random.pick(enabled), (i) => locals[i] as never);
      const { choice, writes } = random.pick(ways);
      run.push(choice);
      locals = locals.map((local, i) => writes.get(i) ?? local);
    }
    const trace = traceOf(composition, run);
    const objection = replayLive(composition, trace) ?? toldOtherwise(composition, trace);
    if (objection !== null) return [`walk: ${objection}, after ${run.map(({ event }) => event.type).join()}`];
  }
  return [];
}

/**
 * Where live actors take other messages than the composition says, or in another order; null if they do not. What is lost on
 * an actor that has ended, or is not there, is taken by nobody.
 */
function toldOtherwise(composition: Composition, trace: Trace): string | null {
  let told: string[] = [];
  const statuses = new Map(composition.initial.map(({ snapshot }, i) => [nameOf(composition, i), snapshot.status]));
  const live = new LiveSystem(composition, ({ message: { type }, receiver, sender, snapshot }) => {
    if (statuses.get(receiver) === 'active' || type === 'xstate.init') told.push(`${sender} ${type} ${receiver}`);
    statuses.set(receiver, snapshot.status);
  });
  for (const [i, { choice, occurrences }] of trace.entries()) {
    told = [];
    live.take(choice);
    const taken = occurrences.filter(
      ({ event, from }) => from.snapshot.status === 'active' || event.type === 'xstate.init',
    );
    const said = taken.map(({ component, event, sender }) => `${sender} ${event.type} ${component}`);
    if (said.join() !== told.join()) return `step ${i + 1}: live actors take ${told.join()}, and not ${said.join()}`;
  }
  return null;
}

const nameOf = ({ components }: Composition, component: number): string => components[component]?.spec.name as string;
