import { type AnyStateMachine, createMachine } from 'xstate';
import {
  asArray,
  type Fields,
  type Part,
  type StateActionSite,
  type TransitionSite,
  transitionSites,
} from './sites.ts';

/** More microsteps than this within one transition never come to rest: an `always` that was led back to where it began. */
const MAX_MICROSTEPS = 1000;

/**
 * The machine with one place of its definition changed. The definition is copied along the path only; guards, actions
 * and everything else are the very same, so that a mutant differs from its original in nothing but its mutation. One
 * that never comes to rest throws.
 */
export function withDefinition(machine: AnyStateMachine, config: Fields): AnyStateMachine {
  const options = { ...(config['options'] as Fields | undefined), maxIterations: MAX_MICROSTEPS };
  return createMachine({ ...config, options } as never, machine.implementations as never);
}

/** The definition with one transition replaced, or left out if `to` is null. */
export function replaceTransition(config: Fields, site: TransitionSite, to: Fields | null): Fields {
  return atPath(config, site.path, (state) => {
    if (site.event === null) return withField(state, 'always', replaceAt(state['always'], site.index, to));
    const on = (state['on'] ?? {}) as Fields;
    return { ...state, on: withField(on, site.event, replaceAt(on[site.event], site.index, to)) };
  });
}

/** The definition with the actions of one state's entry or exit replaced. */
export function replaceStateActions(config: Fields, site: StateActionSite, actions: readonly Part[]): Fields {
  return atPath(config, site.path, (state) => ({ ...state, [site.list]: actions }));
}

function atPath(config: Fields, [key, ...rest]: readonly string[], edit: (state: Fields) => Fields): Fields {
  if (key === undefined) return edit(config);
  const states = config['states'] as Record<string, Fields>;
  return { ...config, states: { ...states, [key]: atPath(states[key] as Fields, rest, edit) } };
}

/** The candidates without the one at `index`, or with another in its place; undefined if none is left. */
function replaceAt(part: Part, index: number, to: Fields | null): Part {
  const candidates = [...asArray(part)];
  candidates.splice(index, 1, ...(to ? [to] : []));
  return candidates.length === 0 ? undefined : candidates;
}

/** The fields in the order in which they were written; one that is undefined is left out. */
function withField(fields: Fields, name: string, value: Part): Fields {
  const { [name]: old, ...others } = fields;
  if (value === undefined) return old === undefined ? fields : others;
  return { ...fields, [name]: value };
}

/** The action by which a transition leaves its mark. */
export const MARK = 'covered';

/** The machine with a mark in each of its transitions: an action more, which names the place. */
export function markTransitions(machine: AnyStateMachine, nameOf: (site: TransitionSite) => string): AnyStateMachine {
  const config = machine.config as Fields;
  const marked = transitionSites(config).reduce(
    (edited, site) =>
      replaceTransition(edited, site, {
        ...site.transition,
        actions: [...asArray(site.transition['actions']), { type: MARK, params: { place: nameOf(site) } }],
      }),
    config,
  );
  return withDefinition(machine, marked);
}
