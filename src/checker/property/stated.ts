import { didYouMean } from '../did-you-mean.ts';
import { ModelError } from '../errors.ts';
import { checkKeys, checkList, isRecord, type Keys } from '../words/known.ts';
import type { Composition } from '../system/compose.ts';
import { checkPlaces } from './places.ts';
import type { Check, Condition, Property, PropertySpec } from './property.ts';
import { yesOrNo } from './yes-or-no.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What a check of each kind is made of: what it needs, and what it may have. */
const KINDS: Readonly<Record<Check['kind'], { readonly needs: Fields; readonly may: Fields }>> = {
  never: { needs: { what: 'pattern' }, may: { while: 'while' } },
  sometimes: { needs: { what: 'pattern' }, may: { while: 'while', after: 'patterns', forget: 'pattern' } },
  onlyAfter: { needs: { what: 'pattern', after: 'patterns' }, may: { forget: 'pattern', while: 'while' } },
  neverAfter: { needs: { what: 'pattern', after: 'pattern' }, may: { forget: 'pattern' } },
  always: { needs: { what: 'condition' }, may: {} },
  deadlock: { needs: {}, may: { except: 'condition' } },
  leadsTo: {
    needs: { from: 'pattern', to: 'pattern' },
    may: { during: 'condition', only: 'function', fair: 'actions', fairness: 'fairness' },
  },
};

/** How each kind of part is written. */
const SHAPES: Readonly<Record<string, string>> = {
  pattern: "a function of an occurrence, as enters('a component', 'a state')",
  patterns: "a list of functions of an occurrence, as [enters('a component', 'a state')]",
  function: 'a function of a component and an event',
  while: "{ component: 'name', is: (snapshot) => … }",
  condition: "{ of: ['name', …], is: (...snapshots) => … }, as inState('a component', 'a state')",
  actions: "'all', or a list of { name, is: (component, event) => …, strong?: true }",
  fairness: "'weak' or 'strong'",
};

/** A helper such as `inState` makes what is a `while` and a condition at once. */
const PLACE = { component: true, of: true, is: true };
/** The keys of the parts that are objects. */
const PARTS: Readonly<Record<string, Fields>> = {
  while: PLACE,
  condition: PLACE,
  actions: { name: true, is: true, strong: true },
};

const isFunction = (value: unknown): boolean => typeof value === 'function';

const IS: Readonly<Record<string, (value: unknown) => boolean>> = {
  pattern: isFunction,
  function: isFunction,
  patterns: (value) => Array.isArray(value) && value.every(isFunction),
  while: (value) => isRecord(value) && typeof value['component'] === 'string' && isFunction(value['is']),
  condition: (value) =>
    isRecord(value) && Array.isArray(value['of']) && value['of'].length >= 0 && isFunction(value['is']),
  actions: (value) => value === 'all' || (Array.isArray(value) && value.every(isAction)),
  fairness: (value) => value === 'weak' || value === 'strong',
};

const isAction = (value: unknown): boolean =>
  isRecord(value) &&
  typeof value['name'] === 'string' &&
  isFunction(value['is']) &&
  ['boolean', 'undefined'].includes(typeof value['strong']);

/** The id of the finding that a message was lost on a component which has no transition for it. */
export const UNHANDLED = 'unhandled';

const PROPERTY: Keys<PropertySpec> = {
  id: true,
  name: true,
  violation: true,
  sentence: true,
  source: true,
  checks: true,
};

/**
 * Properties as they can be asked, each by its id.
 *
 * @throws {ModelError} if one has no id, or the id of another one
 */
export function statedAll(composition: Composition, properties: readonly PropertySpec[]): Property[] {
  checkList('what is stated of a system', properties ?? null, "[{ id: 'P1', checks: […] }, …]");
  const ids = new Set<string>([UNHANDLED]);
  properties.forEach((property, i) => {
    if (!isRecord(property)) throw new ModelError(`property ${i + 1} is not a property; it must be { id, checks }`);
    const { id } = property;
    if (typeof id !== 'string' || id === '') throw new ModelError(`property ${i + 1} has no id; give it id: 'P1'`);
    if (id === UNHANDLED) throw new ModelError(`property ${id}: lost messages are called so; give it another id`);
    if (ids.has(id)) throw new ModelError(`property ${id}: two properties have this id; give each one of its own`);
    ids.add(id);
  });
  return properties.map((property) => stated(composition, property));
}

/**
 * A property as it can be asked: its checks are well made and name components that are there, and where one of its functions
 * throws, the error says which property it is of.
 *
 * @throws {ModelError} if a check is none, or names a component that is not there
 */
