import { type AnyStateMachine, initialTransition, StateMachine } from 'xstate';

/**
 * The machine with the context that it makes of its input as a constant. `transition()` prepares an actor without any
 * input at each call: a context that reads its input throws then, which XState catches, at a price.
 */
export function withInput(machine: AnyStateMachine, input: unknown): AnyStateMachine {
  if (typeof machine.config.context !== 'function') return machine;
  const [{ context }] = initialTransition(machine, input);
  return new StateMachine({ ...machine.config, context }, machine.implementations);
}
