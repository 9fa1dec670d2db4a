import { assign, createMachine } from 'xstate';
import { describe, expect, test } from 'vitest';
import { ModelError } from '../errors.ts';
import { namesOf, runNamed } from '../replay/named-run.ts';
import { replayLive } from '../replay/live-actors.ts';
import { choiceText, traceOf } from '../replay/trace.ts';
import { randomRun } from '../random/random-run.ts';
import { fuzz } from '../random/fuzz.ts';
import { explore } from '../search/explore.ts';
import { component, compose, send } from '../testing/machines.ts';
import { searchNaively } from '../testing/naive.ts';
import type { PropertySpec } from '../property/property.ts';
import { verify } from '../verify.ts';
import { oneOf } from './channel.ts';
import type { Composition, Occurrence } from './compose.ts';

const actions = { send: () => {} };
const made = (config: object) => createMachine(config as never, { actions } as never);

const toss = assign({ side: () => oneOf('side', ['heads', 'tails', 'edge']) });
const tosser = made({ id: 'tosser', context: { side: 'none' }, on: { TOSS: { actions: toss } } });

const counts = (composition: Composition) => {
  const { states, transitions, depth } = explore(composition, []);
  const naive = searchNaively(composition, []).result;
  expect({ states: naive.states, transitions: naive.transitions, depth: naive.depth }).toEqual({
    states,
    transitions,
    depth,
  });
  return { states, transitions, depth };
};

/** What reaches every state of a system, as texts, each confirmed by live actors. */
function runs(composition: Composition): string[] {
  const { space } = explore(composition, []);
  return Array.from({ length: space.size }, (_, state) => {
    const trace = traceOf(composition, space.path(state));
    expect(replayLive(composition, trace)).toBeNull();
    return trace.map(({ choice, component: name }) => choiceText(name, choice)).join('; ');
  });
}

const is = (side: string) => (occurrence: Occurrence) => occurrence.to.snapshot.context.side === side;

const isGood = () => oneOf('isGood', [true, false]);
const taken = () => ({ to: 'taker', message: { type: 'TAKE', n: oneOf('n', [1, 2]) } });

const enters =
  (state: string) =>
  ({ from, to }: Occurrence) =>
    from.snapshot.value !== state && to.snapshot.value === state;

const leadsOut = (fair: (type: string) => boolean) => ({
  id: 'P',
  checks: [
    {
      kind: 'leadsTo' as const,
      from: enters('p'),
      to: enters('o'),
      fair: [{ name: 'an event', is: (_: string, { type }: { type: string }) => fair(type) }],
    },
  ],
});

