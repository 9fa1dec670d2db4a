import { ENGINES, explore } from '../../engine/explore.ts';
import { exploreProduct } from '../../engine/product.ts';
import type { Space } from '../../engine/space.ts';
import { answer, type Given, given } from '../peer.ts';
import { type Task, taskOf, verdictsOf } from '../system.ts';
import type { Report } from '../report.ts';

/** Explores a system by one of the engine's own methods. */
answer(given().method === 'grouped' ? grouped(given()) : general(given()));

function general({ system, method }: Given): Report {
  const engine = ENGINES.find((known) => known === method);
  const { faults, maxStates } = system;
  const task = taskOf(system);
  const { composition, checks } = task;
  const found = explore(composition, checks, { faults, ...(engine && { engine }), ...(maxStates && { maxStates }) });
  return reportOf(task, found, deadEndsIn(found.space));
}

function grouped({ system }: Given): Report {
  const { faults, maxStates } = system;
  const task = taskOf(system);
  const found = exploreProduct(task.composition, task.checks, { faults, ...(maxStates && { maxStates }) });
  if (!found) throw new Error('the system does not fall apart into groups that are small enough');
  return reportOf(task, found, found.deadEnds);
}

function deadEndsIn(space: Space): number {
  let count = 0;
  for (let state = 0; state < space.size; state++) if (space.isDeadEnd(state)) count += 1;
  return count;
}

type Found = Pick<ReturnType<typeof explore>, 'states' | 'transitions' | 'bounded' | 'end' | 'memory' | 'runs'>;

function reportOf(task: Task, { states, transitions, bounded, end, memory, runs }: Found, deadEnds: number): Report {
  const verdicts = verdictsOf(task, (check) => runs[check] !== null, bounded);
  return { states, transitions, steps: null, deadEnds, verdicts, bound: bounded ? end : null, memory };
}
