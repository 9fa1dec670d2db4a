import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import type { LocalState } from '../local-state.ts';
import { plain } from '../plain.ts';

/** A local state as plain data: its key, and the value and context from which XState makes it again. */
export type NotedState = readonly [key: string, value: unknown, context: unknown];

/** A local state as plain data; null for one with timers, children, a history or an end, which plain data cannot say. */
export function notedState({ key, snapshot }: LocalState): NotedState | null {
  const { context, value } = snapshot;
  return isKept(context) && key === keyOf(snapshot) ? [key, value, context] : null;
}

/** The state as XState makes it; undefined if that is not the state that was noted. */
export function snapshotOf(
  machine: AnyStateMachine,
  [key, value, context]: NotedState,
): AnyMachineSnapshot | undefined {
  const snapshot = machine.resolveState({ value, context } as never) as AnyMachineSnapshot;
  return snapshot.status === 'active' && key === keyOf(snapshot) ? snapshot : undefined;
}

/** Whether plain data is the same after it has been written and read. */
export function isKept(value: unknown): boolean {
  const { infinite, text } = plain(value);
  return infinite === null && plain(JSON.parse(JSON.stringify(value))).text === text;
}

/** The key of a state that nothing but its value and context tells from others: what else does so would stand behind them. */
const keyOf = ({ context, value }: AnyMachineSnapshot): string => `[${JSON.stringify(value)},${plain(context).text}]`;
