import { FAULTS } from '../../machines/vocabulary.ts';
import type { Method } from './methods.ts';
import type { BenchSystem } from './system.ts';

/** A system, and the methods that are held against each other on it; what they cost is told as multiples of the first. */
export interface Contest {
  readonly system: BenchSystem;
  readonly methods: readonly Method[];
  /** After which Spin gives up. */
  readonly seconds?: number;
}

const AUTH = { fixes: '0000', path: 'auth', faults: FAULTS } as const;
const RAW = { fixes: '0000', path: 'raw', faults: FAULTS } as const;

const TICKET: BenchSystem = { name: 'the ticket: one claim, two connections', ...AUTH };
export const MILLIONS: BenchSystem = { name: 'two claims on the raw path', ...RAW, claims: 2 };
const TEN_MILLIONS: BenchSystem = { name: 'two claims', ...AUTH, claims: 2 };
/** So large that what the process takes to start hardly counts. */
export const FIFTY_MILLIONS: BenchSystem = { name: 'two claims, two keep-alives each', ...AUTH, claims: 2, rounds: 2 };
/** All of it is within the reach of xstate/graph, if one waits. */
export const FIFTY_THOUSAND: BenchSystem = { name: 'the ticket without RST', ...AUTH, faults: ['timeout', 'fin'] };

export const PLAN: readonly Contest[] = [
  { system: TICKET, methods: ['bitmap', 'table', 'spin-dfs', 'spin-bfs'] },
  { system: MILLIONS, methods: ['bitmap', 'table', 'grouped', 'spin-dfs', 'spin-bfs'] },
  { system: TEN_MILLIONS, methods: ['grouped', 'bitmap'] },
  { system: FIFTY_MILLIONS, methods: ['grouped'] },
  { system: FIFTY_THOUSAND, methods: ['bitmap', 'spin-dfs', 'naive', 'xstate-graph'] },
];

/** Systems so small that it is done in seconds. */
export const QUICK_PLAN: readonly Contest[] = [
  {
    system: { name: 'one claim on the raw path, no faults', ...RAW, claims: 1, faults: [] },
    methods: ['bitmap', 'table', 'spin-dfs', 'spin-bfs', 'naive', 'xstate-graph'],
  },
  { system: { name: 'two claims on the raw path, no faults', ...RAW, claims: 2, faults: [] }, methods: ['grouped'] },
];

/** Beyond two claims no search comes to its end: so many states are looked at, or Spin looks for so many seconds. */
const FAR = { maxStates: 5_000_000 } as const;
const SECONDS = { far: 15, whole: 45 } as const;
const OURS = ['bitmap', 'grouped', 'table'] as const satisfies readonly Method[];

/** How the cost grows with the claims, and with the keep-alives that each may send. */
export const GROWTH_PLAN: readonly Contest[] = OURS.flatMap((ours, i) =>
  [1, 2, 3].map((rounds) => {
    const system = { name: `claims: ${i + 1}, keep-alives: ${rounds}`, ...AUTH, claims: i + 1, rounds };
    const methods = [ours, 'spin-dfs'] as const;
    if (i < 2) return { system, methods, seconds: SECONDS.whole };
    return { system: { ...system, ...FAR }, methods, seconds: SECONDS.far };
  }),
);

/** The part of it that is done in seconds. */
export const QUICK_GROWTH_PLAN = GROWTH_PLAN.filter(({ system }) => system.claims === 1);
