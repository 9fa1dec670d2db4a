import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { claimcheck } from '../testing/claimcheck.ts';
import { claimcheckHere } from '../testing/in-process.ts';
import { isDeep, sampled } from '../testing/sampled.ts';

/** A toll gate that opens for a coin and closes behind a car, in a file of its own. */
const GATE = `import { setup } from 'xstate';

export const gateMachine = setup({
  types: {} as { events: { type: 'COIN' } | { type: 'CAR' } | { type: 'KICK' } },
  actions: { dprintf: (_, _params: { text: string }) => {} },
}).createMachine({
  id: 'tollGate',
  initial: 'shut',
  states: {
    shut: { on: { COIN: { target: 'open', actions: { type: 'dprintf', params: { text: 'thank you' } } }, CAR: 'waiting' } },
    waiting: { on: { COIN: 'open', KICK: 'broken', CAR: 'queue' } },
    queue: { on: { COIN: 'waiting', CAR: {} } },
    open: { on: { CAR: 'shut', COIN: 'paid' } },
    paid: { on: { CAR: 'open', COIN: {} } },
    broken: { on: { COIN: 'shut' } },
    flooded: { on: { COIN: 'shut' } },
  },
});
`;

const SYSTEM = `import { defineSystem, witness, enters } from 'claimcheck';
import { gateMachine } from '../machines/toll-gate.ts';

export const gate = defineSystem({
  name: 'gate',
  sentence: 'A toll gate',
  axes: { kick: { values: ['no', 'yes'], about: 'whether drivers may kick' } },
  search: ({ kick }) => ({
    spec: {
      name: 'gate',
      components: [
        {
          name: 'gate',
          process: 'gate',
          machine: gateMachine,
          environment: ['COIN', 'CAR', ...(kick === 'yes' ? ['KICK'] : [])].map((type) => ({ event: { type } })),
          ports: {},
        },
      ],
    },
    properties: [{ id: 'opens', sentence: 'The gate opens', source: 'the manual', checks: [{ kind: 'sometimes', what: enters('gate', 'open') }] }],
  }),
});
`;

const CONFIG = `import { defineStudy } from 'claimcheck';
import { gate } from './properties/gate.ts';

export default defineStudy({ name: 'Toll', faults: [], systems: [gate] });
`;

const FILES = { 'machines/toll-gate.ts': GATE, 'properties/gate.ts': SYSTEM, 'claimcheck.config.ts': CONFIG };

