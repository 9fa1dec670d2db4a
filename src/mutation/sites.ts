import type { AnyStateMachine, AnyStateNode } from 'xstate';

/** One part of a machine's definition, as it was written: a string, an object, an array, a function. */
export type Part = unknown;
export type Fields = Record<string, Part>;

/** Where a transition is written down: a candidate of one of the lists of one state. */
export interface TransitionSite {
  /** The state's keys from the root. */
  readonly path: readonly string[];
  /**
   * The list within the state, key by key: `['on', 'GO']`, `['always']`, `['after', '1000']`, `['invoke', 0, 'onDone']`,
   * `['onDone']`; `['initial']` has one transition, which cannot be left out.
   */
  readonly list: readonly (string | number)[];
  /** What the list is called within its state: its event (`GO`), or how it is written (`after.1000`, `invoke.0.onDone`). */
  readonly name: string;
  /** The event that is written as a key of `on`; `null` in any other list. */
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

/** Every transition of a definition, state by state: `on` first, in the order written. */
export function transitionSites(config: Fields, path: readonly string[] = []): TransitionSite[] {
  const on = (config['on'] ?? {}) as Fields;
  const sites = (list: TransitionSite['list'], part: Part, event: string | null = null) => {
    const name = event ?? nameBeside(on, list.join('.'));
    return asArray(part).map((candidate, index) => ({
      path,
      list,
      name,
      event,
      index,
      transition: asTransition(candidate),
    }));
  };
  return [
    ...Object.entries(on).flatMap(([event, part]) => sites(['on', event], part, event)),
    ...sites(['always'], config['always']),
    ...Object.entries((config['after'] ?? {}) as Fields).flatMap(([delay, part]) => sites(['after', delay], part)),
    ...invocations(config).flatMap(([list, invoked]) => ENDS.flatMap((end) => sites([...list, end], invoked[end]))),
    ...sites(['onDone'], config['onDone']),
    // Where only the target is written, nothing is done on the way.
    ...(typeof config['initial'] === 'object' ? sites(['initial'], config['initial']) : []),
    ...substates(config).flatMap(([key, state]) => transitionSites(state, [...path, key])),
  ];
}

/** Whether a transition is one for what happens to a machine by itself: a timer, what it has invoked, a state that ends. */
export const isByItself = ({ list: [first] }: TransitionSite): boolean => first !== 'on' && first !== 'always';

/** Whether a transition is the one to the state in which another begins. */
export const isInitial = ({ list: [first] }: Pick<TransitionSite, 'list'>): boolean => first === 'initial';

/** What an invocation has transitions for. */
const ENDS = ['onDone', 'onError', 'onSnapshot'] as const;

/** The invocations of a state, each with where it is written in it: alone, or as one of several. */
function invocations({ invoke }: Fields): [list: (string | number)[], invoked: Fields][] {
  if (Array.isArray(invoke)) return invoke.map((one, i) => [['invoke', i], one as Fields]);
  return invoke === undefined ? [] : [[['invoke'], invoke as Fields]];
}

/** A name that no event of the state has: an event may be called `onDone`, too. */
const nameBeside = (on: Fields, name: string): string => (Object.hasOwn(on, name) ? nameBeside(on, `(${name})`) : name);

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
  return candidatesOf(nodeAt(machine, site.path), site.list)[site.index]?.target ?? [];
}

type Candidates = readonly { readonly target?: readonly AnyStateNode[] | undefined }[];

/** A list of candidates as XState made it. */
function candidatesOf(node: AnyStateNode, list: TransitionSite['list']): Candidates {
  const of = (event: string) => node.transitions.get(event) ?? [];
  const [first, key] = list;
  if (first === 'on') return of(String(key));
  if (first === 'always') return node.always ?? [];
  if (first === 'onDone') return of(`xstate.done.state.${node.id}`);
  if (isInitial({ list })) return [node.initial];
  if (first === 'after') {
    // XState takes a delay for a number wherever it can.
    const delay = Number.isNaN(Number(key)) ? key : Number(key);
    return node.after.filter((one) => one.delay === delay);
  }
  const id = node.invoke[typeof key === 'number' ? key : 0]?.id;
  return of(`xstate.${EVENT_OF[list.at(-1) as (typeof ENDS)[number]]}.${id}`);
}

const EVENT_OF = { onDone: 'done.actor', onError: 'error.actor', onSnapshot: 'snapshot' } as const;
