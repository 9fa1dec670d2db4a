import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type AnyStateMachine, createMachine } from 'xstate';
import { RESTARTS, type RestartId, restartSystem } from '../../machines/systems/restart.ts';
import { Composition } from '../../src/checker/system/compose.ts';
import { replayLive } from '../../src/checker/replay/live-actors.ts';
import { TableStore } from '../../src/checker/system/table/table.ts';
import { traceOf } from '../../src/checker/replay/trace.ts';
import { verify } from '../../src/checker/verify.ts';
import { logLines } from '../../src/traces/story/lines.ts';
import { RESTART } from './restart.ts';

interface Transition {
  guard?: unknown;
  target?: string;
  actions?: unknown;
}
interface State {
  on: Record<string, Transition | Transition[]>;
  states: Record<string, State>;
}
type Edit = (root: State) => void;

/** The edited systems differ in one machine each, and have the tables of the others in common. */
const TABLES = new TableStore();

/** A variant of which one component's machine has been edited. */
function edited(id: RestartId, component: string, edit: Edit): Composition {
  const { name, components } = restartSystem(RESTARTS[id]);
  const changed = components.map((one) => {
    if (one.name !== component) return one;
    const config = structuredCloneOfConfig(one.machine);
    edit(config as unknown as State);
    return { ...one, machine: createMachine(config as never, one.machine.implementations as never) as AnyStateMachine };
  });
  return new Composition({ name, components: changed }, TABLES);
}

/** The definition with its functions kept, and every object of its own. */
function structuredCloneOfConfig({ config }: AnyStateMachine): object {
  const copy = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(copy);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copy(inner)]));
  };
  return copy(config) as object;
}

const violated = (composition: Composition): string[] =>
  verify(composition, RESTART)
    .findings.filter(({ verdict }) => verdict === 'violated')
    .map(({ property }) => property.id);

const unreached = (composition: Composition): string[] =>
  verify(composition, RESTART)
    .findings.filter(({ verdict }) => verdict === 'unreachable')
    .map(({ property }) => property.id);

const at = (root: State, ...path: string[]): State => path.reduce((state, key) => state.states[key] as State, root);
const [CHECK, SHADOW_QUEUED] = ['CHECK_CLAIM_LEASE', ['present', 'M_CLAIMED', 'shadowQueued']] as const;

describe('an edited schedd is caught', () => {
  test.each<[string, RestartId, string, Edit, string[]]>([
    ['left as it is', 'repaired-startd', 'schedd', () => {}, []],
    [
      'commands are served before the timers',
      'repaired-startd',
      'schedd',
      (root) => {
        const { timers, select } = at(root, 'restarted').states as Record<'timers' | 'select', State>;
        timers.on['SELECT'] = { ...(select.on['SELECT'] as Transition), target: 'timers' };
      },
      ['R1', 'R2'],
    ],
    [
      'a rebuilt record is not asked whether its shadow waits',
      'repaired-startd',
      'matchRecord',
      (root) => {
        const [expires] = at(root, ...SHADOW_QUEUED).on[CHECK] as Transition[];
        if (expires) expires.guard = 'isOld';
      },
      ['R2', 'R3'],
    ],
    [
      'the records are never rebuilt',
      'before-3312',
      'matchRecord',
      (root) =>
        Object.assign(at(root, 'lost').on, {
          MAKE_RECONNECT_RECORD: {},
          CHECK_CLAIM_LEASE: {},
          FORK_SHADOW: at(root, 'deleted').on['FORK_SHADOW'],
        }),
      ['R2', 'R3'],
    ],
  ])('by the properties that it violates: %s', (_, id, component, edit, ids) => {
    expect(violated(edited(id, component, edit))).toEqual(ids);
  });

  test('a repair that expires nothing does not do what 3312 is for', () => {
    const composition = edited('repaired-startd', 'matchRecord', (root) => {
      at(root, 'present', 'M_CLAIMED', 'withoutShadowRecord').on[CHECK] = {};
    });
    expect(violated(composition)).toEqual([]);
    expect(unreached(composition)).toEqual(['idle-record-expires']);
  });
});

/** Where each line stands among those that were written, each looked for behind the one before. */
function places(lines: readonly string[], log: readonly string[]): number[] {
  let from = 0;
  return lines.map((line) => {
    const place = log.indexOf(line, from);
    if (place >= 0) from = place + 1;
    return place;
  });
}

describe("the run that 3312's expiry ends", () => {
  /** When the schedd was killed, as truth.json has it. */
  const KILLED = '13:53:31';
  const logs = new URL('../logs/restart-claimed-expiry-3312/', import.meta.url);

  /**
   * What a real daemon wrote since its schedd was killed, without times, its peer and the
   * numbers of its handlers as in the model.
   */
  const written = (file: string): string[] =>
    readFileSync(new URL(file, logs), 'utf8')
      .split('\n')
      .filter((line) => line.slice('11/22/26 '.length) >= KILLED)
      .map((line) => line.slice('11/22/26 13:52:29 '.length).replace(/<127\.0\.0\.1:2395\d\?[^>]*>/g, '<>'))
      .map((line) => line.replace(/>> \(\d+\)$/, '>> (3)'));

  test.each<[string, RestartId, string]>([
    ['R2', 'head-startd', 'slot2: State change: claim no longer recognized by the schedd - removing claim'],
    ['R3', 'head-starter', 'Marked job 1.1 as IDLE'],
  ])('%s in %s: each daemon writes its lines as the real one did, in that order', (property, id, last) => {
    const composition = new Composition(restartSystem(RESTARTS[id]), TABLES);
    const [finding] = verify(
      composition,
      RESTART.filter((one) => one.id === property),
    ).findings;
    const trace = traceOf(composition, finding?.run ?? []);
    expect(replayLive(composition, trace)).toBeNull();
    const lines = logLines(composition, trace);
    expect(lines.at(-1)?.text).toBe(last);
    for (const [process, file] of [
      ['schedd', 'SchedLog'],
      ['startd', 'StartLog'],
    ] as const) {
      const own = lines.filter((line) => line.process === process).map(({ text }) => text);
      const log = written(file);
      const missing = own.filter((_, i) => places(own, log)[i] === -1);
      expect(missing).toEqual([]);
    }
  });

  test('is looked for in lines that have an order', () => {
    const log = written('SchedLog');
    expect(places(['Marked job 1.1 as IDLE', 'Enqueued job 1.1 to spawn shadow for reconnect'], log)).toContain(-1);
  });
});
