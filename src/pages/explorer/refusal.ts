import type { AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { evaluateGuard } from 'xstate/guards';
import type { Choice, Composition } from '../../checker/system/compose.ts';
import { everyWay } from '../../checker/system/draw.ts';
import type { Message } from '../../checker/system/message.ts';
import type { LocalState } from '../../checker/system/table/table.ts';

/**
 * Why a choice is not enabled: the thread of its process is blocked, its transition's guard refuses, or its machine has
 * no transition for it in this state.
 */
export function refusal(composition: Composition, states: readonly LocalState[], choice: Choice): string {
  const { process, spec } = composition.components[choice.component] as Composition['components'][number];
  const blocker = composition.blockers[choice.component]?.find((other) => states[other]?.blocking);
  if (blocker !== undefined) {
    const { spec: other } = composition.components[blocker] as Composition['components'][number];
    return `the ${process} is blocked in ${other.name}: ${where(other.machine.root, states[blocker] as LocalState)}`;
  }
  const [way] = everyWay(() => refusing(spec.machine.root, states[choice.component] as LocalState, choice.event));
  const guards = way?.result ?? [];
  if (guards.length === 0) return 'no transition in this state';
  return `${guards.length === 1 ? 'the guard' : 'the guards'} ${guards.join(', ')} ${guards.length === 1 ? 'is' : 'are'} false`;
}

/** The state that blocks. */
function where(root: AnyStateNode, { snapshot }: LocalState): string | undefined {
  return active(root, snapshot.value)
    .find(({ tags }) => tags.includes('blocking'))
    ?.path.join(' › ');
}

/** The guards that refuse an event, of all transitions that the active states declare for it. */
function refusing(root: AnyStateNode, { snapshot }: LocalState, event: Message): string[] {
  const transitions = active(root, snapshot.value).flatMap((node) => node.transitions.get(event.type) ?? []);
  const culprits = (guard: Guard): string[] => {
    if (typeof guard !== 'function' || !('guards' in guard)) return [nameOf(guard)];
    const parts = guard.guards as readonly Guard[];
    const failing = parts.filter((part) => !evaluateGuard(part, snapshot.context, event, snapshot));
    // None of the parts fails in `not` alone, which refuses because its part holds.
    return failing.length > 0 ? failing.flatMap(culprits) : parts.map((part) => `not ${nameOf(part)}`);
  };
  return [...new Set(transitions.flatMap(({ guard }) => (guard ? culprits(guard) : [])))];
}

type Guard = NonNullable<AnyTransitionDefinition['guard']>;

function nameOf(guard: Guard): string {
  if (typeof guard === 'string') return guard;
  return 'type' in guard ? guard.type : 'without a name';
}

/** The state nodes that a state value says are active. */
function active(node: AnyStateNode, value: unknown): AnyStateNode[] {
  const children = typeof value === 'string' ? { [value]: undefined } : Object(value);
  return [
    node,
    ...Object.entries(children).flatMap(([key, inner]) => {
      const child = node.states[key];
      return child ? active(child, inner) : [];
    }),
  ];
}
