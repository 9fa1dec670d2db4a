import type { ActorLogic, EventObject, Snapshot } from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import { type AskedState, AskedSystem } from '../asked-system.ts';
import { answer, given } from '../peer.ts';
import { taskOf, verdictsOf } from '../system.ts';

/** XState's own explorer, on the composed system as one actor: a state is a snapshot, a choice of the environment an event. */
type SystemSnapshot = Snapshot<undefined> & AskedState;
interface ChoiceEvent extends EventObject {
  readonly choice: number;
}

const { system, models } = await given();
const task = taskOf(models, system);
const { choices } = task.composition;
const asked = new AskedSystem(task.composition, task.checks, system.faults);
const lively = new Set<string>();
let transitions = 0;
let steps = 0;

const logic: ActorLogic<SystemSnapshot, ChoiceEvent> = {
  transition: (state, { choice }) => {
    const next = asked.step(state, choices[choice] as (typeof choices)[number]);
    steps += 1;
    if (next.text !== state.text) {
      transitions += 1;
      lively.add(state.text);
    }
    return snapshotOf(next);
  },
  getInitialSnapshot: () => snapshotOf(asked.initial),
  getPersistedSnapshot: (state) => state,
};

function snapshotOf(state: AskedState): SystemSnapshot {
  return { ...state, status: 'active', output: undefined, error: undefined };
}

const paths = getShortestPaths(logic, {
  serializeState: ({ text }) => text,
  events: (state) => asked.enabled(state).map(({ index }) => ({ type: 'choice', choice: index })),
});

const ends = paths.filter(({ state }) => !lively.has(state.text));
for (const { state } of ends) asked.endsAt(state);

answer({
  states: paths.length,
  transitions,
  steps,
  deadEnds: ends.length,
  verdicts: verdictsOf(task, (check) => asked.hits.has(check)),
  bound: null,
  memory: null,
});
