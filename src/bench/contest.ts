import { disagreements } from './agree.ts';
import type { Laboratory, Method } from './methods.ts';
import type { Contest } from './plan.ts';
import type { Usage } from './measure.ts';
import type { Measured, Phase, Report } from './report.ts';
import type { BenchSystem } from './system.ts';

/** What a method has found of a system, and the medians of what it took. */
export interface Row {
  readonly method: Method;
  readonly report: Report;
  readonly runs: number;
  readonly wall: number;
  readonly cpu: number | null;
  readonly peak: number | null;
  /** Processor time of what had to be made before, once. */
  readonly made?: Required<Usage>['made'];
  /** What the search alone took, where it is measured. */
  readonly phase?: Phase;
}

export interface Result {
  readonly system: BenchSystem;
  readonly rows: readonly Row[];
  /** Where its methods, or runs of one method, contradict each other. */
  readonly disagreements: readonly string[];
}

export interface ContestOptions {
  readonly runs: number;
  readonly onStep: (run: number, system: BenchSystem, method: Method) => void;
  /** Told of a method that fails on a system; whether it may: then it is left out there, or else the contest ends. */
  readonly onFailure?: ((system: BenchSystem, method: Method, error: Error) => boolean) | undefined;
}

/** What takes longer is measured once, in seconds. */
const LONG = 45;

/** Measures all methods on all systems, the runs interleaved: whatever slows the machine for a while slows them all. */
export async function contend(
  plan: readonly Contest[],
  laboratory: Pick<Laboratory, 'measure'>,
  { runs, onStep, onFailure }: ContestOptions,
): Promise<Result[]> {
  const heats = plan.map((contest) => ({
    ...contest,
    measured: new Map<Method, Measured[]>(),
    failed: new Set<Method>(),
  }));
  for (let run = 1; run <= runs; run++) {
    for (const { failed, measured, methods, seconds, system } of heats) {
      for (const method of methods) {
        if (failed.has(method) || measured.get(method)?.some(({ usage }) => usage.wall > LONG)) continue;
        onStep(run, system, method);
        const [first] = [...measured.values()].flat();
        const states = first?.report.states ?? UNKNOWN_SIZE;
        try {
          const one = await laboratory.measure(method, system, states, seconds);
          measured.set(method, [...(measured.get(method) ?? []), one]);
        } catch (error) {
          if (!onFailure?.(system, method, error as Error)) throw error;
          failed.add(method);
          measured.delete(method);
        }
      }
    }
  }
  return heats.map(({ system, measured }) => resultOf(system, measured));
}

/** What Spin is told where it is the first. */
const UNKNOWN_SIZE = 2 ** 24;

function resultOf(system: BenchSystem, measured: ReadonlyMap<Method, readonly Measured[]>): Result {
  const statements = [...measured].flatMap(([method, all]) => all.map(({ report }) => ({ method, report })));
  const rows = [...measured].map(([method, all]) => rowOf(method, all));
  return { system, rows, disagreements: disagreements(statements) };
}

function rowOf(method: Method, measured: readonly Measured[]): Row {
  const usages = measured.map(({ usage }) => usage);
  const phases = measured.flatMap(({ report }) => report.phase ?? []);
  const made = usages[0]?.made;
  return {
    method,
    report: (measured[0] as Measured).report,
    runs: measured.length,
    wall: median(usages.map(({ wall }) => wall)) as number,
    cpu: median(usages.map(({ cpu }) => cpu)),
    peak: median(usages.map(({ peak }) => peak)),
    ...(made && { made }),
    ...(phases.length > 0 && {
      phase: {
        wall: median(phases.map(({ wall }) => wall)) as number,
        merging: median(phases.map(({ merging }) => merging)),
      },
    }),
  };
}

/** The middle one, or the mean of the two in the middle; null if one is. */
export function median(numbers: readonly (number | null)[]): number | null {
  if (numbers.includes(null)) return null;
  const sorted = (numbers as readonly number[]).toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[(sorted.length - 1) >> 1] as number, sorted[middle] as number];
  return (low + high) / 2;
}
