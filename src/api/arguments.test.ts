import { createMachine } from 'xstate';
import { describe, expect, test } from 'vitest';
import * as checker from '../checker/index.ts';
import * as fastCheck from './fast-check.ts';
import * as pictures from './pictures.ts';
import * as study from './study.ts';
import * as traces from './traces.ts';
// oxlint-disable-next-line no-unassigned-import -- it adds a matcher
import './vitest.ts';

const { compose, defineStudy, defineSystem, enters, ModelError, traceOf } = checker;

const light = createMachine({ id: 'light', initial: 'a', states: { a: { on: { GO: 'b' } }, b: {} } });
const lamp = { name: 'one', machine: light, environment: [{ event: { type: 'GO' } }] };
const spec = { name: 'lights', components: [lamp] };
const composition = compose(spec);
const isB = enters('one', 'b');
const property = { id: 'P', sentence: '', source: '', checks: [{ kind: 'never' as const, what: isB }] };
const searched = { spec, properties: [property] };
const system = defineSystem({ name: 'lights', search: () => searched });
const lights = defineStudy({ name: 'Lights', systems: [system] });
const run = [composition.choices[0] as checker.Choice];
const trace = traceOf(composition, run);
const told = { composition, trace };
const loaded = { study: lights };
const judgeWith = (check: object) => checker.verify(composition, [{ id: 'P', checks: [check] } as never]);
const hold = (given: unknown, options: unknown) => expect(given).toHold(options as never);

type Call = (...all: never[]) => unknown;

/** Each function of the package, with arguments that are right. */
const CALLS: Readonly<Record<string, readonly [call: Call, ...right: unknown[]]>> = {
  all: [checker.all, isB],
  bitsOf: [checker.bitsOf, { switches: { fix: 'a fix' }, about: '' }, ['fix']],
  carriesOne: [checker.carriesOne, { machine: 'wire', sent: 'PUT', arrived: 'GET' }],
  caseCalled: [checker.caseCalled, defineSystem({ ...searchedAs(), cases: [{ id: 'c', choices: {} }] } as never), 'c'],
  channel: [checker.channel, { name: 'wire', to: 'one' }],
  choiceText: [checker.choiceText, 'one', run[0]],
  compareSystems: [checker.compareSystems, composition, composition, {}],
  compose: [compose, spec],
  coverage: [study.coverage, loaded],
  defineStudy: [defineStudy, { name: 'Lights', systems: [system] }],
  defineSystem: [defineSystem, searchedAs()],
  diff: [study.diff, loaded, 'HEAD'],
  enters: [enters, 'one', 'b'],
  explore: [checker.explore, composition, property.checks, {}],
  explorerPage: [study.explorerPage, loaded],
  goes: [checker.goes, 'one', 'a', 'b'],
  having: [checker.having, () => true],
  inState: [checker.inState, 'one', 'b'],
  isIn: [checker.isIn, { value: 'a' }, 'a'],
  itf: [traces.itf, told],
  judge: [checker.judge, composition, [property], trace, {}],
  keyOf: [checker.keyOf, { system: 'lights', choices: {} }],
  leaves: [checker.leaves, 'one', 'a'],
  LiveSystem: [((...all: [never]) => new checker.LiveSystem(...all)) as Call, composition],
  loadStudy: [study.loadStudy, 'examples/crossing/claimcheck.config.ts'],
  machinePictures: [pictures.machinePictures, light],
  mermaid: [traces.mermaid, told],
  Models: [((...all: [never]) => new checker.Models(...all)) as Call, lights],
  mutate: [study.mutate, loaded],
  never: [checker.never, isB],
  not: [checker.not, isB],
  ofAll: [checker.ofAll, ['o'], { of: ['ne'], is: () => true }],
  oneOf: [checker.oneOf as Call, { type: 'GO' }, { n: [1] }],
  promela: [study.promela, composition, [property], []],
  replayLive: [checker.replayLive, composition, trace],
  rowOfCase: [checker.rowOfCase, defineSystem({ ...searchedAs(), cases: [{ id: 'c', choices: {} }] } as never), 'c'],
  rowsOf: [checker.rowsOf, system, {}],
  rowWith: [checker.rowWith, system, {}],
  run: [fastCheck.run, searched, {}],
  runOf: [traces.runOf, composition, { run }],
  runPicture: [pictures.runPicture, told, { title: 'A run' }],
  send: [checker.send as Call, 'one', { type: 'GO' }],
  sends: [checker.sends, 'one', 'one', 'GO', () => true],
  shiviz: [traces.shiviz, told],
  sideBySide: [traces.sideBySide, told, ['one', 'one']],
  story: [traces.story, told],
  systemCalled: [checker.systemCalled, lights, 'lights'],
  takes: [checker.takes, 'one', 'GO'],
  toHold: [hold as Call, { spec, properties: [checker.witness('B', '', '', isB)] }, {}],
  traceOf: [traceOf, composition, run],
  valuesOf: [checker.valuesOf, { values: [1], about: '' }],
  verify: [checker.verify, composition, [property], {}],
  verifyStudy: [study.verifyStudy, loaded, {}],
  where: [checker.where as Call, lamp, () => true],
  whileIn: [checker.whileIn, 'one', 'b'],
  within: [checker.within, '', property],
  witness: [checker.witness, 'W', '', '', isB, {}],
};

