import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { claimcheckHere as claimcheck } from '../../testing/in-process.ts';
import { typed } from '../../testing/typed.ts';

const scratch = () => mkdtempSync(join(tmpdir(), 'claimcheck-export-'));

/** The shortest run in the smallest system. */
const SERVED = ['--property', 'reschedule-served'];

const SMALL = ['export', '--format', 'promela', '--connections', '1', '--path', 'raw'];

describe('export', () => {
  test('explains itself, with an example and the exit codes', async () => {
    const { code, stdout } = await claimcheck('export', '--help');
    expect(code).toBe(0);
    expect(stdout).toContain('Example:\n  claimcheck export ');
    expect(stdout).toContain('Exit code: 0');
  });

  test('writes every property of the system and what to expect, to a file as to the terminal, and writes nothing else', async () => {
    const folder = scratch();
    const [shown, written] = await Promise.all([
      claimcheck(...SMALL),
      claimcheck(...SMALL, '--out', join(folder, 'model.pml')),
    ]);
    expect(shown.stdout).toMatch(/Expected: \d+ states; S1 holds, S2 holds, S3 holds, S5 holds, D1 holds\./);
    expect(shown).toMatchObject({ code: 0, stderr: '' });
    expect(written).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readdirSync(folder)).toEqual(['model.pml']);
    expect(readFileSync(join(folder, 'model.pml'), 'utf8')).toBe(shown.stdout);
  });

  test.each(
    typed([
      [['--property', 'S2', '--connections', '1'], 'keep-alive', ['S2']],
      [['--property', 'S4'], 'reschedule', ['S4']],
    ]),
  )('asserts the properties of the system that %s chooses', async (_, args, system, claims) => {
    const { stdout } = await claimcheck('export', '--format', 'promela', '--path', 'raw', ...args);
    expect(stdout.startsWith(`/* The system ${system} of `)).toBe(true);
    expect([...stdout.matchAll(/^bit holds_(\w+);$/gm)].map(([, claim]) => claim)).toEqual(claims);
  });

  test('leaves out what the environment may not do', async () => {
    const { stdout } = await claimcheck(...SMALL, '--faults', 'fin,rst');
    expect(stdout).toContain('printf("claim STARTD_DIES\\n")');
    expect(stdout).not.toContain('printf("claim REPLY_DEADLINE\\n")');
  });

  test.each(['itf', 'shiviz'])('writes as %s the run that trace shows, found or read from a file', async (format) => {
    const file = join(scratch(), 'run.json');
    const { stdout } = await claimcheck('trace', ...SERVED, '--format', 'json');
    writeFileSync(file, stdout);
    const run = await claimcheck('export', '--format', format, ...SERVED);
    const replayed = await claimcheck('export', '--format', format, '--replay', file);
    for (const { component, event } of JSON.parse(stdout).steps) {
      expect(run.stdout).toContain(`${component} ${event.type}`);
    }
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(replayed.code).toBe(0);
    expect(withoutDescription(replayed.stdout)).toBe(withoutDescription(run.stdout));
  });

  test('writes as mermaid the sequence diagram that trace draws, to a file as to the terminal', async () => {
    const file = join(scratch(), 'run.mmd');
    const [drawn, shown, written] = await Promise.all([
      claimcheck('trace', ...SERVED, '--format', 'sequence'),
      claimcheck('export', '--format', 'mermaid', ...SERVED),
      claimcheck('export', '--format', 'mermaid', ...SERVED, '--out', file),
    ]);
    expect(shown).toEqual({ code: 0, stdout: drawn.stdout, stderr: '' });
    expect(shown.stdout).toMatch(/^sequenceDiagram\n {2}participant /);
    expect(written).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readFileSync(file, 'utf8')).toBe(shown.stdout);
  });

  test('writes as sarif the steps of a counterexample, each with a place in a file that is there', async () => {
    const file = join(scratch(), 'S1.sarif');
    const [traced, shown, written] = await Promise.all([
      claimcheck('trace', '--property', 'S1', '--json'),
      claimcheck('export', '--format', 'sarif', '--property', 'S1'),
      claimcheck('export', '--format', 'sarif', '--property', 'S1', '--out', file),
    ]);
    expect(shown).toMatchObject({ code: 0, stderr: '' });
    expect(written).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readFileSync(file, 'utf8')).toBe(shown.stdout);
    const { version, runs } = JSON.parse(shown.stdout);
    const [result] = runs[0].results;
    expect([version, runs.length, result.ruleId]).toEqual(['2.1.0', 1, 'S1']);
    const { locations } = result.codeFlows[0].threadFlows[0];
    expect(locations.length).toBeGreaterThanOrEqual(JSON.parse(traced.stdout).steps.length);
    for (const { location } of locations) {
      const { artifactLocation, region } = location.physicalLocation;
      const lines = readFileSync(new URL(`../../../${artifactLocation.uri}`, import.meta.url), 'utf8').split('\n');
      expect(lines[region.startLine - 1]?.length).toBeGreaterThanOrEqual(region.startColumn);
    }
  });

  test.each(
    typed([
      [[], "required option '--format <format>' not specified"],
      [['--format', 'smv'], "'smv' is not one of promela, itf, shiviz, mermaid, sarif"],
      [['--format', 'promela', '--property', 'S9'], "there is no property 'S9'"],
      [
        ['--format', 'promela', '--connections', '3'],
        "'3' is not a choice of connections in the system keep-alive: give 0, 1, 2",
      ],
      [['--format', 'promela', '--property', 'S4', '--connections', '1'], "there is no property 'S4': give one of S1"],
      [['--format', 'promela', '--claims', '2', '--connections', '2'], 'several claims have one connection each'],
      [
        ['--format', 'promela', '--environment', 'peer', '--rounds', '1'],
        '--rounds is not a choice in the system peer',
      ],
      [['--format', 'promela', '--property', 'L1'], 'L1 is about more than steps and deadlocks'],
      [['--format', 'promela', '--replay', 'run.json'], '--replay gives a run'],
      [['--format', 'promela', '--path', 'raw-1msg'], "'raw-1msg' is not a choice of path in the system keep-alive"],
      [['--format', 'sarif', ...SERVED], 'sarif needs a counterexample: give a --property that is violated'],
      [['--format', 'itf', '--property', 'S4', '--fixes', 'all'], 'S4 holds with path auth, fixes all'],
      [
        ['--format', 'shiviz', ...SERVED, '--out', 'no/such/folder/log'],
        'no/such/folder/log: cannot be written (ENOENT)',
      ],
    ]),
  )('export %s is wrong: exit code 2, a line that says why, and nothing is written', async (_, args, why) => {
    const { code, stdout, stderr } = await claimcheck('export', ...args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(why);
    expect(stderr).not.toContain('    at ');
  });
});

/** A run that was searched for says of what property it is; one from a file says what it shows. */
const withoutDescription = (text: string) => text.replace(/"description": .*/, '');
