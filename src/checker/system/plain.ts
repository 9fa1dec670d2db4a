/** A value that is not plain data: where it is, and what is there. */
export class NotPlain extends Error {
  readonly path: string;
  readonly what: string;

  constructor(path: string, what: string) {
    super(`${path === '' ? 'it' : path} is ${what}`);
    this.path = path;
    this.what = what;
  }
}

/** What is said of a value that is not. */
export const NOT_PLAIN = 'which is not plain data; give it as numbers, texts, lists and plain objects';

/** Plain data: a frozen copy of a value, and the text that tells it from every other value. */
export interface Plain<T = unknown> {
  readonly value: T;
  /** JSON with sorted keys, in which undefined, -0, NaN and the infinities stand for themselves. */
  readonly text: string;
  /** The path to the first number that is NaN or infinite; null if there is none. */
  readonly infinite: string | null;
}

/** What is nested deeper than this grows for ever, as far as one can tell. */
const MAX_NESTING = 256;

/** A reference to an actor stands for itself: it is told apart by the actor's id. */
interface ActorReference {
  readonly id: string;
  readonly sessionId: unknown;
  readonly send: unknown;
}

/** What is known of the copies made so far. */
const known = new WeakMap<object, Plain>();

/**
 * A frozen copy of a value, and its text: equal texts are equal values.
 *
 * @throws {NotPlain} if a part of it would be lost in the text: a Map, a Set, a function, a hidden key, …
 */
export function plain<T>(value: T): Plain<T> {
  return (isObject(value) ? container(value, '', []) : scalar(value, '')) as Plain<T>;
}

/** A copy that is not frozen. */
export function thawed<T>(value: T): T {
  if (!isObject(value) || isReference(value)) return value;
  if (Array.isArray(value)) return value.map(thawed) as T;
  const copy = Object.getPrototypeOf(value) === null ? (Object.create(null) as object) : {};
  for (const key of Object.keys(value)) set(copy, key, thawed((value as Record<string, unknown>)[key]));
  return copy as T;
}

function scalar(value: unknown, path: string): Plain {
  switch (typeof value) {
    case 'string':
      return { value, text: JSON.stringify(value), infinite: null };
    case 'number':
      return {
        value,
        text: Object.is(value, -0) ? '-0' : String(value),
        infinite: Number.isFinite(value) ? null : path,
      };
    case 'boolean':
    case 'undefined':
      return { value, text: String(value), infinite: null };
    case 'bigint':
      throw new NotPlain(path, 'a big integer');
    case 'symbol':
      throw new NotPlain(path, 'a symbol');
    case 'function':
      throw new NotPlain(path, 'a function');
    default:
      return { value: null, text: 'null', infinite: null };
  }
}

function container(value: object, path: string, above: readonly object[]): Plain {
  const before = known.get(value);
  if (before) {
    return before.infinite === null || path === '' ? before : { ...before, infinite: join(path, before.infinite) };
  }
  if (isReference(value)) return reference(value, path);
  if (above.includes(value)) throw new NotPlain(path, 'a part of itself');
  if (above.length >= MAX_NESTING) {
    const [outer, inner] = path.split('.');
    throw new NotPlain(`${outer}${inner === undefined ? '' : `.${inner}.…`}`, `nested more than ${MAX_NESTING} deep`);
  }
  const made = Array.isArray(value) ? list(value, path, [...above, value]) : record(value, path, [...above, value]);
  const { infinite } = made;
  const own = infinite === null || path === '' ? made : { ...made, infinite: infinite.slice(path.length + 1) };
  known.set(made.value as object, own);
  return made;
}

function list(value: readonly unknown[], path: string, above: readonly object[]): Plain {
  const keys = Reflect.ownKeys(value);
  if (keys.length !== value.length + 1) {
    const odd = keys.find((key) => key !== 'length' && !/^\d+$/.test(String(key)));
    throw odd === undefined
      ? new NotPlain(path, 'an array with a hole')
      : new NotPlain(join(path, String(odd)), 'a key of an array');
  }
  const parts = keys.slice(0, -1).map((key) => part(value, key as string, path, above));
  return {
    value: Object.freeze(parts.map((one) => one.value)),
    text: `[${parts.map(({ text }) => text).join()}]`,
    infinite: parts.find(({ infinite }) => infinite !== null)?.infinite ?? null,
  };
}

