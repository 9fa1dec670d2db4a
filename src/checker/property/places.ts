import { didYouMean, someOf } from '../did-you-mean.ts';
import { ModelError } from '../errors.ts';
import type { Composition } from '../system/compose.ts';
import { inQuotes, meantBy, statesOf, written } from './paths.ts';
import { checkText } from '../words/known.ts';

/** What a pattern or a condition names: a component, and what it is said to be or to do. */
export interface Place {
  readonly component: string;
  /** A state of its machine, as a dotted path. */
  readonly path?: string | undefined;
  /** The type of a message that it takes. */
  readonly takes?: string;
  /** The type of a message that it sends to one of these: a part of a system has another name in the whole. */
  readonly sends?: { readonly to: readonly string[]; readonly type: string };
}

/** Where a function keeps what it names; every copy of this module finds it. */
const PLACES = Symbol.for('claimcheck.places');

/** The function, which says from now on what it names. */
export const naming = <F extends (...args: never[]) => unknown>(use: F, places: readonly Place[]): F =>
  places.length === 0 ? use : Object.assign(use, { [PLACES]: places });

/** What a function names, with a prefix before its components. */
export const namedBy = (use: unknown, prefix = ''): readonly Place[] => {
  const places = (use as { [PLACES]?: readonly Place[] })[PLACES] ?? [];
  return prefix === '' ? places : places.map((place) => within(prefix, place));
};

const within = (prefix: string, { component, sends, ...others }: Place): Place => ({
  ...others,
  component: prefix + component,
  ...(sends && { sends: { ...sends, to: [...sends.to.map((name) => prefix + name), ...sends.to] } }),
});

/** What the parts of a check name. */
export function placesIn(part: unknown): readonly Place[] {
  if (typeof part === 'function') return namedBy(part);
  if (typeof part !== 'object' || part === null) return [];
  return Object.values(part).flatMap(placesIn);
}

/**
 * @throws {ModelError} if a check names a component that is not there, or a state that the machine of one does not have, or that
 *   may be two of its states
 */
export function checkPlaces(composition: Composition, id: string, check: object): void {
  for (const { component, path, sends, takes } of placesIn(check)) {
    const { spec } = composition.components[composition.indexOf(component)] as Composition['components'][number];
    if (sends) checkReceiver(composition, id, component, sends.to);
    for (const type of [takes, sends?.type]) checkText(`property ${id}: the type of a message`, type);
    if (path === undefined) continue;
    const states = statesOf(spec.machine);
    if (spec.spawnedBy !== undefined) states.push(['not started'], ['stopped']);
    const meant = meantBy(path, states);
    if (meant.length === 1) continue;
    if (meant.length > 1) {
      const ways = meant.map((keys) => `'${written(keys)}'`).join(' and ');
      throw new ModelError(`property ${id}: '${path}' may mean two states of ${component}; write one of ${ways}`);
    }
    const known = states.map(written);
    const asked = inQuotes(path);
    const all = known.length === 0 ? 'it has none' : `it has ${someOf(known)}`;
    throw new ModelError(
      `property ${id}: the machine of ${component} has no state '${asked}'; ${all}${didYouMean(asked, known)}`,
    );
  }
}

/** A message is sent through a port and to a component: it is easy to take the one for the other. */
function checkReceiver({ components }: Composition, id: string, sender: string, to: readonly string[]): void {
  const names = components.map(({ spec }) => spec.name);
  if (to.some((name) => names.includes(name))) return;
  const wrong = to.at(-1) as string;
  const behind = components.find(({ spec }) => spec.name === sender)?.spec.ports?.[wrong];
  const hint =
    behind === undefined
      ? `there are ${someOf(names)}${didYouMean(wrong, names)}`
      : `that is a port of ${sender}, which leads to ${behind}: name that`;
  throw new ModelError(`property ${id}: ${sender} sends to '${wrong}', and no component is called so; ${hint}`);
}