/** A folder with such a study, some of its files otherwise; the file of its configuration. */
function study(others: Readonly<Record<string, string>> = {}, folder = scratch()): string {
  for (const [name, text] of Object.entries({ ...FILES, ...others })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return join(folder, 'claimcheck.config.ts');
}

const scratch = () => mkdtempSync(join(tmpdir(), 'claimcheck-study-'));

/** The configuration with another field. */
const configWith = (field: string) => CONFIG.replace('faults: [],', `faults: [], ${field},`);

const mutants = async (config: string) => {
  const { code, stdout, stderr } = await claimcheckHere('mutate', '--json', '--config', config);
  return { code, stderr, ...JSON.parse(stdout) };
};

describe('mutate, on a study of its user,', () => {
  test('tries every mutant of its machines, and lists what survives where no reasons are kept', async () => {
    const { code, matrix, mutants: all, survivors, differences } = await mutants(study());
    expect([code, differences]).toEqual([0, []]);
    expect(Object.keys(matrix)).toEqual(['tollGate']);
    expect(matrix.tollGate.mutants).toBe(all.length);
    expect(all).toHaveLength(80);
    const fate = (id: string) => all.find((one: { id: string }) => one.id === `tollGate/${id}`);
    expect(fate('shut/COIN[0] drop-action 0')).toMatchObject({ fate: 'killed', evidence: 'run', trial: 'gate no' });
    expect(fate('flooded/COIN[0] drop-transition')).toMatchObject({ fate: 'equivalent', evidence: null });
    expect(survivors.length).toBeGreaterThan(0);
    expect(survivors[0]).toMatchObject({ file: 'machines/toll-gate.ts', reason: null });
    const { stdout } = await claimcheckHere('mutate', '--kind', 'drop-transition', '--config', study());
    expect(stdout).toMatch(/\d+ survive; the study keeps no reasons\.\n$/);
  });

  test.runIf(isDeep)('finds the same with any number of threads, and refuses a mutant that is not there', async () => {
    const { tryMutants } = (await import(
      '../../dist/src/mutation/pool.js' as string
    )) as typeof import('../mutation/pool.ts');
    const config = study();
    const { mutants: all } = await mutants(config);
    const ids = all.map(({ id }: { id: string }) => id);
    for (const most of [1, 3]) expect(await tryMutants({ config }, ids, () => {}, most)).toEqual(all);
    await expect(tryMutants({ config }, [...ids, 'tollGate/nowhere'], () => {})).rejects.toThrow(
      'a thread does not know the mutant tollGate/nowhere',
    );
  });

  test('asks its oracle about what the search cannot tell', async () => {
    const oracle = `import { gateMachine } from './machines/toll-gate.ts';
export const tells = (original: unknown, mutant: { config: { states: { open: { on: object } } } }) =>
  original === gateMachine && !('CAR' in mutant.config.states.open.on);`;
    const {
      code,
      matrix,
      mutants: all,
    } = await mutants(study({ 'oracle.ts': oracle, 'claimcheck.config.ts': configWith("oracle: 'oracle.ts'") }));
    expect(code).toBe(0);
    expect(matrix.tollGate.killed.measured).toBe(1);
    expect(all.filter(({ evidence }: { evidence: string }) => evidence === 'measured')).toEqual([
      expect.objectContaining({ id: 'tollGate/open/CAR[0] drop-transition', fate: 'killed' }),
    ]);
  });

  test('holds survivors against the reasons that it keeps, and records its matrix there', async () => {
    const config = study({ 'claimcheck.config.ts': configWith("records: 'kept'") });
    const folder = join(dirname(config), 'kept');
    mkdirSync(folder);
    const { survivors, matrix } = await mutants(config);
    const ids = survivors.map(({ id }: { id: string }) => id);
    const reasons = (list: string[]) =>
      writeFileSync(join(folder, 'surviving-mutants.json'), JSON.stringify([{ reason: 'because', mutants: list }]));
    reasons(ids);
    expect(await claimcheckHere('mutate', '--write', '--config', config)).toMatchObject({ code: 0 });
    expect(JSON.parse(readFileSync(join(folder, 'kill-matrix.json'), 'utf8'))).toEqual(matrix);
    reasons([...ids.slice(1), 'tollGate/gone']);
    const { code, differences } = await mutants(config);
    expect([code, differences]).toEqual([
      1,
      [`${ids[0]} survives, and nothing explains why`, 'tollGate/gone is explained, and is killed or no longer there'],
    ]);
    rmSync(join(folder, 'surviving-mutants.json'));
    for (const [command, file] of [
      ['mutate', 'surviving-mutants.json'],
      ['coverage', 'uncovered.json'],
    ] as const) {
      const gone = await claimcheckHere(command, '--config', config);
      expect([gone.code, gone.stdout]).toEqual([2, '']);
      expect(gone.stderr).toContain(`kept/${file}: is missing, but kept/kill-matrix.json is there`);
    }
    writeFileSync(join(folder, 'surviving-mutants.json'), '[{"reason": 3}]');
    const bad = await claimcheckHere('mutate', '--config', config);
    expect([bad.code, bad.stderr]).toEqual([
      2,
      expect.stringContaining('record 1: reason: a text was expected, not 3'),
    ]);
  });

  const oracles: [oracle: string, code: number, why: string][] = [
    ['export const asks = 1;', 2, 'oracle.ts: a module that exports tells(original, mutant) was expected'],
    ['export const tells = () => process.exit(0);', 70, 'worker exited with code: 0'],
  ];

  test.each(sampled(oracles, 2))('fails with an oracle that is %j', async (oracle, code, why) => {
    const config = study({ 'oracle.ts': oracle, 'claimcheck.config.ts': configWith("oracle: 'oracle.ts'") });
    const outcome = await claimcheck('mutate', '--config', config);
    expect([outcome.code, outcome.stdout]).toEqual([code, '']);
    expect(outcome.stderr).toContain(why);
  });

  test('refuses to record a matrix where no records are kept', async () => {
    const { code, stderr } = await claimcheckHere('mutate', '--write', '--config', study());
    expect([code, stderr]).toEqual([2, 'claimcheck: the study names no folder of records\n']);
  });
});

test('coverage says of a study of its user what is never taken, and holds it against the reasons kept', async () => {
  const { code, stdout } = await claimcheckHere('coverage', '--json', '--config', study());
  const { coverage, differences } = JSON.parse(stdout);
  expect([code, differences]).toEqual([0, []]);
  expect(coverage).toEqual([
    {
      machine: 'tollGate',
      transitions: 13,
      guards: 0,
      notTaken: ['queue/CAR[0]', 'paid/COIN[0]', 'flooded/COIN[0]'],
      neverTrue: [],
      neverFalse: [],
    },
  ]);
  for (const [records, folder] of [
    ['kept', 'kept/'],
    ['', ''],
  ]) {
    const reasons = { [`${folder}uncovered.json`]: '{"x not taken": "y"}' };
    const kept = study({ 'claimcheck.config.ts': configWith(`records: '${records}'`), ...reasons });
    const held = await claimcheckHere('coverage', '--config', kept);
    expect(held.code).toBe(1);
    expect(held.stdout).toContain(`4 differences from ${folder}uncovered.json:`);
    expect(held.stdout).toContain('tollGate/flooded/COIN[0] not taken, and nothing explains why');
    expect(held.stdout).toContain('x not taken is explained, and is no longer so');
  }
});

describe('diff, on a study of its user,', () => {
  const changed = { 'machines/toll-gate.ts': GATE.replace("open: { on: { CAR: 'shut'", "open: { on: { CAR: 'open'") };

  test('compares it with another folder', async () => {
    const args = ['diff', dirname(study(changed)), '--config', study()];
    const { code, stdout } = await claimcheckHere(...args);
    expect(code).toBe(1);
    expect(stdout).toContain('They differ in 2 of 2 systems: gate no; gate yes.');
    expect(await claimcheckHere('diff', dirname(study()), '--config', study(), '--kick', 'no')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('in gate, kick no; faults: none'),
    });
  });

  test('compares it with a revision, from a folder within the repository, without touching the work tree', async () => {
    const repository = scratch();
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=one', '-c', 'user.email=one@example.org', ...args], {
        cwd: repository,
        encoding: 'utf8',
      });
    git('init', '-q');
    writeFileSync(join(repository, 'empty'), '');
    git('add', '-A');
    git('commit', '-qm', 'before');
    const config = study({}, join(repository, 'toll'));
    git('add', '-A');
    git('commit', '-qm', 'gate');
    study(changed, join(repository, 'toll'));
    const before = git('status', '--porcelain');
    expect(before).toBe(' M toll/machines/toll-gate.ts\n');
    expect((await claimcheckHere('diff', 'HEAD', '--config', config)).code).toBe(1);
    expect((await claimcheckHere('diff', 'HEAD', 'HEAD', '--config', config)).code).toBe(0);
    expect(git('status', '--porcelain')).toBe(before);
    expect(await claimcheckHere('diff', 'HEAD~1', '--config', config)).toEqual({
      code: 2,
      stdout: '',
      stderr: 'claimcheck: HEAD~1: a revision with toll/claimcheck.config.ts was expected\n',
    });
  });
});

describe('what is declared and has no effect', () => {
  const config = study({ 'properties/gate.ts': SYSTEM.replaceAll("'COIN', 'CAR',", "'COIN', 'CAR', 'KISS',") });
  const said = "gate: no state of its machine has a transition for the environment's event 'KISS'";

  test('is a warning beside the verdicts', async () => {
    const { stderr } = await claimcheckHere('verify', '--config', config);
    expect(stderr).toBe(`warning: gate: ${said}\n`);
  });

  test('and told to programs', async () => {
    const { stdout } = await claimcheckHere('verify', '--json', '--config', config);
    const { results } = JSON.parse(stdout) as { results: { notes?: string[] }[] };
    expect(results.map(({ notes }) => notes)).toEqual([[said], [said]]);
  });

  test('in one variant only may be meant so', async () => {
    const { stderr } = await claimcheckHere('verify', '--config', study());
    expect(stderr).toBe('');
  });
});
