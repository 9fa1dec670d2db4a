import type { AnyStateMachine, AnyStateNode } from 'xstate';

/** One part of a machine's definition, as it was written: a string, an object, an array, a function. */
export type Part = unknown;
export type Fields = Record<string, Part>;

/** Where a transition is written down: a candidate of `on.EVENT` or of `always` of one state. */
export interface TransitionSite {
  /** The state's keys from the root. */
  readonly path: readonly string[];
  readonly list: 'on' | 'always';
  /** `null` for `always`. */
  readonly event: string | null;
  /** Which of the candidates, tried in order. */
  readonly index: number;
  readonly transition: Fields;
}

/** Where actions are written down that belong to a state, not to a transition. */
export interface StateActionSite {
  readonly path: readonly string[];
  readonly list: 'entry' | 'exit';
  readonly actions: readonly Part[];
}

export const asArray = (part: Part): readonly Part[] => {
  if (part === undefined) return [];
  return Array.isArray(part) ? part : [part];
};

/** A transition as an object, also where only its target was written. */
const asTransition = (part: Part): Fields => (typeof part === 'string' ? { target: part } : (part as Fields));

/** Every transition of a definition, in the order written. */
export function transitionSites(config: Fields, path: readonly string[] = []): TransitionSite[] {
  const sites = (list: 'on' | 'always', event: string | null, part: Part) =>
    asArray(part).map((candidate, index) => ({ path, list, event, index, transition: asTransition(candidate) }));
  return [
    ...Object.entries((config['on'] ?? {}) as Fields).flatMap(([event, part]) => sites('on', event, part)),
    ...sites('always', null, config['always']),
    ...substates(config).flatMap(([key, state]) => transitionSites(state, [...path, key])),
  ];
}

/** Every entry and exit action list of a definition. */
export function stateActionSites(config: Fields, path: readonly string[] = []): StateActionSite[] {
  const lists = (['entry', 'exit'] as const).map((list) => ({ path, list, actions: asArray(config[list]) }));
  return [
    ...lists.filter(({ actions }) => actions.length > 0),
    ...substates(config).flatMap(([key, state]) => stateActionSites(state, [...path, key])),
  ];
}

const substates = (config: Fields): [string, Fields][] =>
  Object.entries((config['states'] ?? {}) as Record<string, Fields>);

/** The state that XState made of the one at a path. */
function nodeAt(machine: AnyStateMachine, path: readonly string[]): AnyStateNode {
  return path.reduce((node, key) => node.states[key] as AnyStateNode, machine.root as AnyStateNode);
}

/** The states that a transition leads to, as XState resolved them; none for one without a target. */
export function targetsOf(machine: AnyStateMachine, site: TransitionSite): readonly AnyStateNode[] {
  const node = nodeAt(machine, site.path);
  const candidates = site.event === null ? (node.always ?? []) : (node.transitions.get(site.event) ?? []);
  return candidates[site.index]?.target ?? [];
}
