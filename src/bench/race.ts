import { median } from './contest.ts';

/** What is measured several times: any figures, those that could not be measured as null. */
export type Figures = Readonly<Record<string, number | null>>;

/** One of those that are measured by turns. */
export interface Runner<F extends Figures> {
  readonly name: string;
  readonly run: () => Promise<F>;
}

/** Lets all run by turns: whatever slows the machine for a while slows them all. Of each figure the median counts. */
export async function race<F extends Figures>(
  runners: readonly Runner<F>[],
  runs: number,
  onStep: (text: string) => void,
): Promise<{ readonly name: string; readonly figures: F }[]> {
  const measured = runners.map((): F[] => []);
  for (let run = 1; run <= runs; run++) {
    for (const [i, { name, run: once }] of runners.entries()) {
      onStep(`run ${run} of ${runs}: ${name}`);
      measured[i]?.push(await once());
    }
  }
  return runners.map(({ name }, i) => ({ name, figures: medians(measured[i] as F[]) }));
}

/** The median of each figure. */
export function medians<F extends Figures>(all: readonly F[]): F {
  const names = Object.keys(all[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, median(all.map((one) => one[name] ?? null))])) as F;
}