describe('oneOf within a transition', () => {
  test('has every value drawn in an assignment, and each is a step of its own with a name', () => {
    const composition = compose(component('coin', tosser, ['TOSS']));
    expect(counts(composition)).toEqual({ states: 4, transitions: 3 + 3 * 2, depth: 1 });
    expect(runs(composition)).toEqual([
      '',
      'coin TOSS side := heads',
      'coin TOSS side := tails',
      'coin TOSS side := edge',
    ]);
  });

  test('is no dead end where the first value changes nothing and another one does', () => {
    const flip = assign({ side: () => oneOf('side', ['none', 'heads']) });
    const composition = compose(
      component('coin', made({ id: 'coin', context: { side: 'none' }, on: { TOSS: { actions: flip } } }), ['TOSS']),
    );
    const ends = { id: 'D', checks: [{ kind: 'deadlock' as const }] };
    const tossed = { id: 'T', checks: [{ kind: 'sometimes' as const, what: is('none') }] };
    for (const properties of [[ends], [ends, tossed]]) {
      expect(verify(composition, properties).findings.map(({ verdict }) => verdict)).not.toContain('violated');
    }
  });

  test('is asked about by leadsTo for the first time where no value changes anything', () => {
    const idle = made({
      id: 'idle',
      initial: 'i',
      states: {
        i: { on: { GO: 'p' } },
        p: { on: { E: [{ guard: isGood, target: 'p' }, { target: 'p' }], F: 'o' } },
        o: {},
      },
    });
    const found = (property: PropertySpec) =>
      verify(compose(component('m', idle, ['GO', 'E', 'F'])), [property]).findings.map(({ verdict, run, cycle }) => [
        verdict,
        run?.length,
        cycle?.length,
      ]);
    expect(found(leadsOut((type) => type !== 'GO'))).toEqual([['violated', 1, 1]]);
    expect(found(leadsOut((type) => type === 'F'))).toEqual([['holds', undefined, undefined]]);
  });

  test('decides a guard: a value for which it says no is no step, and of a message it is a loss', () => {
    const door = made({
      id: 'door',
      initial: 'shut',
      states: { shut: { on: { PUSH: { guard: isGood, target: 'open' } } }, open: {} },
    });
    const pushed = compose(component('door', door, ['PUSH']));
    expect(counts(pushed)).toEqual({ states: 2, transitions: 1, depth: 1 });
    expect(runs(pushed)).toEqual(['', 'door PUSH isGood := true']);
    const pusher = made({ id: 'pusher', on: { GO: { actions: send('door', 'PUSH') } } });
    const called = compose(component('pusher', pusher, ['GO']), component('door', door));
    const { findings } = verify(called, []);
    expect(
      findings.map(({ property: { id }, run }) => [id, run?.map((choice) => choiceText('pusher', choice))]),
    ).toEqual([['unhandled', ['pusher GO door.isGood := false']]]);
  });

  test('is drawn in what a message says, and again by its receiver: the step has a way for each pair', () => {
    const giver = made({ id: 'giver', on: { GIVE: { actions: { type: 'send', params: taken } } } });
    const add = assign({
      sum: ({ event }: { event: { n: number } }) => event.n + oneOf('more', event.n === 1 ? [0, 10] : [20]),
    } as never);
    const taker = made({ id: 'taker', context: { sum: 0 }, on: { TAKE: { actions: add } } });
    const composition = compose(component('giver', giver, ['GIVE']), component('taker', taker));
    expect(counts(composition)).toEqual({ states: 4, transitions: 3 + 3 * 2, depth: 1 });
    expect(runs(composition).slice(1)).toEqual([
      'giver GIVE n := 1 taker.more := 0',
      'giver GIVE n := 1 taker.more := 10',
      'giver GIVE n := 2 taker.more := 20',
    ]);
  });

  test('draws a value that is listed twice once, and one value as any', () => {
    const twice = assign({ n: () => oneOf('n', [1, 1, 2]) });
    const composition = compose(
      component('m', made({ id: 'm', context: { n: 0 }, on: { GO: { actions: twice } } }), ['GO']),
    );
    expect(counts(composition)).toEqual({ states: 3, transitions: 2 + 2, depth: 1 });
    const same = assign({ n: () => oneOf('n', [0]) });
    const still = compose(component('m', made({ id: 'm', context: { n: 0 }, on: { GO: { actions: same } } }), ['GO']));
    expect(counts(still)).toEqual({ states: 1, transitions: 0, depth: 0 });
  });

  test('gives verdicts on what may be drawn, with the run that draws it', () => {
    const composition = compose(component('coin', tosser, ['TOSS']));
    const what = is('edge');
    const { findings } = verify(composition, [{ id: 'E', checks: [{ kind: 'never', what }] }]);
    expect(findings.map(({ verdict, run }) => [verdict, run?.map((choice) => choiceText('coin', choice))])).toEqual([
      ['violated', ['coin TOSS side := edge']],
    ]);
    const found = fuzz(
      { composition, properties: [{ id: 'E', checks: [{ kind: 'never', what }] }] },
      { runs: 50, seed: 1 },
    );
    expect(found.found?.run.map((choice) => choiceText('coin', choice))).toEqual(['coin TOSS side := edge']);
  });

  test('is as the run says among live actors, and a run that is written down says it', () => {
    const composition = compose(component('coin', tosser, ['TOSS']));
    const run = randomRun(composition, { seed: 3, steps: 6, attempts: 1 });
    expect(replayLive(composition, traceOf(composition, run))).toBeNull();
    expect(new Set(run.map(({ draws }) => draws?.[0]?.value)).size).toBeGreaterThan(1);
    const written = JSON.parse(JSON.stringify(namesOf(composition, run))) as unknown[];
    const other = compose(component('coin', tosser, ['TOSS']));
    expect(runNamed(other, written).map((choice) => choice && choiceText('coin', choice))).toEqual(
      run.map((choice) => choiceText('coin', choice)),
    );
    const undrawn = composition.undrawn[0] as Composition['undrawn'][number];
    expect(() => traceOf(composition, [undrawn])).toThrow(ModelError);
  });

  test('need not be fair: that a choice is taken again and again does not have every value drawn', () => {
    const composition = compose(component('coin', tosser, ['TOSS']));
    const check = { kind: 'leadsTo' as const, from: is('heads'), to: is('tails'), fair: 'all' as const };
    const [finding] = verify(composition, [{ id: 'L', checks: [check] }]).findings;
    expect(finding?.verdict).toBe('violated');
    expect(finding?.cycle?.map((choice) => choiceText('coin', choice))).toEqual(['coin TOSS side := heads']);
  });

  test('is drawn at random by an actor that no checker asks', () => {
    const drawn = new Set(Array.from({ length: 200 }, () => oneOf('n', [1, 2, 3])));
    expect(drawn).toEqual(new Set([1, 2, 3]));
  });
});

