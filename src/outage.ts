import type { OutageVariant } from '../machines/timed-system.ts';
import { TableStore } from './engine/table.ts';
import type { Trace } from './engine/trace.ts';
import { traceOf } from './engine/trace.ts';
import { verify } from './engine/verdict.ts';
import type { Model } from './model.ts';
import { outageModel } from './model.ts';

/** What fails, and what it does to an attempt that it catches. */
export interface Situation extends Omit<OutageVariant, 'lease' | 'longest' | 'unit'> {
  readonly id: string;
  readonly sentence: string;
}

export const SITUATIONS: readonly Situation[] = [
  {
    id: 'hangs',
    sentence: 'The network fails, and a caught attempt hangs to its own deadline (2011)',
    what: 'NETWORK_FAILS',
    caught: 'hangs',
    revision: '2011',
    resumeResponse: false,
  },
  {
    id: 'goes-on',
    sentence: 'The network fails, and a caught attempt completes when it is back (2011)',
    what: 'NETWORK_FAILS',
    caught: 'goes on',
    revision: '2011',
    resumeResponse: false,
  },
  {
    id: 'schedd-hangs',
    sentence: 'The schedd stops and goes on; startCommand() gives up after 20 s (HEAD, with a session)',
    what: 'SCHEDD_HANGS',
    caught: 'goes on',
    revision: 'head',
    resumeResponse: true,
  },
  {
    id: 'no-deadline',
    sentence: 'The network fails, and nothing ends the wait for a reply that was lost (HEAD)',
    what: 'NETWORK_FAILS',
    caught: 'hangs',
    revision: 'head',
    resumeResponse: false,
  },
];

/** The longest outage that is safe, null if none is, and what a longer one does; all in seconds. */
export interface Bound {
  readonly safe: number | null;
  readonly loses: number;
  readonly model: Model;
  /** The shortest run in which an outage one unit too long costs the claim. */
  readonly trace: Trace;
  /** The searches that it took, and the states of the largest. */
  readonly searches: number;
  readonly states: number;
}

/**
 * Finds the bound by bisection. An outage that may last longer may also end sooner, so what is unsafe stays so; one as long
 * as the lease costs the claim whatever happens.
 *
 * @returns null if even that does not
 */
export function findBound(situation: Situation, lease: number, unit: number): Bound | null {
  const tables = new TableStore();
  let states = 0;
  let searches = 0;
  const search = (ticks: number) => {
    const model = outageModel({ ...situation, lease, unit, longest: ticks * unit }, tables);
    const found = verify(model.composition, model.properties.slice(0, 1), {});
    if (found.bounded) throw new Error('the search of an outage met a bound');
    searches += 1;
    states = Math.max(states, found.states);
    const run = found.findings[0]?.run;
    return run ? { ticks, model, trace: traceOf(model.composition, run) } : null;
  };
  let lost = search(lease / unit);
  if (!lost) return null;
  let safe = -1;
  while (lost.ticks - safe > 1) {
    const middle = Math.floor((lost.ticks + safe) / 2);
    const found = search(middle);
    if (found) lost = found;
    else safe = middle;
  }
  const { ticks, model, trace } = lost;
  return { safe: safe < 0 ? null : safe * unit, loses: ticks * unit, model, trace, searches, states };
}

/** The lengths on either side of the bound at units of 5 s: those that the registered systems have. */
const BOUNDARY: Readonly<Record<string, readonly number[]>> = {
  hangs: [400, 405],
  'goes-on': [795, 800],
  'schedd-hangs': [790, 795],
  'no-deadline': [0],
};

export const boundaryOf = ({ id }: Situation): readonly number[] => BOUNDARY[id] ?? [];
