import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Choice, Composition, type Step } from '../system/compose.ts';
import { ModelError } from '../errors.ts';
import { ENGINES, type Engine, explore } from '../search/explore.ts';
import { judge } from '../replay/judge.ts';
import { LiveSystem, replayLasso, replayLive } from '../replay/live-actors.ts';
import { type LocalState, TableStore } from '../system/table/table.ts';
import { exploreNaively, searchNaively } from './naive.ts';
import { violationIn } from './naive-states.ts';
import { checksOf, randomLiveSystem, randomSystem, type SystemPlan, systemOf } from './random-system.ts';
import { traceOf } from '../replay/trace.ts';
import { type Finding, UNHANDLED, verify } from '../verify.ts';
import { draws } from '../../testing/sampled.ts';

/** What a search finds, with the runs as numbers of choices; the model error, if that is what it finds. */
function outcome(search: () => ReturnType<typeof exploreNaively>) {
  try {
    const { states, transitions, depth, runs } = search();
    return { states, transitions, depth, runs: runs.map((run) => run?.map(({ index }) => index) ?? null) };
  } catch (error) {
    if (error instanceof ModelError) return 'model error';
    throw error;
  }
}

const visible = ({ value, context }: { value: unknown; context: unknown }) => ({ value, context });

/** The system, some of its neighbours in one group. */
const grouped = (plan: SystemPlan, groups: readonly number[]) => {
  const spec = systemOf(plan);
  const groupOf = (i: number) => groups[i % groups.length] as number;
  return {
    ...spec,
    components: spec.components.map((one, i) => (groupOf(i) === 0 ? one : { ...one, group: `g${groupOf(i)}` })),
  };
};

const both = (plan: SystemPlan, engine: Engine = 'bitmap', groups: readonly number[] = [0]) => {
  const composition = new Composition(grouped(plan, groups), new TableStore());
  const checks = checksOf(plan);
  const faults = plan.faults ? undefined : [];
  return {
    engine: outcome(() => explore(composition, checks, { engine, ...(faults && { faults }) })),
    naive: outcome(() => exploreNaively(composition, checks, faults)),
  };
};

const someGroups = fc.array(fc.nat({ max: 2 }), { minLength: 1, maxLength: 4 });

/** The verdicts on checks that look at states or at what never ends, by the engine and by the naive algorithms. */
function verdicts(plan: SystemPlan) {
  const composition = new Composition(systemOf(plan), new TableStore());
  const checks = checksOf(plan);
  const faults = plan.faults ? undefined : [];
  try {
    const { graph } = searchNaively(composition, checks, faults);
    const naive = checks.map((check, i) => violationIn(graph, composition, check, i));
    const properties = checks.map((check, i) => ({ id: `${i}`, sentence: '', source: '', checks: [check] }));
    const { findings } = verify(composition, properties, faults && { faults });
    return { composition, faults, naive, findings };
  } catch (error) {
    if (error instanceof ModelError) return null;
    throw error;
  }
}

const indices = (run: readonly Choice[] | null) => run?.map(({ index }) => index) ?? null;

/** What is wrong with the evidence for a violation, if one asks the composition and the live actors, not the search. */
function objection(composition: Composition, { property, run, cycle }: Finding, faults?: readonly string[]) {
  if (!run) return null;
  const trace = traceOf(composition, [...run, ...(cycle ?? [])]);
  const forever = cycle ? { cycleFrom: run.length } : {};
  const [judgement] = judge(composition, [property], trace, { ...forever, ...(faults && { faults }) });
  if (judgement?.step !== run.length) return `judged after ${judgement?.step} steps, found after ${run.length}`;
  return cycle ? replayLasso(composition, { trace, cycleFrom: run.length }) : replayLive(composition, trace);
}