const refusal = (use: () => unknown) => {
  try {
    use();
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(ModelError);
    return (error as Error).message;
  }
};
const one = (config: object) => compose(component('m', made({ id: 'm', ...config }), ['GO']));
const searched = (config: object) => refusal(() => explore(one(config), []));
const drawing = (use: () => unknown) => ({ context: { n: 0 }, on: { GO: { actions: assign({ n: use }) } } });

describe('oneOf is refused', () => {
  test('at the start, where a system is in one state', () => {
    expect(searched({ context: () => ({ n: oneOf('n', [1, 2]) }) })).toContain(
      "oneOf('n', …) is drawn at the start, and a system starts in one state; give the value as input or by an axis, or draw it with a first event",
    );
    expect(searched({ context: { n: 0 }, entry: assign({ n: () => oneOf('n', [1, 2]) }) })).toContain('at the start');
    const giver = made({ id: 'giver', entry: send('m', 'GO') });
    const taker = made({
      id: 'm',
      context: { n: 0 },
      on: { GO: { actions: assign({ n: () => oneOf('n', [1, 2]) }) } },
    });
    expect(refusal(() => compose(component('giver', giver), component('m', taker)))).toBe(
      'm: oneOf is drawn with GO, which is sent at the start, and a system starts in one state; send it with a first event',
    );
  });

  test('without values, with values that are not plain data, and with too many outcomes', () => {
    expect(searched(drawing(() => oneOf('n', [])))).toContain("oneOf('n', []): there is no value to draw");
    expect(searched(drawing(() => oneOf('n', [new Map()])))).toContain('not plain data');
    const many = Array.from({ length: 40 }, (_, i) => i);
    expect(searched(drawing(() => oneOf('n', many) + oneOf('m', many)))).toContain(
      'oneOf has more than 1000 outcomes in one transition',
    );
  });

  test('where what is drawn depends on more than context and event', () => {
    let asked = 0;
    expect(
      searched({ context: { n: 0 }, on: { GO: { actions: assign({ n: () => oneOf('n', [1, (asked += 1)]) }) } } }),
    ).toMatch(/^m: GO in \{\} throws: it draws 'n' of .*, and asked before it drew 'n' of /);
  });
});
