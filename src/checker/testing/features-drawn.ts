import { anySystem } from './any-system.ts';

/** What a system that is drawn may have, by the words that it is written out with. */
const BY_WORDS = {
  ...Object.fromEntries(
    ['parallel', 'final', 'history'].map((type) => [`a state of type ${type}`, `"type":"${type}"`]),
  ),
  'a shallow history': '"history":"shallow"',
  'a deep history': '"history":"deep"',
  'actions of an initial transition': /"initial":\{[^}]*"actions"/,
  'a target in each region': '"target":["#',
  'a transition that enters again': '"reenter":true',
  'transitions of which the first that may is taken': /"(GO|SET|M\d)":\[\{/,
  'a message that is left alone': /"(GO|SET|M\d)":\{\}/,
  'an output': '"output"',
  'an input': '"input"',
  'a blocking state': '"tags":"blocking"',
  ...Object.fromEntries(
    ['onDone', 'onError', 'always', 'after', 'invoke', 'entry', 'exit', '\\*', 'dot\\.\\*', 'xstate\\.done\\.\\*'].map(
      (key) => [`the key ${key}`, new RegExp(`"${key}":`)],
    ),
  ),
  ...Object.fromEntries(
    ['count', 'take', 'keep', 'maybe', 'beep', 'ring', 'later', 'dprintf', 'send', 'hire', 'hireOther', 'fire'].map(
      (action) => [`the action ${action}`, new RegExp(`"actions":\\[[^\\]]*"${action}"`)],
    ),
  ),
  ...Object.fromEntries(
    ['raise', 'cancel', 'emit', 'log', 'sendTo', 'enqueueActions'].map((action) => [
      `XState's ${action}`,
      `"xstate.${action}`,
    ]),
  ),
  'a message to the parent': '"xstate.sendTo #_parent"',
  ...Object.fromEntries(['not', 'and', 'or', 'stateIn'].map((guard) => [`the guard ${guard}`, `"guard":"${guard}"`])),
  'a guard by name': '"guard":"low"',
  'a guard with params': '"guard":{"type":"is","params":{"n"',
  'a guard with params by the event': '"guard":{"type":"is","params":"function"',
  'a guard that is a function': '"guard":"function"',
  'a shared process': '"process":"shared"',
  'a component that drops what it does not handle': '"unhandled":"drop"',
  'a fault of the environment': /"event":\{"type":"[^"]*"\},"fault":"fault"/,
  'a machine with a parent': '"parent":"a"',
  'a machine that another one starts': '"spawnedBy":"a"',
  'a machine that one starts that was started': '"spawnedBy":"kid"',
  'a channel': '"name":"wire"',
  'no faults': '"faults":[]',
  ...Object.fromEntries(
    ['never', 'sometimes', 'onlyAfter', 'neverAfter', 'deadlock', 'leadsTo', 'always'].map((kind) => [
      `a check of the kind ${kind}`,
      `"kind":"${kind}"`,
    ]),
  ),
  'strong fairness': '"strong":true',
} as Readonly<Record<string, string | RegExp>>;

/** All that a system may be drawn with, by name. */
export const FEATURES = Object.keys(BY_WORDS);

/** Which of them the system of a seed has. */
export function featuresOf(seed: number): ReadonlySet<string> {
  const { spec, checks, faults } = anySystem(seed);
  const components = spec.components.map(({ machine, ...rest }) => ({ ...rest, config: machine.config }));
  const text = JSON.stringify({ components, checks, faults }, (_, value) =>
    typeof value === 'function' ? wordFor(value) : value,
  );
  return new Set(
    FEATURES.filter((name) => {
      const words = BY_WORDS[name] as string | RegExp;
      return typeof words === 'string' ? text.includes(words) : words.test(text);
    }),
  );
}

/** What XState made has a type or a name; to whom it sends by name is a part of it. */
function wordFor(made: { readonly type?: string; readonly to?: unknown; readonly name: string }): string {
  if (made.type) return typeof made.to === 'string' ? `${made.type} ${made.to}` : made.type;
  return ['not', 'and', 'or', 'stateIn'].includes(made.name) ? made.name : 'function';
}
