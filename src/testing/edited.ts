import type { AnyStateMachine } from 'xstate';
import { replaceTransition, withDefinition } from '../mutation/edit.ts';
import type { Fields } from '../mutation/sites.ts';

/** A machine with one transition put in, in the place of another or of none; taken out, if it is null. */
export function edited(
  machine: AnyStateMachine,
  path: string,
  event: string,
  transition: Readonly<Record<string, unknown>> | null,
): AnyStateMachine {
  const site = { path: path.split('.'), list: ['on', event], index: 0 };
  return withDefinition(machine, replaceTransition(machine.config as Fields, site, transition as Fields));
}