export function stated(composition: Composition, property: PropertySpec): Property {
  const { checks, id } = property;
  // What is written without its list is the likeliest slip.
  if ('kind' in property || isRecord(checks)) {
    throw new ModelError(`property ${id}: its checks must be a list: checks: [{ kind: 'never', what: … }]`);
  }
  checkKeys(`property ${id}: it`, property, PROPERTY);
  if (!Array.isArray(checks) || checks.length === 0) {
    throw new ModelError(`property ${id}: it has no checks; give it checks: [{ kind: 'never', what: … }]`);
  }
  const own = checks.map((check) => statedCheck(composition, id, check as Check));
  return { ...named(property), checks: own };
}

/** The property with a sentence and a source. */
export function named(property: PropertySpec): Property {
  const { id, sentence, source } = property;
  if (sentence !== undefined && source !== undefined) return property as Property;
  return { ...property, sentence: sentence ?? id, source: source ?? '' } as Property;
}

function statedCheck(composition: Composition, id: string, check: Check): Check {
  const fields = check as unknown as Fields;
  if (!isRecord(check)) throw new ModelError(`property ${id}: a check is ${String(check)}; it must be { kind, … }`);
  const kind = (KINDS as Readonly<Record<string, { needs: Fields; may: Fields }>>)[check.kind];
  if (!kind) {
    const [wrong, kinds] = [String(check.kind), Object.keys(KINDS)];
    throw new ModelError(
      `property ${id}: '${wrong}' is not a kind of check; there are ${kinds.join(', ')}${didYouMean(wrong, kinds)}`,
    );
  }
  const { kind: _, ...others } = fields;
  checkKeys(`property ${id}: a check of the kind ${check.kind}`, others, { ...kind.needs, ...kind.may });
  for (const [name, shape] of [...Object.entries(kind.needs), ...Object.entries(kind.may)] as [string, string][]) {
    const value = fields[name];
    if (value === undefined && name in kind.may) continue;
    const what = `property ${id}: '${name}' of the check ${check.kind}`;
    if (!(IS[shape] as (value: unknown) => boolean)(value)) throw new ModelError(`${what} must be ${SHAPES[shape]}`);
    const parts = Array.isArray(value) ? value : [value];
    for (const part of parts) if (isRecord(part)) checkKeys(what, part, PARTS[shape] as Fields);
  }
  for (const name of namesIn(check)) within(id, () => composition.indexOf(name));
  within(id, () => checkPlaces(composition, id, check));
  return guarded(composition, id, check);
}

/** The components that a check names. */
function namesIn(check: object): readonly string[] {
  const { during, except, what, while: where } = check as { [name: string]: Condition & { component?: string } };
  const conditions = [during, except, what].filter((one) => isRecord(one)) as Condition[];
  return [...conditions.flatMap(({ of }) => of), ...(where?.component === undefined ? [] : [where.component])];
}

/** The check with all its functions, each of which says whose it is where it throws, or says neither yes nor no. */
function guarded(composition: Composition, id: string, check: Check): Check {
  const wrap = (value: unknown, place: string): unknown => {
    if (typeof value === 'function') return guard(value as Callable, place);
    if (Array.isArray(value)) return value.map((part, i) => wrap(part, `${place}[${i}]`));
    return isRecord(value)
      ? Object.fromEntries(
          Object.entries(value).map(([name, part]) => [name, wrap(part, place === '' ? name : `${place}.${name}`)]),
        )
      : value;
  };
  const guard = (value: Callable, place: string) => {
    const whose = () => `'${place}' of the check ${check.kind}`;
    if (place === 'only')
      return (one: unknown, other: unknown) => within(id, () => permitted(value(one, other), whose));
    // A pattern is asked of every transition, and a condition of several states.
    if (place.endsWith('is')) return (...all: unknown[]) => within(id, () => yesOrNo(value(...all), whose));
    return (one: unknown) => {
      try {
        return yesOrNo(value(one), whose);
      } catch (error) {
        return blame(id, error);
      }
    };
  };
  // `only` may answer with a condition.
  const permitted = (answer: unknown, whose: () => string): unknown => {
    if (!isRecord(answer) || answer instanceof Promise) return yesOrNo(answer, whose, 'true, false or { of, is }');
    if (!(IS['condition'] as (value: unknown) => boolean)(answer)) {
      throw new ModelError(`${whose()} must answer true, false or ${SHAPES['condition']}`);
    }
    for (const name of namesIn({ what: answer })) composition.indexOf(name);
    checkPlaces(composition, id, answer);
    return wrap(answer, 'only');
  };
  return wrap(check, '') as Check;
}

type Callable = (...all: unknown[]) => unknown;

/** @throws {ModelError} that names the property, where something throws */
function within<T>(id: string, use: () => T): T {
  try {
    return use();
  } catch (error) {
    return blame(id, error);
  }
}

function blame(id: string, error: unknown): never {
  const { message } = error as Error;
  if (error instanceof ModelError && message.startsWith('property ')) throw error;
  throw new ModelError(`property ${id}: ${message}`, { cause: error });
}
