import { type AnyStateMachine, initialTransition, transition } from 'xstate';
import type { Cell, LocalState } from '../checker/system/table/table.ts';

/**
 * Whether a mutant does what its original does: it starts in the same state, and each of these cells is the same. If
 * they are all the cells that a search has used, a search with the mutant would find the very same thing, and need not
 * be run.
 */
export function doesTheSame(
  mutant: AnyStateMachine,
  input: unknown,
  initial: LocalState,
  cells: readonly Cell[],
): boolean {
  try {
    const [{ value, context }] = initialTransition(mutant, input);
    if (text(value, context) !== text(initial.snapshot.value, initial.snapshot.context)) return false;
    return cells.every((cell) => isSame(cell, mutant));
  } catch {
    return false; // It throws where the original did not.
  }
}

function isSame({ from, event, to, effects, kind }: Cell, mutant: AnyStateMachine): boolean {
  const { value, context, historyValue } = from.snapshot;
  const state = mutant.resolveState({ value, context, historyValue });
  const isHandled = mutant.getTransitionData(state, event).length > 0;
  if (!isHandled || kind === 'unhandled') return !isHandled && kind === 'unhandled';
  const [next, actions] = transition(mutant, state, event);
  const does = actions
    .filter(({ type }) => type !== 'xstate.raise')
    .map(({ type, params }) => ({ kind: type, ...(params as object) }));
  return text(next.value, next.context, does) === text(to.snapshot.value, to.snapshot.context, effects);
}

const text = (...parts: unknown[]): string => JSON.stringify(parts);