function searchedAs() {
  return { name: 'lights', search: () => searched };
}

/** What a pattern, a condition or a system that was made with a wrong argument is good for is seen when it is used. */
const USES: Readonly<Record<string, (made: never) => unknown>> = {
  ...Object.fromEntries(
    ['all', 'enters', 'goes', 'having', 'leaves', 'not', 'sends', 'takes'].map((name) => [
      name,
      (what: checker.Pattern) => judgeWith({ kind: 'never', what }),
    ]),
  ),
  ...Object.fromEntries(
    ['inState', 'ofAll', 'where'].map((name) => [
      name,
      (what: checker.Condition) => judgeWith({ kind: 'always', what }),
    ]),
  ),
  channel: (wire: checker.ComponentSpec) => compose({ name: 'lights', components: [lamp, wire] }),
  never: (checks: readonly checker.Check[]) => checker.verify(composition, [{ id: 'P', checks }]),
  whileIn: (at: checker.While) => judgeWith({ kind: 'never', what: isB, while: at }),
  witness: (made: checker.Property) => checker.verify(composition, [made]),
};

const WRONG = [null, undefined, 3, 'x', [], {}, true, [null], () => {}];
/** Those that take long where what they are given is right are tried with their first argument wrong. */
const SLOW = new Set(['coverage', 'diff', 'explorerPage', 'loadStudy', 'machinePictures', 'mutate', 'verifyStudy']);

async function errorOf(name: string, call: Call, all: readonly unknown[]): Promise<unknown> {
  try {
    const made = await call(...(all as never[]));
    USES[name]?.(made as never);
    return null;
  } catch (error) {
    return error;
  }
}

describe('a function of the package that is given something else than it needs', () => {
  test('is tried, whichever it is', () => {
    const exported = [checker, fastCheck, pictures, study, traces].flatMap((module) => Object.entries(module));
    const functions = exported.filter(([, one]) => typeof one === 'function').map(([name]) => name);
    const others = new Set(['Composition', 'ModelError', 'TableStore']);
    expect([...new Set(functions)].filter((name) => !others.has(name) && !(name in CALLS))).toEqual([]);
  });

  const quick = Object.entries(CALLS).filter(([name]) => !SLOW.has(name));
  test.each(quick)('%s takes what it needs', async (name, [call, ...right]) => {
    expect(await errorOf(name, call, right)).toBeNull();
  });

  test.each(Object.entries(CALLS))('%s says so in one line', async (name, [call, ...right]) => {
    const places = SLOW.has(name) ? [0] : [...right.keys()];
    const tried = places.flatMap((place) =>
      WRONG.map((wrong) => right.map((value, i) => (i === place ? wrong : value))),
    );
    const errors: Error[] = [];
    for (const all of tried) {
      if (name === 'loadStudy' && typeof all[0] === 'string') continue;
      const error = await errorOf(name, call, all);
      if (error !== null) errors.push(error as Error);
    }
    const bare = /\n|Cannot read|is not a function|undefined or null|destructure/;
    const odd = errors.filter((error) => !(error instanceof ModelError) || bare.test(error.message));
    expect(odd.map(({ message }) => message)).toEqual([]);
  });
});

test('a run that a property does not have is no run to show', () => {
  expect(() => traceOf(composition, null as never)).toThrow(
    'traceOf: its argument 2 is null; it must be a list of choices, as the run of a finding that has one; that of a property that holds is null',
  );
  expect(() => checker.verify(composition, [property], null as never)).toThrow(
    'a search is null; it must be an object that may have faults, maxStates,',
  );
});
