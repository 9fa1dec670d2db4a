import type { AnyMachineSnapshot, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import type { Choice, Composition } from '../engine/compose.ts';
import type { LocalState } from '../engine/table.ts';

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
  const { snapshot } = states[choice.component] as LocalState;
  const guards = guardsOf(spec.machine.root, snapshot, choice.event.type);
  return guards.length > 0 ? `guard ${guards.join(', ')}` : 'no transition in this state';
}

/** The state that blocks. */
function where(root: AnyStateNode, { snapshot }: LocalState): string | undefined {
  return active(root, snapshot.value)
    .find(({ tags }) => tags.includes('blocking'))
    ?.path.join(' › ');
}

/** The guards of all transitions that the active states declare for an event. */
function guardsOf(root: AnyStateNode, snapshot: AnyMachineSnapshot, type: string): string[] {
  const transitions = active(root, snapshot.value).flatMap((node) => node.transitions.get(type) ?? []);
  return [...new Set(transitions.flatMap(({ guard }) => guardNames(guard)))];
}

/** The names that a guard is made of: `and`, `or` and `not` carry the guards that they combine. */
function guardNames(guard: AnyTransitionDefinition['guard']): string[] {
  if (guard === undefined) return [];
  if (typeof guard === 'string') return [guard];
  if ('guards' in guard) return (guard.guards as readonly AnyTransitionDefinition['guard'][]).flatMap(guardNames);
  return 'type' in guard ? [guard.type] : ['without a name'];
}

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
