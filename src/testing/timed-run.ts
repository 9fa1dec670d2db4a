import type { Composition } from '../checker/system/compose.ts';
import { intern } from '../checker/system/message.ts';
import type { Trace } from '../checker/replay/trace.ts';
import { stepsFrom, traceOf } from '../checker/replay/trace.ts';

/** What happens at a time, in seconds since the start: a component's name and events of the environment, in order; of several, the first that can happen. */
export type Script = readonly (readonly [seconds: number, component: string, ...types: string[]])[];

/**
 * The run of a timed system in which just these things happen, at these times: the clock's units are seconds.
 *
 * @throws {Error} if one of them can't happen then, or if time would not pass before the next, for something else is due
 */
export function timedRun(composition: Composition, script: Script): Trace {
  let states = composition.initial;
  let now = 0;
  const run: Composition['choices'][number][] = [];
  const take = (component: string, type: string) => {
    const possible = composition.choices
      .filter((one) => one.component === composition.indexOf(component) && intern(one.event).type === type)
      .map((choice) => ({ choice, step: stepsFrom(composition, choice, states)[0] }));
    const { choice, step } = possible.find((one) => one.step) ?? {};
    if (!choice || !step) throw new Error(`${component} ${type} can't happen at ${now} s`);
    const before = states;
    states = states.map((state, i) => step.writes.get(i) ?? state);
    if (states.every((state, i) => state === before[i]))
      throw new Error(`${component} ${type} does nothing at ${now} s`);
    run.push(choice);
  };
  for (const [seconds, component, ...types] of script) {
    for (; now < seconds; now++) take('clock', 'TICK');
    for (const type of types) take(component, type);
  }
  return traceOf(composition, run);
}
