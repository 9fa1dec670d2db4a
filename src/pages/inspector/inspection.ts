import { type AnyMachineSnapshot, type AnyStateMachine, createActor, createMachine } from 'xstate';
import type { Choice, Composition } from '../../checker/system/compose.ts';
import { ENVIRONMENT } from '../../checker/system/compose.ts';
import { drawTexts } from '../../checker/replay/trace.ts';
import { LiveSystem } from '../../checker/replay/live-actors.ts';
import { definitionOf } from './definition.ts';
import { environmentMachine } from './environment.ts';
import { FORMAT_VERSION, type InspectionEvent, type WireMessage, type WireSnapshot } from './wire-format.ts';

/** What an event has, apart from what all of them have. */
type Said<E> = E extends InspectionEvent ? Omit<E, 'rootId' | 'createdAt' | 'id' | '_version'> : never;

/** How long a step takes on the logical clock, in milliseconds: more than it can have events. */
const STEP = 10_000;

/**
 * A composed system as live actors, seen through the inspector's wire format: its root, the environment, and every
 * component. The root tells the environment to take a step, so that each message has a sender, and the first of a step
 * says which it is. The clock is the number of the step, so that the same run is always told in the same words.
 */
export class Inspection {
  readonly #root: string;
  readonly #live: LiveSystem;
  readonly #environment = createActor(environmentMachine).start();
  readonly #observe: (event: InspectionEvent) => void;
  #step = 0;
  #inStep = 0;
  #count = 0;

  /** Tells `observe` of the actors, each in its first state. */
  constructor(composition: Composition, observe: (event: InspectionEvent) => void) {
    this.#root = composition.spec.name;
    this.#observe = observe;
    const root = createMachine({ id: this.#root, description: 'The composed system, which goes from step to step' });
    this.#register(this.#root, root, createActor(root).start().getSnapshot());
    this.#register(ENVIRONMENT, environmentMachine, this.#environment.getSnapshot());
    this.#live = new LiveSystem(composition, ({ sender, receiver, message, snapshot }) =>
      this.#delivered(sender, receiver, message, snapshot),
    );
    composition.components.forEach(({ spec }, i) =>
      this.#register(spec.name, spec.machine, this.#live.snapshots[i] as AnyMachineSnapshot),
    );
  }

  get snapshots(): readonly AnyMachineSnapshot[] {
    return this.#live.snapshots;
  }

  /** The environment does what it has chosen, and the actors all that follows from it. */
  take(component: string, choice: Choice): void {
    this.#step += 1;
    this.#inStep = 0;
    const draws = drawTexts(choice);
    const step = {
      type: 'STEP',
      number: this.#step,
      component,
      event: choice.event,
      ...(draws.length > 0 && { draws }),
    } as const;
    this.#environment.send(step);
    this.#delivered(this.#root, ENVIRONMENT, step, this.#environment.getSnapshot());
    this.#live.take(choice);
  }

  #register(sessionId: string, machine: AnyStateMachine, snapshot: AnyMachineSnapshot): void {
    const parentId = sessionId === this.#root ? undefined : this.#root;
    const definition = definitionOf(machine, snapshot.context);
    const first = { sessionId, name: sessionId, parentId, definition, snapshot: plain(snapshot) };
    this.#tell({ type: '@xstate.actor', ...first });
  }

  #delivered(sourceId: string, sessionId: string, event: WireMessage, snapshot: AnyMachineSnapshot): void {
    this.#tell({ type: '@xstate.event', sourceId, sessionId, event });
    this.#tell({ type: '@xstate.snapshot', sessionId, event, snapshot: plain(snapshot) });
  }

  #tell(said: Said<InspectionEvent>): void {
    const createdAt = `${this.#step * STEP + this.#inStep++}`;
    const id = `${this.#count++}`;
    this.#observe({ ...said, rootId: this.#root, createdAt, id, _version: FORMAT_VERSION });
  }
}

const plain = ({ value, context }: AnyMachineSnapshot): WireSnapshot => ({ status: 'active', value, context });
