import type { AnyStateMachine } from 'xstate';
import { describeGuard } from '../../traces/source/guard-text.ts';

/**
 * A machine's definition as JSON, as Stately's tools read it. Guards that are put together of others go by what they
 * read like; parameters that are functions of the context are left out.
 */
export function definitionOf(machine: AnyStateMachine, context: unknown): string {
  return JSON.stringify({ ...machine.config, context }, (key, value: unknown) =>
    key === 'guard' && typeof value === 'function' ? describeGuard(value) : value,
  );
}