describe('any small system', () => {
  test('is explored as the naive explorer does, however it is grouped and kept: states, transitions, depth, verdicts and the very runs', () => {
    fc.assert(
      fc.property(randomSystem, fc.constantFrom(...ENGINES), someGroups, (plan, kept, groups) => {
        const { engine, naive } = both(plan, kept, groups);
        expect(engine).toEqual(naive);
      }),
      { numRuns: draws(100, 300), seed: 2563 },
    );
  });

  test('behaves as live actors do, whatever the environment chooses', () => {
    fc.assert(
      fc.property(randomSystem, fc.array(fc.nat(), { minLength: 1, maxLength: 20 }), (plan, picks) => {
        const composition = new Composition(systemOf(plan), new TableStore());
        const live = new LiveSystem(composition);
        const states = composition.initial;
        for (const pick of picks) {
          expect(wronglyRefused(composition, states, live)).toEqual([]);
          const steps = stepsFrom(composition, states);
          const chosen = steps[pick % steps.length];
          if (!chosen) return;
          live.take(chosen.choice);
          for (const [component, state] of chosen.step.writes) states[component] = state;
          expect(live.snapshots.map(visible)).toEqual(states.map(({ snapshot }) => visible(snapshot)));
        }
      }),
      { numRuns: draws(80, 200), seed: 2563 },
    );
  });

  test('is judged as by the naive algorithms: always, deadlock, leadsTo; judge and live actors confirm each violation', () => {
    const seen = { holds: 0, states: 0, cycles: 0, stutters: 0 };
    fc.assert(
      fc.property(randomLiveSystem, (plan) => {
        const found = verdicts(plan);
        if (!found) return;
        const { composition, findings, naive, faults } = found;
        const own = findings.filter(({ property: { id } }) => id !== UNHANDLED);
        expect(own.map(({ run }) => indices(run))).toEqual(naive.map(indices));
        for (const finding of findings) {
          expect(objection(composition, finding, faults)).toBeNull();
          if (!finding.run) seen.holds += 1;
          else if (!finding.cycle) seen.states += 1;
          else seen[finding.cycle.length > 0 ? 'cycles' : 'stutters'] += 1;
        }
      }),
      { numRuns: draws(80, 200), seed: 2563 },
    );
    expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(draws(10, 30));
  });

  test('is, often enough to matter, one that can be explored, and has runs to compare', () => {
    const explored = fc
      .sample(randomSystem, { numRuns: draws(80, 200), seed: 2563 })
      .flatMap((plan) => both(plan).naive)
      .filter((one) => typeof one !== 'string');
    const lengths = explored.flatMap(({ runs }) => runs).map((run) => run?.length ?? 0);
    expect(explored.length).toBeGreaterThan(draws(40, 100));
    expect(lengths.filter((length) => length > 2).length).toBeGreaterThan(draws(12, 30));
  });
});

/** The steps that the composition can take. */
function stepsFrom(composition: Composition, states: readonly LocalState[]) {
  return composition.choices.flatMap((choice) => {
    const step = tryStep(composition, choice, states);
    return step === null || step === 'model error' ? [] : [{ choice, step }];
  });
}

/** The choices that the composition says a component has no transition for, and yet its live actor would take. */
function wronglyRefused(composition: Composition, states: readonly LocalState[], live: LiveSystem): Choice[] {
  return composition.choices.filter(
    (choice) =>
      tryStep(composition, choice, states) === null &&
      !isBlocked(composition, choice.component, states) &&
      live.snapshots[choice.component]?.can(choice.event as never),
  );
}

function tryStep(composition: Composition, choice: Choice, states: readonly LocalState[]): Step | null | 'model error' {
  try {
    return composition.step(choice, (component) => states[component] as never);
  } catch (error) {
    if (error instanceof ModelError) return 'model error';
    throw error;
  }
}

const isBlocked = (composition: Composition, component: number, states: readonly LocalState[]) =>
  composition.components.some(
    ({ process }, i) =>
      i !== component && process === composition.components[component]?.process && states[i]?.blocking,
  );