function record(value: object, path: string, above: readonly object[]): Plain {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype && !isForeignPlain(prototype as object)) {
    throw new NotPlain(path, instance(value));
  }
  const copy = prototype === null ? (Object.create(null) as object) : {};
  const texts: [key: string, text: string][] = [];
  let infinite: string | null = null;
  for (const key of Reflect.ownKeys(value)) {
    if (typeof key === 'symbol') throw new NotPlain(join(path, key.toString()), 'kept under a symbol');
    const one = part(value, key, path, above);
    set(copy, key, one.value);
    texts.push([key, one.text]);
    infinite ??= one.infinite;
  }
  texts.sort(byKey);
  const body = texts.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join();
  return { value: Object.freeze(copy), text: `{${body}}`, infinite };
}

/** The part of a container under a key, which must be visible and hold a value. */
function part(value: object, key: string, path: string, above: readonly object[]): Plain {
  const { enumerable, get, value: inner } = Object.getOwnPropertyDescriptor(value, key) as PropertyDescriptor;
  if (get) throw new NotPlain(join(path, key), 'a getter');
  if (!enumerable) throw new NotPlain(join(path, key), 'a hidden key');
  return isObject(inner) ? container(inner, join(path, key), above) : scalar(inner, join(path, key));
}

function reference(value: ActorReference, path: string): Plain {
  if (typeof value.id === 'string' && !value.id.startsWith('x:')) {
    return { value, text: JSON.stringify({ ref: value.id }), infinite: null };
  }
  throw new NotPlain(path, 'a reference to an actor that was spawned without an id');
}

/** The prototype of plain objects of another realm, as a test runner's. */
const isForeignPlain = (prototype: object): boolean =>
  Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf');

function instance(value: object): string {
  const name = (value as { constructor?: { name?: string } }).constructor?.name ?? 'a class';
  return /^(Map|Set|Date|RegExp|Error|Promise|WeakMap|WeakSet)$/.test(name)
    ? `a ${name}`.replace('a Error', 'an Error')
    : `an instance of ${name}`;
}

/** Also under `__proto__`, which a plain assignment would take for something else. */
function set(object: object, key: string, value: unknown): void {
  if (key !== '__proto__') (object as Record<string, unknown>)[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Whether a value is an actor, or what stands for one. */
const isReference = (value: object): value is ActorReference => 'sessionId' in value && 'send' in value;

const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

const byKey = ([one]: [string, string], [other]: [string, string]): number => (one < other ? -1 : 1);

/** Whether two values are the same plain data; keys may be in another order. */
export function isSameData(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (!isObject(one) || !isObject(other)) return false;
  if (isReference(one) || isReference(other)) return isReference(one) && isReference(other) && one.id === other.id;
  if (Array.isArray(one) && Array.isArray(other)) return isSameList(one, other);
  if (Array.isArray(one) || Array.isArray(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isSameData(Reflect.get(one, key), Reflect.get(other, key)))
  );
}

const isSameList = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((value, i) => isSameData(value, other[i]));

/** A value in words: a text as it is, and numbers that JSON cannot say as well. */
export function worded(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || value === undefined) return plain(value).text;
  return JSON.stringify(value, (_, inner: unknown) => (plainNumber(inner) ? inner : plain(inner).text));
}

const plainNumber = (value: unknown): boolean => typeof value !== 'number' || Number.isFinite(value);

/** A value as text for people, cut where it is long. */
export function short(value: unknown, length = 80): string {
  const text = textOf(value);
  return text.length <= length ? text : `${text.slice(0, length)}…`;
}

function textOf(value: unknown): string {
  try {
    return plain(value).text;
  } catch {
    return Object.prototype.toString.call(value);
  }
}
