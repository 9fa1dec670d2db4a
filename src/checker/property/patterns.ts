/**
 * The words in which properties are made: patterns over single transitions, and helpers for what is common.
 *
 * A property is data. It knows the machines' states and messages, never their guards: behaviour is not repeated here.
 */
import type { AnyMachineSnapshot, AnyStateMachine, SnapshotFrom } from 'xstate';
import type { Occurrence } from '../system/compose.ts';
import type { Message } from '../system/message.ts';
import { keysTo } from './paths.ts';
import { namedBy, naming } from './places.ts';
import { type Check, type Condition, isStepCheck, type Pattern, type Property, type While } from './property.ts';
import { yesOrNo } from './yes-or-no.ts';
import { checkArguments } from '../words/arguments.ts';

/** A condition that holds for each of several parts of a system, whose components' names begin with these prefixes. */
export function ofAll(prefixes: readonly string[], condition: Condition): Condition {
  checkArguments('ofAll', ['texts', prefixes], ['condition', condition]);
  const { is, of } = condition;
  return {
    of: prefixes.flatMap((prefix) => of.map((name) => prefix + name)),
    is: naming(
      (...snapshots) =>
        prefixes.every((_, i) =>
          yesOrNo(is(...snapshots.slice(i * of.length, (i + 1) * of.length)), () => 'the condition of ofAll(…)'),
        ),
      prefixes.flatMap((prefix) => namedBy(is, prefix)),
    ),
  };
}

/**
 * Whether a state value lies in the state at a dotted path, as `lifecycle.disowned`. As in a target of XState, a dot that belongs to
 * the state's key is written `\\.`.
 */
export function isIn(
  snapshot: Pick<AnyMachineSnapshot, 'value'> & Partial<Pick<AnyMachineSnapshot, 'machine'>>,
  path: string,
): boolean {
  if (typeof path !== 'string' || snapshot?.value === undefined) {
    checkArguments('isIn', ['snapshot', snapshot], ['text', path]);
  }
  const keys = keysTo(snapshot, path);
  let value: unknown = snapshot.value;
  for (const [i, key] of keys.entries()) {
    if (typeof value === 'string') return value === key && i === keys.length - 1;
    if (!Object.hasOwn(value as object, key)) return false;
    value = (value as Record<string, unknown>)[key];
  }
  return true;
}

/** The component comes into a state in which it was not. */
export function enters(component: string, path: string): Pattern {
  checkArguments('enters', ['text', component], ['text', path]);
  return naming(
    (occurrence) =>
      occurrence.component === component && !isIn(occurrence.from.snapshot, path) && isIn(occurrence.to.snapshot, path),
    [{ component, path }],
  );
}

/** The component comes out of a state in which it was. */
export function leaves(component: string, path: string): Pattern {
  checkArguments('leaves', ['text', component], ['text', path]);
  return naming(
    (occurrence) =>
      occurrence.component === component && isIn(occurrence.from.snapshot, path) && !isIn(occurrence.to.snapshot, path),
    [{ component, path }],
  );
}

/** The component goes from one state to another, through whatever lies between. */
export function goes(component: string, from: string, to: string): Pattern {
  checkArguments('goes', ['text', component], ['text', from], ['text', to]);
  return naming(
    (occurrence) =>
      occurrence.component === component && isIn(occurrence.from.snapshot, from) && isIn(occurrence.to.snapshot, to),
    [from, to].map((path) => ({ component, path })),
  );
}

/** The component takes a message in a state. */
export function takes(component: string, type: string, path?: string): Pattern {
  checkArguments('takes', ['text', component], ['text', type], ['text', path ?? '']);
  return naming(
    (occurrence) =>
      occurrence.component === component &&
      occurrence.event.type === type &&
      (path === undefined || isIn(occurrence.from.snapshot, path)),
    [{ component, path, takes: type }],
  );
}

/** The component sends a message like this one to another. */
export function sends(
  component: string,
  to: string,
  type: string,
  like: (message: Message) => boolean = () => true,
): Pattern {
  checkArguments('sends', ['text', component], ['text', to], ['text', type], ['function', like]);
  return naming(
    (occurrence) =>
      occurrence.component === component &&
      occurrence.sends.some(
        (sent) =>
          sent.to === to &&
          sent.message.type === type &&
          yesOrNo(like(sent.message), () => `what sends('${component}', '${to}', '${type}', …) asks of the message`),
      ),
    [{ component, sends: { to: [to], type } }],
  );
}

/** All of the patterns match the one transition. */
export function all(...patterns: readonly Pattern[]): Pattern {
  checkArguments('all', ...patterns.map((pattern) => ['pattern', pattern] as const));
  return naming(
    (occurrence) => patterns.every((pattern, i) => yesOrNo(pattern(occurrence), () => `pattern ${i + 1} of all(…)`)),
    patterns.flatMap((pattern) => namedBy(pattern)),
  );
}

