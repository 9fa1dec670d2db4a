import { describe, expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { claimMachine } from '../../machines/startd/claim.ts';
import { daemonCoreMachine } from '../../machines/daemon-core/daemon-core.ts';
import { keepAliveSystem } from '../../machines/systems/keep-alive.ts';
import { ALL_FIXES, PATHS, type Path } from '../../machines/vocabulary.ts';
import { Composition } from '../../src/checker/system/compose.ts';
import { replayLasso } from '../../src/checker/replay/live-actors.ts';
import { TableStore } from '../../src/checker/system/table/table.ts';
import type { Model } from '../../src/checker/study/models.ts';
import { traceOf } from '../../src/checker/replay/trace.ts';
import { type Finding, verify } from '../../src/checker/verify.ts';
import { modelOf } from '../../src/testing/models.ts';
import { mutantsOf } from '../../src/mutation/mutants.ts';
import { substitute } from '../../src/mutation/substitute.ts';
import type { LeadsTo } from '../../src/checker/index.ts';
import { D1, L1 } from './liveness.ts';

type Startd = '2011' | 'head';

const liveness = (fixes: string, path: Path, revision: Startd, connections: 1 | 2 = 1) =>
  modelOf('liveness', { fixes, path, revision, connections });

const finding = ({ composition, properties }: Model, id: string): Finding =>
  verify(
    composition,
    properties.filter((property) => property.id === id),
  ).findings[0] as Finding;

const events = ({ composition }: Model, run: Finding['run']) =>
  run?.map(({ component, event }) => `${composition.components[component]?.spec.name} ${event.type}`);

/** expected/*.json records that all 16 subsets agree with one connection, and keep-alive.sampled.test.ts states it. */
describe('with two connections', () => {
  test.each(PATHS)('on the %s path L1 fails without a deadline for the reply, as with one', (path) => {
    const model = liveness('1111', path, 'head', 2);
    const found = finding(model, 'L1');
    expect([found.verdict, found.run?.length, found.cycle?.length]).toEqual(['violated', 6, 1]);
  });

  test('L1 holds with a deadline', () => {
    expect(finding(liveness('0010', 'raw', '2011', 2), 'L1').verdict).toBe('holds');
  });

  test('the lease timer ends what has no deadline', () => {
    expect(finding(liveness('0000', 'raw', 'head', 2), 'L2').verdict).toBe('holds');
  });
});

describe('without a deadline for the reply', () => {
  const model = liveness('0000', 'auth', 'head');
  const { run, cycle } = finding(model, 'L1');

  test('the startd waits for ever on a connection that the network has reset, and of which no RST reaches it', () => {
    expect(events(model, run)?.slice(-3)).toEqual(['claim SELECT', 'first.toSchedd RST', 'first.daemonCore SELECT']);
    expect(events(model, cycle)).toEqual(['claim SELECT']);
  });

  test('live actors do so, twice round', () => {
    const trace = traceOf(model.composition, [...(run ?? []), ...(cycle ?? [])]);
    expect(replayLasso(model.composition, { trace, cycleFrom: run?.length ?? 0 })).toBeNull();
    expect(trace.at(-1)?.states[0]?.snapshot.value).toMatchObject({
      keepAlive: 'awaitingReply',
      lifecycle: { claimed: 'idle' },
    });
  });

  test('it is that RST alone: where every RST arrives, L1 holds', () => {
    const verdicts = PATHS.map((path) => {
      const { composition } = liveness('0000', path, 'head');
      return verdictWith(composition, (check) => ({
        ...check,
        fair: [
          ...check.fair,
          { name: 'RST', is: (name, { type }) => name === 'first.toStartd' && type === 'DELIVER_RST' },
        ],
      }));
    });
    expect(verdicts).toEqual(['holds', 'holds']);
  });
});

/** What is said of L1 if something else is hoped of the environment. */
function verdictWith(composition: Composition, change: (check: LeadsTo) => LeadsTo): string | undefined {
  const property = L1(['first']);
  const checks = property.checks.map((check) => change(check as LeadsTo));
  return verify(composition, [{ ...property, checks }]).findings[0]?.verdict;
}

describe('with a deadline, all that L1 hopes for is needed', () => {
  const { composition } = liveness('0001', 'auth', '2011');
  const [check] = L1(['first']).checks as [LeadsTo];
  const also = (...choices: string[]) =>
    verdictWith(composition, (l1) => ({
      ...l1,
      only: (name, event) => choices.includes(`${name} ${event.type}`) || (l1.only?.(name, event) ?? true),
    }));

  test('as it stands, it holds', () => {
    expect(verdictWith(composition, (l1) => l1)).toBe('holds');
  });

  test.each(check.fair.map(({ name }) => name))('that this does not fail to happen: %s', (name) => {
    const less = (l1: LeadsTo) => ({ ...l1, fair: l1.fair.filter((action) => action.name !== name) });
    expect(verdictWith(composition, less)).toBe('violated');
  });

  test.each([
    ['no RST', ['first.toSchedd RST']],
    ['no failed connect', ['claim CONNECT_FAILED']],
    ['no time-out of the schedd while the claim id is on its way', ['first.scheddSock TIMEOUT']],
    ['no deadline of the schedd before the message has come', ['first.daemonCore DEADLINE']],
    ['no time-out of the startd while the reply may come', ['claim REPLY_DEADLINE', 'first.startdSock TIMEOUT']],
  ])('needs the assumption: %s', (_, choices) => {
    expect(also(...choices)).toBe('violated');
  });
});

/** The edited systems differ in one machine each, and have the tables of the others in common. */
const TABLES = new TableStore();

/** What is said of a property where one machine has been changed in one place. */
function killedBy(property: typeof L1 | typeof D1, original: AnyStateMachine, id: string): string | undefined {
  const mutant = mutantsOf(original)
    .find((one) => one.id === id)
    ?.make();
  if (!mutant) throw new Error(`no mutant ${id}`);
  const spec = keepAliveSystem({ fixes: ALL_FIXES, path: 'auth' }, ['first']);
  const composition = new Composition(substitute(spec, original, mutant), TABLES);
  return verify(composition, [property(['first'])]).findings[0]?.verdict;
}

describe('mutated machines', () => {
  test.each([
    ['claim/keepAlive.waiting/ALIVE_TIMER[1] drop-transition', claimMachine],
    ['claim/keepAlive.awaitingReply/REPLY_DEADLINE[0] drop-transition', claimMachine],
    ['claim/keepAlive.endingReply/EOM[0] drop-transition', claimMachine],
    ['daemonCore/waitingForPayload/SELECTED[0] drop-transition', daemonCoreMachine],
  ])('L1 catches %s', (id, machine) => {
    expect(killedBy(L1, machine, id)).toBe('violated');
  });

  test.each([
    ['claim/keepAlive/STARTD_DIES[0] drop-action 0', claimMachine],
    ['daemonCore/closing/always[0] drop-transition', daemonCoreMachine],
  ])('D1 catches %s', (id, machine) => {
    expect(killedBy(D1, machine, id)).toBe('violated');
  });

  test('the unmutated ones give no cause', () => {
    const spec = keepAliveSystem({ fixes: ALL_FIXES, path: 'auth' }, ['first']);
    const { findings } = verify(new Composition(spec, TABLES), [L1(['first']), D1(['first'])]);
    expect(findings.map(({ verdict }) => verdict)).toEqual(['holds', 'holds']);
  });
});
