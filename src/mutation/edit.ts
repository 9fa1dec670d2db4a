import { type AnyStateMachine, createMachine, or } from 'xstate';
import {
  asArray,
  type Fields,
  isByItself,
  isInitial,
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
export function replaceTransition(
  config: Fields,
  { path, list, index }: Pick<TransitionSite, 'path' | 'list' | 'index'>,
  to: Fields | null,
): Fields {
  const edit = (part: Part) => (isInitial({ list }) ? to : replaceAt(part, index, to));
  return atPath(config, path, (state) => within(state, list, edit) as Fields);
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

/** A part with what is at some keys of it changed; it is copied along them. */
function within(part: Part, [key, ...rest]: readonly (string | number)[], edit: (part: Part) => Part): Part {
  if (key === undefined) return edit(part);
  if (Array.isArray(part)) return part.with(Number(key), within(part[Number(key)], rest, edit));
  const fields = (part ?? {}) as Fields;
  return withField(fields, String(key), within(fields[key], rest, edit));
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

/**
 * The machine with a mark in each of its transitions: an action more, which names the place.
 *
 * @param onRefused is told of the place of a transition, other than one of `on` or `always`, whose guard says no
 */
export function markTransitions(
  machine: AnyStateMachine,
  nameOf: (site: TransitionSite) => string,
  onRefused: (place: string) => void,
): AnyStateMachine {
  const config = machine.config as Fields;
  const marked = transitionSites(config).reduce((edited, site) => {
    const { actions, guard } = site.transition;
    const place = nameOf(site);
    const refuse = () => {
      onRefused(place);
      return false;
    };
    return replaceTransition(edited, site, {
      ...site.transition,
      ...(guard !== undefined && isByItself(site) && { guard: or([guard as string, refuse]) }),
      actions: [...asArray(actions), { type: MARK, params: { place } }],
    });
  }, config);
  return withDefinition(machine, marked);
}
