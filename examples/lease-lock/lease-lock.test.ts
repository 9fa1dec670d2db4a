import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { claimcheckIn } from '../../src/testing/claimcheck.ts';
import { claimcheckHere } from '../../src/testing/in-process.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
/** The command line here, of this study; what each command does in a process of its own, another test shows. */
const claimcheck = (...args: string[]) => claimcheckHere(...args, '--config', join(HERE, 'claimcheck.config.ts'));
const scratch = (name: string) => join(mkdtempSync(join(tmpdir(), 'lease-lock-')), name);

/** Every command that works for any study works for this one, which is next to its machines and knows nothing of HTCondor. */
describe('a lock with leases', () => {
  test('is safe with fencing alone, as recorded', async () => {
    const { code, stdout } = await claimcheck('verify');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^false +violated in 11 +holds +15456 +102804 +21$/m);
    expect(stdout).toMatch(/^true +holds +holds +16352 +107620 +21$/m);
    expect(stdout).toContain('All verdicts, counts and trace lengths are as expected.');
    expect(stdout).toContain(' 11. a to storage DELIVER');
  });

  test('has one row for each choice of its axis, as JSON and as JUnit', async () => {
    const { stdout } = await claimcheck('verify', '--fencing', 'true', '--json');
    const { results, asExpected } = JSON.parse(stdout);
    expect(results).toHaveLength(1);
    expect(results[0]).toMatchObject({ system: 'lease-lock', fencing: true, states: 16352 });
    expect(asExpected).toBe(true);
    const junit = await claimcheck('verify', '--max-states', '1000', '--format', 'junit');
    expect(junit.stdout.match(/<testsuite /g)).toHaveLength(2);
  });

  test('shows the shortest run in which a client writes too late, and replays it', async () => {
    const shown = await claimcheck('trace', '--json');
    const file = scratch('trace.json');
    writeFileSync(file, shown.stdout);
    const trace = JSON.parse(shown.stdout);
    expect([shown.code, trace.steps.length, trace.choices]).toEqual([1, 11, { fencing: false }]);
    const replayed = await claimcheck('trace', '--replay', file);
    expect(replayed.code).toBe(1);
    expect(replayed.stdout).toContain('step 11: W1 The storage takes no write');
    expect((await claimcheck('trace', '--property', 'W1', '--fencing', 'true')).code).toBe(0);
    expect((await claimcheck('trace', '--property', 'refused', '--fencing', 'true')).stdout).toContain(
      'refused reached',
    );
  });

  test('has a story that says who sends what, what arrives and what changes, though nobody logs anything', async () => {
    const { stdout } = await claimcheck('trace');
    const lines = stdout.split('\n');
    expect(lines.slice(2, 11)).toEqual([
      '  1. a ASK  it asks for the lease',
      '      a        idle → waiting',
      '      a        sends ACQUIRE a to server',
      '  2. b ASK  it asks for the lease',
      '      b        idle → waiting',
      '      b        sends ACQUIRE b to server',
      '  3. a to server DELIVER',
      '      server   ACQUIRE a arrives from a',
      '      server   free → leased, token = 1',
    ]);
    expect(lines.slice(-3)).toEqual(['      storage  WRITE 1 arrives from a', '      storage  last = 1', '']);
    const { stdout: diagram } = await claimcheck('trace', '--format', 'sequence');
    expect(diagram).toContain('\n  a->>network: ACQUIRE a\n');
    const { stdout: beside } = await claimcheck('trace', '--format', 'side-by-side', '--between', 'server,storage');
    expect(beside).toMatch(/^ +\| last = 1$/m);
  });

  test('is found by random schedules too', async () => {
    const { code, stdout } = await claimcheck('fuzz', '--runs', '2000', '--seed', '1', '--json');
    const { counterexample } = JSON.parse(stdout);
    expect([code, counterexample.property]).toEqual([1, 'W1']);
    expect((await claimcheck('fuzz', '--runs', '500', '--fencing', 'true')).code).toBe(0);
  });

  test('is drawn: each machine, the counterexample, and what a component reaches', async () => {
    const out = scratch('pictures');
    const { code } = await claimcheck('draw', '--out', out);
    expect(code).toBe(0);
    expect(readdirSync(out).toSorted()).toEqual(
      ['W1-false.svg', 'channel.svg', 'client.svg', 'reached-a-false.svg', 'server.svg', 'storage.svg'].toSorted(),
    );
  });

  test.each(['itf', 'shiviz', 'mermaid', 'sarif', 'promela'])('is exported as %s', async (format) => {
    const { code, stdout, stderr } = await claimcheck('export', '--format', format);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.length).toBeGreaterThan(500);
  });

  test('points as SARIF into the machines of its own folder', async () => {
    const { stdout } = await claimcheckIn(HERE, 'export', '--format', 'sarif');
    const [{ results }] = JSON.parse(stdout).runs;
    const [first] = results[0].codeFlows[0].threadFlows[0].locations;
    const { artifactLocation, region } = first.location.physicalLocation;
    const line = readFileSync(join(HERE, artifactLocation.uri), 'utf8').split('\n')[region.startLine - 1];
    expect(line).toContain('ASK');
  });

  test('is inspected: every step reaches the inspector', async () => {
    const record = scratch('inspected.jsonl');
    const { code, stdout } = await claimcheck('inspect', '--no-serve', '--record', record);
    expect(code).toBe(0);
    expect(stdout).toContain(' 11. a to storage DELIVER');
    expect(readFileSync(record, 'utf8').split('\n').length).toBeGreaterThan(20);
  });

  test('is mutated in every place: every mutant is noticed, except those that only change a storage that has refused', async () => {
    const { code, stdout } = await claimcheck('mutate', '--json');
    const { matrix, survivors, differences } = JSON.parse(stdout);
    expect([code, differences]).toEqual([0, []]);
    expect(Object.entries(matrix).map(([name, tally]) => [name, (tally as { mutants: number }).mutants])).toEqual([
      ['client', 17],
      ['server', 10],
      ['storage', 12],
      ['channel', 11],
    ]);
    const ids = survivors.map(({ id, file }: { id: string; file: string }) => `${file} ${id}`);
    expect(ids).toHaveLength(3);
    for (const id of ids) expect(id).toMatch(/^machines\.ts storage\/refused\/WRITE/);
  });

  test('is covered: every transition is taken, and every guard seen true and false', async () => {
    const { code, stdout } = await claimcheck('coverage', '--json');
    const { coverage } = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(coverage).toHaveLength(4);
    for (const one of coverage) expect(one).toMatchObject({ notTaken: [], neverTrue: [], neverFalse: [] });
  });

  test('is equivalent to itself, and differs from one that fences otherwise', async () => {
    const { code, stdout } = await claimcheck('diff', HERE);
    expect(code).toBe(0);
    expect(stdout).toContain('2 systems, 29136 pairs of states, 207744 steps that both take alike.');
    const other = scratch('other');
    cpSync(HERE, other, { recursive: true });
    const config = join(other, 'claimcheck.config.ts');
    const text = readFileSync(config, 'utf8');
    writeFileSync(config, text.replace('input: { fencing }', 'input: { fencing: !fencing }'));
    const differing = await claimcheck('diff', other, '--strict');
    expect(differing.code).toBe(1);
    expect(differing.stdout).toContain('They differ in 2 of 2 systems: lease-lock false; lease-lock true.');
  });

  test('refuses in one line what it does not have', async () => {
    const { code, stderr } = await claimcheck('verify', '--fencing', 'maybe');
    expect([code, stderr.trim()]).toEqual([
      2,
      "claimcheck: 'maybe' is not a choice of fencing in the system lease-lock: give false, true",
    ]);
  });
});
