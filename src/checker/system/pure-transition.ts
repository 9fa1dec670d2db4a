import { type ActorScope, type AnyMachineSnapshot, type AnyStateMachine, createActor, type EventObject } from 'xstate';

type Scope = ActorScope<AnyMachineSnapshot, EventObject>;
type Action = Parameters<Scope['actionExecutor']>[0];

/**
 * XState's `transition()` for one machine. That makes an actor that is never started, and a system round it, for each call,
 * which takes it as long as the transition itself; here one is made for all of them.
 */
export class PureTransition {
  readonly #machine: AnyStateMachine;
  readonly #scope: Scope;

  constructor(machine: AnyStateMachine) {
    const self = createActor(machine);
    this.#machine = machine;
    this.#scope = {
      self,
      system: self.system,
      id: '',
      sessionId: '',
      logger: nothing,
      defer: nothing,
      emit: nothing,
      stopChild: nothing,
      actionExecutor: nothing,
    };
  }

  /** The snapshot that follows, and the actions that are to be carried out, in order. */
  transition(snapshot: AnyMachineSnapshot, event: EventObject): [snapshot: AnyMachineSnapshot, actions: Action[]] {
    const actions: Action[] = [];
    this.#scope.actionExecutor = (action) => actions.push(action);
    return [this.#machine.transition(snapshot, event, this.#scope), actions];
  }
}

const nothing = () => {};
