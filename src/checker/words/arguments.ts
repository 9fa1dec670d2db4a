import { ModelError } from '../errors.ts';
import { isRecord, shown } from './known.ts';

interface Kind {
  readonly is: (value: unknown) => boolean;
  /** What was expected, with how it is made. */
  readonly like: string;
}

const isText = (value: unknown): boolean => typeof value === 'string';
const isListOf = (is: (value: unknown) => boolean) => (value: unknown) => Array.isArray(value) && value.every(is);
const has =
  (...keys: readonly string[]) =>
  (value: unknown) =>
    isRecord(value) && keys.every((key) => key in value);

/** What the functions of the package are given. */
const KINDS = {
  axis: { is: (value) => ['values', 'switches', 'open'].some((key) => has(key)(value)), like: '{ values: […] }' },
  caption: { is: has('title'), like: "{ title: 'a title' }" },
  checks: { is: isListOf(has('kind')), like: "a list of checks: [{ kind: 'never', what: … }, …]" },
  choice: { is: has('event', 'component'), like: 'a choice of a composition' },
  choices: { is: isRecord, like: '{ axis: value }' },
  component: {
    is: (value) => isText(isRecord(value) ? value['name'] : value),
    like: "the name of a component, or { name: '…' }",
  },
  composition: { is: has('components', 'tables', 'initial'), like: 'a composition: compose({ name, components })' },
  condition: { is: has('of', 'is'), like: "a condition: { of: ['name', …], is: (...snapshots) => … }" },
  finding: { is: has('run'), like: 'a finding of verify, or { run }' },
  function: { is: (value) => typeof value === 'function', like: 'a function' },
  loaded: { is: has('study'), like: 'a study that is loaded: await loadStudy(…)' },
  machine: { is: has('root', 'config'), like: 'a machine: createMachine({ … })' },
  options: { is: isRecord, like: 'an object with options' },
  pattern: {
    is: (value) => typeof value === 'function',
    like: "a pattern: enters('a component', 'a state'), or a function of an occurrence",
  },
  properties: { is: isListOf(has('id', 'checks')), like: "a list of properties: [{ id: 'P1', checks: […] }, …]" },
  property: { is: has('id', 'checks'), like: "a property: { id: 'P1', checks: […] }" },
  row: { is: has('system', 'choices'), like: 'a row of a study: rowsOf(system)' },
  run: {
    is: isListOf(has('event', 'component')),
    like: 'a list of choices, as the run of a finding that has one; that of a property that holds is null',
  },
  snapshot: { is: has('value'), like: 'the snapshot of a machine' },
  study: {
    is: (value) => has('systems')(value) && isListOf(isRecord)((value as never)['systems']),
    like: 'a study: defineStudy({ … })',
  },
  switches: { is: (value) => isRecord(value) && isRecord(value['switches']), like: '{ switches: { … } }' },
  system: { is: has('axes', 'search'), like: 'a system of a study: defineSystem({ … })' },
  text: { is: isText, like: 'a text' },
  texts: { is: isListOf(isText), like: 'a list of texts' },
  told: { is: has('composition', 'trace'), like: 'a run to be told: runOf(composition, finding)' },
  trace: { is: isListOf(has('choice')), like: 'a trace: traceOf(composition, run)' },
} satisfies Readonly<Record<string, Kind>>;

/**
 * What is called without types is told what it was to be given, instead of failing somewhere inside.
 *
 * @param call the name of the function
 * @param given what each of its arguments must be, and what it is
 * @throws {ModelError} that names the function and the argument
 */
export function checkArguments(
  call: string,
  ...given: readonly (readonly [kind: keyof typeof KINDS, value: unknown])[]
) {
  given.forEach(([kind, value], i) => {
    const { is, like }: Kind = KINDS[kind];
    if (is(value)) return;
    const what = Array.isArray(value) && /^a (list|trace)/.test(like) ? 'a list of something else' : shown(value);
    throw new ModelError(`${call}: its argument ${i + 1} is ${what}; it must be ${like}`);
  });
}
