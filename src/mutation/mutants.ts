import { type AnyStateMachine, not } from 'xstate';
import { describeGuard } from '../traces/source/guard-text.ts';
import { describeAction, describeSite, describeStateSite } from './describe.ts';
import { replaceStateActions, replaceTransition, withDefinition } from './edit.ts';
import type { Fields, StateActionSite, TransitionSite } from './sites.ts';
import { asArray, isInitial, stateActionSites, targetsOf, transitionSites } from './sites.ts';

/** The ways in which a machine can be got wrong, one at a time. */
export const MUTATIONS = ['negate-guard', 'drop-guard', 'drop-transition', 'retarget', 'drop-action'] as const;
export type Mutation = (typeof MUTATIONS)[number];

/** A machine that differs from its original in one place. */
export interface Mutant {
  /** Unique among the mutants of all machines, and the same in every run: `machine/state/EVENT[0] negate-guard`. */
  readonly id: string;
  readonly kind: Mutation;
  /** What was done, as a sentence. */
  readonly description: string;
  /** Where the mutated element is written. */
  readonly site: TransitionSite | StateActionSite;
  /** Makes the mutated machine. */
  readonly make: () => AnyStateMachine;
}

/** All mutants of a machine of the kinds wanted, in the order of its definition. */
export function mutantsOf(machine: AnyStateMachine, kinds: readonly Mutation[] = MUTATIONS): Mutant[] {
  const config = machine.config as Fields;
  const ofTransitions = transitionSites(config).flatMap((site) => [
    ...guardMutants(machine, site),
    ...dropTransition(machine, site),
    ...retarget(machine, site),
    ...dropActions(machine, site),
  ]);
  return [...ofTransitions, ...dropStateActions(machine)].filter(({ kind }) => kinds.includes(kind));
}

function guardMutants(machine: AnyStateMachine, site: TransitionSite): Mutant[] {
  const { guard, ...unguarded } = site.transition;
  if (guard === undefined) return [];
  const name = describeGuard(guard);
  return [
    changed(machine, site, 'negate-guard', `its guard ${name} is negated`, {
      ...unguarded,
      guard: not(guard as string),
    }),
    changed(machine, site, 'drop-guard', `its guard ${name} is dropped`, unguarded),
  ];
}

function dropTransition(machine: AnyStateMachine, site: TransitionSite): Mutant[] {
  if (isInitial(site)) return [];
  return [changed(machine, site, 'drop-transition', 'it is dropped', null)];
}

/** A target is exchanged for each of its siblings. */
function retarget(machine: AnyStateMachine, site: TransitionSite): Mutant[] {
  const targets = targetsOf(machine, site);
  const [target] = targets;
  if (!target?.parent || targets.length > 1 || target.parent.type === 'parallel') return [];
  return Object.values(target.parent.states)
    .filter((sibling) => sibling !== target && sibling.type !== 'history')
    .map((sibling) =>
      changed(
        machine,
        site,
        'retarget',
        `it leads to '${sibling.key}' instead of '${target.key}'`,
        {
          ...site.transition,
          // A state begins in one of its own, which is named by its key.
          target: isInitial(site) ? sibling.key : targetOf(sibling),
        },
        sibling.key,
      ),
    );
}

/** How a transition names a state by its id, in which a dot would be read as the way to a state inside. */
const targetOf = ({ id }: { readonly id: string }): string => `#${id.replace(/[\\.]/g, String.raw`\$&`)}`;

function dropActions(machine: AnyStateMachine, site: TransitionSite): Mutant[] {
  const actions = asArray(site.transition['actions']);
  return actions.map((action, i) =>
    changed(
      machine,
      site,
      'drop-action',
      `its action ${describeAction(action)} is dropped`,
      {
        ...site.transition,
        actions: actions.filter((_, j) => j !== i),
      },
      String(i),
    ),
  );
}

function dropStateActions(machine: AnyStateMachine): Mutant[] {
  const config = machine.config as Fields;
  return stateActionSites(config).flatMap((site) =>
    site.actions.map((action, i) => ({
      id: `${machine.id}/${describeStateSite(site)} drop-action ${i}`,
      kind: 'drop-action' as const,
      site,
      description: `${machine.id}: in ${describeStateSite(site)} the action ${describeAction(action)} is dropped`,
      make: () =>
        withDefinition(
          machine,
          replaceStateActions(
            config,
            site,
            site.actions.filter((_, j) => j !== i),
          ),
        ),
    })),
  );
}

function changed(
  machine: AnyStateMachine,
  site: TransitionSite,
  kind: Mutation,
  what: string,
  to: Fields | null,
  which = '',
): Mutant {
  const place = describeSite(site);
  return {
    id: `${machine.id}/${place} ${kind}${which && ` ${which}`}`,
    kind,
    site,
    description: `${machine.id}: of the transition ${place}, ${what}`,
    make: () => withDefinition(machine, replaceTransition(machine.config as Fields, site, to)),
  };
}
