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

/** Its subclass adds its fields to the object that it is given. */
const Given = function (value: object) {
  return value;
} as unknown as new (
  value: object,
) => object;

/** What is known of a copy, kept in the copy itself: a WeakMap of so many keeps the garbage collector busy. */
class Known extends Given {
  readonly #plain: Plain;

  private constructor(of: Plain<object>) {
    super(of.value);
    this.#plain = of;
  }

  /** Keeps it in its value, which nobody can change from now on. */
  static keep(one: Plain<object>): void {
    Object.freeze(new Known(one));
  }

  static of(value: object): Plain | undefined {
    return #plain in value ? (value as Known).#plain : undefined;
  }
}

/**
 * A frozen copy of a value, and its text: equal texts are equal values.
 *
 * @throws {NotPlain} if a part of it would be lost in the text: a Map, a Set, a function, a hidden key, …
 */
export function plain<T>(value: T): Plain<T> {
  const before = isObject(value) ? Known.of(value) : undefined;
  if (before) return before as Plain<T>;
  const copier = new Copier();
  const text = copier.textOf(value);
  return { value: copier.copy as T, text, infinite: copier.infinite };
}

/** A copy that is not frozen. */
export function thawed<T>(value: T): T {
  if (!isObject(value) || isReference(value)) return value;
  if (Array.isArray(value)) return value.map(thawed) as T;
  const copy = Object.getPrototypeOf(value) === null ? (Object.create(null) as object) : {};
  for (const key of Object.keys(value)) set(copy, key, thawed((value as Record<string, unknown>)[key]));
  return copy as T;
}

/** Copies a value, part by part: hot, for XState makes a new context for every answer. */
class Copier {
  /** The copy of the part that was read last. */
  copy: unknown;
  infinite: string | null = null;
  /** The keys that lead to the part that is read, and what it is a part of. */
  readonly #keys: string[] = [];
  readonly #above: object[] = [];

  textOf(value: unknown): string {
    if (isObject(value)) return this.#container(value);
    this.copy = value;
    switch (typeof value) {
      case 'string':
        return JSON.stringify(value);
      case 'number':
        if (!Number.isFinite(value)) this.infinite ??= this.#path();
        return Object.is(value, -0) ? '-0' : String(value);
      case 'bigint':
        throw this.#not('a big integer');
      case 'symbol':
        throw this.#not('a symbol');
      case 'function':
        throw this.#not('a function');
      default:
        return String(value);
    }
  }

  #container(value: object): string {
    const before = Known.of(value);
    if (before) {
      if (before.infinite !== null) this.infinite ??= this.#path(before.infinite);
      this.copy = before.value;
      return before.text;
    }
    if (isReference(value)) return this.#reference(value);
    if (this.#above.includes(value)) throw this.#not('a part of itself');
    if (this.#above.length >= MAX_NESTING) throw this.#tooDeep();
    const others = this.infinite;
    this.infinite = null;
    this.#above.push(value);
    const text = Array.isArray(value) ? this.#list(value) : this.#record(value);
    this.#above.pop();
    const within = this.#keys.length === 0 ? 0 : this.#path().length + 1;
    const infinite = (this.infinite as string | null)?.slice(within) ?? null;
    Known.keep({ value: this.copy as object, text, infinite });
    this.infinite = others ?? this.infinite;
    return text;
  }

  #list(value: readonly unknown[]): string {
    const keys = Reflect.ownKeys(value);
    if (keys.length !== value.length + 1) {
      const odd = keys.find((key) => key !== 'length' && !/^\d+$/.test(String(key)));
      throw odd === undefined ? this.#not('an array with a hole') : this.#not('a key of an array', String(odd));
    }
    keys.pop();
    const copies: unknown[] = [];
    const texts = (keys as string[]).map((key) => {
      const text = this.#part(value, key);
      copies.push(this.copy);
      return text;
    });
    this.copy = copies;
    return `[${texts.join()}]`;
  }

  #record(value: object): string {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== null && prototype !== Object.prototype && !isForeignPlain(prototype as object))
      throw this.#not(instance(value));
    const copy = prototype === null ? (Object.create(null) as object) : {};
    const keys = Reflect.ownKeys(value);
    const texts = new Map<string, string>();
    for (const key of keys) {
      if (typeof key === 'symbol') throw this.#not('kept under a symbol', key.toString());
      texts.set(key, this.#part(value, key));
      set(copy, key, this.copy);
    }
    let text = '';
    for (const key of (keys as string[]).toSorted()) text += `${text && ','}${JSON.stringify(key)}:${texts.get(key)}`;
    this.copy = copy;
    return `{${text}}`;
  }

  /** The part of a container under a key, which must be visible and hold a value. */
  #part(value: object, key: string): string {
    const { enumerable, get, value: inner } = Object.getOwnPropertyDescriptor(value, key) as PropertyDescriptor;
    if (get) throw this.#not('a getter', key);
    if (!enumerable) throw this.#not('a hidden key', key);
    this.#keys.push(key);
    const text = this.textOf(inner);
    this.#keys.pop();
    return text;
  }

  #reference(value: ActorReference): string {
    if (typeof value.id !== 'string' || value.id.startsWith('x:'))
      throw this.#not('a reference to an actor that was spawned without an id');
    this.copy = value;
    return JSON.stringify({ ref: value.id });
  }

  #path(...more: readonly string[]): string {
    return [...this.#keys, ...more].join('.');
  }

  #not(what: string, ...more: readonly string[]): NotPlain {
    return new NotPlain(this.#path(...more), what);
  }

  #tooDeep(): NotPlain {
    const [outer, inner] = this.#keys;
    return new NotPlain(`${outer}${inner === undefined ? '' : `.${inner}.…`}`, `nested more than ${MAX_NESTING} deep`);
  }
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