/** The pattern does not match the one transition. */
export function not(pattern: Pattern): Pattern {
  checkArguments('not', ['pattern', pattern]);
  return naming((occurrence) => !yesOrNo(pattern(occurrence), () => 'the pattern of not(…)'), namedBy(pattern));
}

/** The component's context, before the transition, is like this. */
export function having<C>(like: (context: C) => boolean): Pattern {
  checkArguments('having', ['function', like]);
  return (occurrence) =>
    yesOrNo(like(occurrence.from.snapshot.context as C), () => 'what having(…) asks of the context');
}

/**
 * The component is in the state at a dotted path: a condition for `always`, `deadlock` and `leadsTo`, and a `while`.
 *
 * @param component its name, or what it is declared as
 */
export function inState(component: string | { readonly name: string }, path: string): Condition & While {
  checkArguments('inState', ['component', component], ['text', path]);
  const { name } = typeof component === 'string' ? { name: component } : component;
  return { component: name, of: [name], is: naming((snapshot) => isIn(snapshot, path), [{ component: name, path }]) };
}

/** The component is so: a condition on its own snapshot, typed by its machine where the declaration is given. */
export function where<M extends AnyStateMachine = AnyStateMachine>(
  component: string | { readonly name: string; readonly machine?: M },
  is: (snapshot: SnapshotFrom<M>) => boolean,
): Condition & While {
  checkArguments('where', ['component', component], ['function', is]);
  const name = typeof component === 'string' ? component : component.name;
  return { component: name, of: [name], is: (snapshot) => is(snapshot as SnapshotFrom<M>) };
}

/**
 * The action that sends a message to a port, or to the component of that name; the message may be made of context and event.
 *
 * ```ts
 * on: { ASK: { actions: send('server', ({ context }) => ({ type: 'REQUEST', id: context.id })) } }
 * ```
 */
export function send<M extends Message>(to: string, message: M | ((args: { context: never; event: never }) => M)) {
  const params =
    typeof message === 'function'
      ? (args: { context: unknown; event: unknown }) => ({ to, message: message(args as never) })
      : { to, message };
  return { type: 'send' as const, params: params as { to: string; message: M } };
}

/** None of the patterns is ever matched. */
export const never = (...patterns: readonly Pattern[]): readonly Check[] =>
  patterns.map((what) => ({ kind: 'never', what }));

/** A property that something does happen, on some run; what comes before it may be given. */
export const witness = (
  id: string,
  sentence: string,
  source: string,
  what: Pattern,
  before: { readonly after?: readonly Pattern[]; readonly forget?: Pattern } = {},
): Property => ({ id, sentence, source, checks: [{ kind: 'sometimes', what, ...before }] });

/** At the end of the step the component is in the state. */
export function whileIn(component: string, path: string): While {
  checkArguments('whileIn', ['text', component], ['text', path]);
  return {
    component,
    is: naming((snapshot) => isIn(snapshot, path), [{ component, path }]),
  };
}

/**
 * A property of one part of a system, whose components' names begin with a prefix: the property does not know the prefix.
 *
 * @throws {Error} if the property is about states, runs that never end, or dead ends: those are about the whole system
 */
export function within(prefix: string, property: Property): Property {
  checkArguments('within', ['text', prefix], ['property', property]);
  const inside = (pattern: Pattern): Pattern =>
    naming(
      (occurrence) => occurrence.component.startsWith(prefix) && pattern(without(prefix, occurrence)),
      namedBy(pattern, prefix),
    );
  return { ...property, checks: property.checks.map((check) => checkWithin(prefix, check, inside)) };
}

function checkWithin(prefix: string, check: Check, inside: (pattern: Pattern) => Pattern): Check {
  if (!isStepCheck(check)) {
    throw new Error(`a property of the kind ${check.kind} is about a whole system: it cannot be stated of one part`);
  }
  const what = inside(check.what);
  const forget = 'forget' in check && check.forget && { forget: inside(check.forget) };
  if (check.kind === 'neverAfter') return { ...check, what, after: inside(check.after), ...forget };
  const { while: at } = check;
  // A function of its own, for it names other components.
  const is = at && naming((snapshot: AnyMachineSnapshot) => at.is(snapshot), namedBy(at.is, prefix));
  const during = at && is && { while: { component: prefix + at.component, is } };
  if (check.kind === 'onlyAfter') {
    return { ...check, what, ...during, after: check.after.map(inside), ...forget };
  }
  if (check.kind === 'never') return { ...check, what, ...during };
  return {
    ...check,
    what,
    ...during,
    ...(check.after && { after: check.after.map(inside) }),
    ...forget,
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
