import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createMachine } from 'xstate';
import study from '../../../claimcheck.config.ts';
import { FAULTS } from '../../../machines/vocabulary.ts';
import { machinesOf } from '../../checker/study/machines.ts';
import type { Choice, Composition } from '../../checker/system/compose.ts';
import { type Trace, traceOf } from '../../checker/replay/trace.ts';
import { randomRun } from '../../checker/random/random-run.ts';
import { MODELS, modelOf } from '../../testing/models.ts';
import { readTraceFile } from '../../traces/formats/trace-reader.ts';
import { definitionOf } from './definition.ts';
import { Session } from './session.ts';
import { FORMAT_VERSION, type InspectionEvent } from './wire-format.ts';

/** What the inspector is told of a run. */
function told(composition: Composition, run: readonly Choice[]): InspectionEvent[] {
  const events: InspectionEvent[] = [];
  const session = new Session(composition, FAULTS, (event) => events.push(event));
  for (const choice of run) session.take(choice);
  return events;
}

const { composition } = modelOf('keep-alive');
const ticket = readTraceFile(
  study,
  'S1-0000.json',
  JSON.parse(readFileSync(new URL('../../../properties/counterexamples/S1-0000.json', import.meta.url), 'utf8')),
).find(composition);
const events = told(composition, ticket);
const actors = events.filter((event) => event.type === '@xstate.actor');

/** All that passes between the actors, as the trace has it. */
const messagesOf = (trace: Trace): string[] =>
  trace.flatMap((step, i) => [
    `keep-alive environment ${JSON.stringify({ type: 'STEP', number: i + 1, component: step.component, event: step.choice.event })}`,
    ...step.occurrences.map(({ sender, component, event }) => `${sender} ${component} ${JSON.stringify(event)}`),
  ]);

describe('what the inspector is told', () => {
  test('begins with every actor, in the state in which it begins', () => {
    const names = composition.components.map(({ spec }) => spec.name);
    expect(events.slice(0, actors.length)).toEqual(actors);
    expect(actors.map(({ sessionId }) => sessionId)).toEqual(['keep-alive', 'environment', ...names]);
    expect(actors.slice(2).map(({ snapshot }) => snapshot.value)).toEqual(
      composition.initial.map(({ snapshot }) => snapshot.value),
    );
    expect(actors.map(({ parentId }) => parentId)).toEqual([undefined, ...names.map(() => 'keep-alive'), 'keep-alive']);
  });

  test('is every message of the trace, in order and each with its sender', () => {
    const said = events.flatMap((event) =>
      event.type === '@xstate.event' ? [`${event.sourceId} ${event.sessionId} ${JSON.stringify(event.event)}`] : [],
    );
    expect(said).toEqual(messagesOf(traceOf(composition, ticket)));
    const known = new Set(actors.map(({ sessionId }) => sessionId));
    const named = events.flatMap((event) => [
      event.sessionId,
      ...(event.type === '@xstate.event' ? [event.sourceId] : []),
    ]);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
    expect(new Set(events.map(({ rootId }) => rootId))).toEqual(new Set(['keep-alive']));
  });

  test('is, after each message, the state that its receiver is in: in the end that of the trace', () => {
    const last = new Map<string, unknown>();
    for (const event of events) if (event.type !== '@xstate.event') last.set(event.sessionId, event.snapshot.value);
    const [receivers, followers] = [0, 1].map((next) =>
      events.flatMap(({ type }, i) => (type === '@xstate.event' ? [events[i + next]?.sessionId] : [])),
    );
    expect(followers).toEqual(receivers);
    const states = traceOf(composition, ticket).at(-1)?.states ?? [];
    for (const [i, { spec }] of composition.components.entries()) {
      expect(last.get(spec.name), spec.name).toEqual(states[i]?.snapshot.value);
    }
  });

  test('is the same for the same run, on a clock that goes by steps', () => {
    expect(JSON.stringify(told(composition, ticket))).toBe(JSON.stringify(events));
    const times = events.map(({ createdAt }) => Number(createdAt));
    expect(times).toEqual([...new Set(times)].toSorted((a, b) => a - b));
    expect(Math.floor(Math.max(...times) / 10_000)).toBe(ticket.length);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  });

  test('is in the version of the format that is installed', () => {
    const file = new URL('../../../node_modules/@statelyai/inspect/package.json', import.meta.url);
    expect(FORMAT_VERSION).toBe(JSON.parse(readFileSync(file, 'utf8')).version);
  });

  test('holds for random runs of a peer as well', () => {
    const peer = modelOf('peer', { revision: 'head' }).composition;
    const run = randomRun(peer, { seed: 1, steps: 30, attempts: 20 });
    expect(run.length).toBeGreaterThan(5);
    const said = told(peer, run).filter(({ type }) => type === '@xstate.event').length;
    expect(said).toBe(messagesOf(traceOf(peer, run)).length);
  });
});

describe('a session', () => {
  test('offers what changes something, and nothing else', () => {
    const session = new Session(composition, ['fin'], () => {});
    for (const choice of ticket.slice(0, 5)) session.take(choice);
    const offered = session.enabled.map(
      ({ component, event }) => `${composition.components[component]?.spec.name} ${event.type}`,
    );
    expect(offered).toContain('first.daemonCore SELECT');
    expect(offered).toContain('claim STARTD_DIES');
    // The reply has not come: the event loop would find nothing.
    expect(offered).not.toContain('claim SELECT');
    // No such class of faults.
    expect(offered).not.toContain('first.toSchedd RST');
  });

  test('refuses what is not enabled, and nothing has happened then', () => {
    const session = new Session(composition, FAULTS, () => {});
    expect(() => session.take(ticket[8] as Choice)).toThrow(/step 1: claim cannot take SELECT here/);
    expect(session.length).toBe(0);
  });
});

describe('a definition', () => {
  test.each([...machinesOf(MODELS)])(
    'of %s is JSON from which the same machine can be made, its behaviour apart',
    (_, machine) => {
      const definition = JSON.parse(definitionOf(machine, {}));
      const made = createMachine(definition);
      expect(shapeOf(made.root)).toEqual(shapeOf(machine.root));
      expect(definition.description).toBe(machine.config.description);
    },
  );
});

type Node = ReturnType<typeof createMachine>['root'];

/** A state's name, kind and transitions, with those of the states below it. */
function shapeOf(node: Node): unknown {
  const transitions = [...[...node.transitions.values()].flat(), ...(node.always ?? [])];
  return {
    id: node.id,
    type: node.type,
    description: node.description,
    tags: node.tags,
    transitions: transitions.map(({ eventType, target, description, guard }) => [
      eventType,
      target?.map(({ id }) => id),
      description,
      guard !== undefined,
    ]),
    states: Object.values(node.states).map((state) => shapeOf(state as Node)),
  };
}
