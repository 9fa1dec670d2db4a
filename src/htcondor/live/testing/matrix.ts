import type { Revision } from '../../../../machines/vocabulary.ts';
import { CANDIDATES, Predictor } from '../probe/predict.ts';
import { Probe, type Probed } from '../probe/probe.ts';
import { ALL_SCHEDULES, control, type ProbeSchedule, TRIED } from '../probe/schedules.ts';
import { isVulnerable } from '../probe/verdict.ts';
import { inVirtualTime } from './quiet.ts';
import { serving } from './serving.ts';
import { VirtualTime } from './virtual.ts';

/** A predictor that knows what it will be asked: a probe that computes would let the servers of its process wait. */
export function askedBefore(predictor: Predictor, schedules: readonly ProbeSchedule[]): Predictor {
  for (const schedule of schedules) for (const candidate of CANDIDATES) predictor.allowed(candidate, schedule);
  return predictor;
}

/** Shared by all. */
export const PREDICTOR = askedBefore(new Predictor(), [...ALL_SCHEDULES, ...TRIED.map(control)]);

export interface Cell {
  readonly build: { readonly revision: Revision; readonly fixes: string };
  readonly probed: Probed;
  readonly expected: string;
  readonly isConsistent: boolean;
  readonly connections: number;
}

/** Probes a server of each build, in a time of its own. */
export function probeAll(revisions: readonly Revision[], subsets: readonly string[]): Promise<Cell[]> {
  const builds = revisions.flatMap((revision) => subsets.map((fixes) => ({ revision, fixes })));
  return Promise.all(
    builds.map(async (build): Promise<Cell> => {
      const time = new VirtualTime(1_700_000_000_000_000);
      const { server, target } = await serving(build, { time });
      const probe = new Probe(target, { predictor: PREDICTOR, time });
      const probed = await inVirtualTime(time, target.port, () => probe.run());
      const { connections } = server.arrived;
      await server.close();
      return {
        build,
        probed,
        expected: isVulnerable(PREDICTOR, build) ? 'vulnerable' : 'not vulnerable',
        isConsistent: probed.consistent.some(
          ({ revision, fixes }) => revision === build.revision && fixes === build.fixes,
        ),
        connections,
      };
    }),
  );
}
