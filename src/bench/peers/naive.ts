import { AskedSystem } from '../asked-system.ts';
import { answer, given } from '../peer.ts';
import { taskOf, verdictsOf } from '../system.ts';

/** The explorer that one writes first: a map from states as text, a queue, and XState asked at every edge. */
const { system, models } = await given();
const task = taskOf(models, system);
const asked = new AskedSystem(task.composition, task.checks, system.faults);
const numbers = new Map([[asked.initial.text, 0]]);
const queue = [asked.initial];
let transitions = 0;
let steps = 0;
let deadEnds = 0;

for (const state of queue) {
  const before = transitions;
  for (const choice of asked.enabled(state)) {
    const next = asked.step(state, choice);
    steps += 1;
    if (next.text === state.text) continue;
    transitions += 1;
    if (numbers.has(next.text)) continue;
    numbers.set(next.text, queue.push(next) - 1);
  }
  if (transitions > before) continue;
  deadEnds += 1;
  asked.endsAt(state);
}

answer({
  states: numbers.size,
  transitions,
  steps,
  deadEnds,
  verdicts: verdictsOf(task, (check) => asked.hits.has(check)),
  bound: null,
  memory: null,
});
