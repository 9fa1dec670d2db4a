/**
 * The words in which claims are made: patterns over single transitions, and what is claimed of their order.
 *
 * A claim is data. It knows the machines' states and messages, never their guards: how the daemons behave is not
 * repeated here.
 */

export interface Snapshot {
  readonly value: unknown;
  readonly context: unknown;
}

export interface Message {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** One transition of one component: the message it took, from whom, what it sent, and the log lines it wrote. */
export interface Occurrence {
  readonly component: string;
  readonly sender: string;
  readonly event: Message;
  readonly from: { readonly snapshot: Snapshot };
  readonly to: { readonly snapshot: Snapshot };
  readonly sends: readonly { readonly to: string; readonly message: Message }[];
  readonly prints: readonly string[];
}

export type Pattern = (occurrence: Occurrence) => boolean;

export interface While {
  readonly component: string;
  readonly is: (snapshot: Snapshot) => boolean;
}

/** A condition on where several components are at once, handed over in this order. */
export interface Condition {
  readonly of: readonly string[];
  readonly is: (...snapshots: readonly Snapshot[]) => boolean;
}

/** A condition that holds for each of several parts of a system, whose components' names begin with these prefixes. */
export const ofAll = (prefixes: readonly string[], { of, is }: Condition): Condition => ({
  of: prefixes.flatMap((prefix) => of.map((name) => prefix + name)),
  is: (...snapshots) => prefixes.every((_, i) => is(...snapshots.slice(i * of.length, (i + 1) * of.length))),
});

/** Some of what the environment may do, taken for one: by the component that it does it to, and the event. */
export interface Action {
  readonly name: string;
  readonly is: (component: string, event: Message) => boolean;
}

export type Check =
  | { readonly kind: 'never'; readonly what: Pattern; readonly while?: While }
  | {
      readonly kind: 'sometimes';
      readonly what: Pattern;
      readonly while?: While;
      readonly after?: readonly Pattern[];
      readonly forget?: Pattern;
    }
  | {
      readonly kind: 'onlyAfter';
      readonly what: Pattern;
      readonly while?: While;
      readonly after: readonly Pattern[];
      readonly forget: Pattern;
    }
  | { readonly kind: 'neverAfter'; readonly what: Pattern; readonly after: Pattern; readonly forget: Pattern }
  | { readonly kind: 'deadlock'; readonly except: Condition }
  | LeadsTo;

/**
 * What matches `from` is followed by what matches `to`, unless the run is unfair: an action in `fair` that stays enabled
 * is taken again and again. `only` is hoped of the environment from some time on; the obligation counts `during` the
 * condition.
 */
export interface LeadsTo {
  readonly kind: 'leadsTo';
  readonly from: Pattern;
  readonly to: Pattern;
  readonly during: Condition;
  readonly only: (component: string, event: Message) => boolean | Condition;
  readonly fair: readonly Action[];
}

export interface Property {
  readonly id: string;
  /** The claim, as an English sentence. */
  readonly sentence: string;
  /** The sentence of the ticket, or the C++ function, that it comes from. */
  readonly source: string;
  readonly checks: readonly Check[];
}

/** Whether a state value lies in the state at a dotted path, as `lifecycle.disowned`. */
export function isIn(snapshot: Snapshot, path: string): boolean {
  let value: unknown = snapshot.value;
  for (const key of path.split('.')) {
    if (typeof value === 'string') return value === key;
    value = (value as Record<string, unknown> | undefined)?.[key];
    if (value === undefined) return false;
  }
  return true;
}

/** The component comes into a state in which it was not. */
export const enters =
  (component: string, path: string): Pattern =>
  (occurrence) =>
    occurrence.component === component && !isIn(occurrence.from.snapshot, path) && isIn(occurrence.to.snapshot, path);

/** The component comes out of a state in which it was. */
export const leaves =
  (component: string, path: string): Pattern =>
  (occurrence) =>
    occurrence.component === component && isIn(occurrence.from.snapshot, path) && !isIn(occurrence.to.snapshot, path);

/** The component goes from one state to another, through whatever lies between. */
export const goes =
  (component: string, from: string, to: string): Pattern =>
  (occurrence) =>
    occurrence.component === component && isIn(occurrence.from.snapshot, from) && isIn(occurrence.to.snapshot, to);

/** The component takes a message in a state. */
export const takes =
  (component: string, type: string, path?: string): Pattern =>
  (occurrence) =>
    occurrence.component === component &&
    occurrence.event.type === type &&
    (path === undefined || isIn(occurrence.from.snapshot, path));

/** The component sends a message like this one to another. */
export const sends =
  (component: string, to: string, type: string, like: (message: Message) => boolean = () => true): Pattern =>
  (occurrence) =>
    occurrence.component === component &&
    occurrence.sends.some((sent) => sent.to === to && sent.message.type === type && like(sent.message));

/** All of the patterns match the one transition. */
export const all =
  (...patterns: readonly Pattern[]): Pattern =>
  (occurrence) =>
    patterns.every((pattern) => pattern(occurrence));

/** The pattern does not match the one transition. */
export const not =
  (pattern: Pattern): Pattern =>
  (occurrence) =>
    !pattern(occurrence);

/** The component's context, before the transition, is like this. */
export const having =
  <C>(like: (context: C) => boolean): Pattern =>
  (occurrence) =>
    like(occurrence.from.snapshot.context as C);

/** None of the patterns is ever matched. */
export const never = (...patterns: readonly Pattern[]): readonly Check[] =>
  patterns.map((what) => ({ kind: 'never', what }));

/** That something does happen, on some run; what comes before it may be told. */
export const witness = (
  id: string,
  sentence: string,
  source: string,
  what: Pattern,
  before: { readonly after?: readonly Pattern[]; readonly forget?: Pattern } = {},
): Property => ({ id, sentence, source, checks: [{ kind: 'sometimes', what, ...before }] });

/** At the end of the step the component is in the state. */
export const whileIn = (component: string, path: string): While => ({
  component,
  is: (snapshot) => isIn(snapshot, path),
});

/**
 * A claim about one part of a system whose components' names begin with a prefix: the claim does not know the prefix.
 *
 * @throws {Error} if the claim is of what never ends, or of dead ends: those are about the whole system
 */
export function within(prefix: string, property: Property): Property {
  const inside =
    (pattern: Pattern): Pattern =>
    (occurrence) =>
      occurrence.component.startsWith(prefix) && pattern(without(prefix, occurrence));
  return { ...property, checks: property.checks.map((check) => checkWithin(prefix, check, inside)) };
}

function checkWithin(prefix: string, check: Check, inside: (pattern: Pattern) => Pattern): Check {
  if (check.kind === 'deadlock' || check.kind === 'leadsTo') {
    throw new Error(`a claim of the kind ${check.kind} is about a whole system: it cannot be made of one part`);
  }
  const what = inside(check.what);
  if (check.kind === 'neverAfter') return { ...check, what, after: inside(check.after), forget: inside(check.forget) };
  const where = check.while && { while: { ...check.while, component: prefix + check.while.component } };
  if (check.kind === 'onlyAfter') {
    return { ...check, what, ...where, after: check.after.map(inside), forget: inside(check.forget) };
  }
  if (check.kind === 'never') return { ...check, what, ...where };
  return {
    ...check,
    what,
    ...where,
    ...(check.after && { after: check.after.map(inside) }),
    ...(check.forget && { forget: inside(check.forget) }),
  };
}

function without(prefix: string, occurrence: Occurrence): Occurrence {
  const short = (name: string) => (name.startsWith(prefix) ? name.slice(prefix.length) : name);
  return {
    ...occurrence,
    component: short(occurrence.component),
    sender: short(occurrence.sender),
    sends: occurrence.sends.map(({ to, message }) => ({ to: short(to), message })),
  };
}
