import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { claimcheckHere as claimcheck } from '../../testing/in-process.ts';
import { isDeep } from '../../testing/sampled.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** What a version of the study is made of. */
const PARTS = ['claimcheck.config.ts', 'machines', 'properties'];

const isPart = (path: string): boolean =>
  !/\.test\.ts$|properties\/(?:logs|expected|measured|counterexamples)$/.test(path);

/** A folder with the project's study in which one text of one file is another; it must be there once. */
function edited(file?: string, from = '', to = ''): string {
  const folder = mkdtempSync(join(tmpdir(), 'claimcheck-versions-'));
  for (const part of PARTS) cpSync(join(ROOT, part), join(folder, part), { recursive: true, filter: isPart });
  if (file === undefined) return folder;
  const path = join(folder, file);
  const parts = readFileSync(path, 'utf8').split(from);
  expect(parts).toHaveLength(2);
  writeFileSync(path, parts.join(to));
  return folder;
}

/** A downloaded archive has no revisions. */
const isClone = existsSync(new URL('../../../.git', import.meta.url));

/** The ticket's systems and a small one; that each is compared: diff/rows.sampled.test.ts, and all of them diff.deep.test.ts. */
const SOME = ['--systems', 'keep-alive,reschedule,claim,slot'];
/** Those that are small, and quickly compared. */
const SMALL = ['--systems', 'reschedule,slot,restart'];

const IS_27895 = "is27895: ({ context }) => context.fixes['27895']";

describe('diff', () => {
  test('finds the machines equivalent to themselves, and says how far it looked', async () => {
    const { code, stdout } = await claimcheck('diff', edited(), ...SMALL, '--fixes', 'none');
    expect(code).toBe(0);
    expect(stdout).toContain('in reschedule, slot, restart, fixes none; faults: timeout, fin, rst.');
    expect(stdout).toMatch(/Equivalent for the explored scope: 9 systems, \d+ pairs of states, \d+ steps/);
  });

  test('shows of a negated guard the shortest run on which it is seen, and what each version does then', async () => {
    const folder = edited('machines/condor-io/reli-sock.ts', IS_27895, IS_27895.replace('=> ', '=> !'));
    const { code, stdout } = await claimcheck('diff', folder, ...SOME, '--fixes', 'none', '--path', 'auth');
    expect(code).toBe(1);
    expect(stdout).toContain('They differ in 2 of 4 systems: keep-alive auth 0000; claim head-auth.');
    expect(stdout).toContain('6 steps that both take alike');
    const [, without = '', present = ''] = stdout.split(/^ {6}\S.*:$/m);
    expect(without.trim().split('\n')[0]?.trim()).toBe('schedd logs: Return from HandleReq <receive_startd_alive>');
    expect(present).toContain('schedd logs: Received startd keepalive for unknown claimid #...');
  });

  test.runIf(isDeep)('says as JSON in which variants two folders differ, whichever comes first', async () => {
    const folder = edited('machines/condor-io/reli-sock.ts', IS_27895, IS_27895.replace('=> ', '=> !'));
    const scope = [...SOME, '--fixes', '0100', '--path', 'auth', '--faults', 'fin', '--json'];
    const [there, back] = await Promise.all([
      claimcheck('diff', folder, edited(), ...scope),
      claimcheck('diff', edited(), folder, ...scope),
    ]);
    const [one, other] = [there, back].map(({ stdout }) => JSON.parse(stdout));
    expect([there.code, back.code]).toEqual([1, 1]);
    expect(one.scope).toEqual({
      choices: { fixes: '0100', path: 'auth' },
      faults: ['fin'],
      strict: false,
      systems: ['keep-alive', 'reschedule', 'claim', 'slot'],
    });
    expect(one.systems).toHaveLength(4);
    expect(one.systems).toEqual(other.systems);
    expect(one.difference.steps).toEqual(other.difference.steps);
    expect([one.difference.one, one.difference.other]).toEqual([other.difference.other, other.difference.one]);
    expect(one.difference.steps).toHaveLength(one.systems[0].differsAfter);
  });

  test.runIf(isDeep)('takes a renamed state for a difference only with --strict', async () => {
    const folder = edited();
    const file = join(folder, 'machines', 'schedd/match-record.ts');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/\bunmatched\b/g, 'notYetMatched'));
    const scope = [folder, ...SOME, '--fixes', 'none', '--path', 'raw'];
    const [loose, strict] = await Promise.all([claimcheck('diff', ...scope), claimcheck('diff', ...scope, '--strict')]);
    expect([loose.code, strict.code]).toEqual([0, 1]);
    expect(strict.stdout).toContain('matchRecord: "notYetMatched", and "unmatched"');
  });

  test.runIf(isClone)('looks at a revision without touching the work tree', async () => {
    const { code, stdout } = await claimcheck('diff', 'HEAD', 'HEAD^{}', ...SMALL, '--fixes', 'none', '--path', 'raw');
    expect(code).toBe(0);
    expect(stdout).toContain('HEAD and HEAD^{}, compared by ');
    expect(stdout).toContain('Equivalent for the explored scope: 8 systems, ');
  });

  test('says which systems only one of the versions has, and leaves them out', async () => {
    const folder = edited('claimcheck.config.ts', '    slot,\n', '');
    const { code, stdout } = await claimcheck('diff', folder, ...SMALL, '--fixes', 'none', '--path', 'raw');
    expect(code).toBe(0);
    expect(stdout).toContain('Not compared, as only one of them has it: slot.');
    expect(stdout).toContain('Equivalent for the explored scope: 7 systems, ');
  });

  test('explains itself, with an example and the exit codes', async () => {
    const { code, stdout } = await claimcheck('diff', '--help');
    expect(code).toBe(0);
    expect(stdout).toContain('Example:\n  claimcheck diff ');
    expect(stdout).toContain('Exit code: 0');
  });

  test('refuses a system that there is not in one line', async () => {
    const { code, stdout, stderr } = await claimcheck('diff', edited(), '--systems', 'slot,telegraph');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain("'telegraph' is not one of keep-alive, reschedule, reply, ");
  });

  test('says which variants only one of the versions has, and compares the others', async () => {
    const axis = "values: ['starter', 'startd']";
    const folder = edited('properties/systems/lifecycle.ts', axis, "values: ['starter']");
    const path = join(folder, 'properties/systems/lifecycle.ts');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace(/ {4}\{\n {6}id: 'head-startd',[^}]*\},\n {4}\},\n/, ''));
    const { code, stdout, stderr } = await claimcheck('diff', folder, '--systems', 'lifecycle');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Not compared, as only one of them has it: lifecycle head-startd.');
    expect(stdout).toContain('Equivalent for the explored scope: 1 systems, ');
  });

  test.runIf(isClone)('refuses a revision from before there were configurations in one line', async () => {
    const { code, stdout, stderr } = await claimcheck('diff', FIRST_COMMIT());
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^claimcheck: [0-9a-f]+: a revision with claimcheck\.config\.ts was expected\n$/);
  });

  test.each<[string, () => readonly string[], string | RegExp]>([
    ['no revision', () => ['no-such-revision'], 'no-such-revision: a revision of this repository, or a folder'],
    [
      'an empty folder',
      () => [mkdtempSync(join(tmpdir(), 'claimcheck-versions-'))],
      'a folder with claimcheck.config.ts, was expected',
    ],
    [
      'an unknown import',
      () => [edited('machines/systems/slot.ts', "'../startd/slot.ts'", "'../startd/brook.ts'")],
      'brook.ts',
    ],
    [
      'a syntax error',
      () => [edited('machines/condor-io/reli-sock.ts', IS_27895, 'is27895: )')],
      /machines\/condor-io\/reli-sock\.ts:\d+: /,
    ],
    [
      'no study',
      () => [withConfig('export const system = 1;')],
      'claimcheck.config.ts: export default defineStudy({ … }) was expected',
    ],
    [
      'a study that is refused',
      () => [
        withConfig(
          "import { defineStudy } from 'claimcheck';\nexport default defineStudy({ name: 'x', systems: [] });",
        ),
      ],
      'claimcheck.config.ts: x: a study has at least one system',
    ],
    [
      'no XState machines',
      () => [edited('properties/systems/slot.ts', 'spec: slotSystem(),', 'spec: {} as never,'), '--systems', 'slot'],
      ': the system slot cannot be composed: ',
    ],
    [
      'a choice that no system has',
      () => [edited(), '--set', 'colour=red'],
      "'colour' is an axis of none of keep-alive, ",
    ],
    ['nothing to compare', () => [edited(), '--systems', 'peer', '--fixes', '0100'], 'have no variant in common'],
  ])('refuses %s in one line', async (_, given, why) => {
    const { code, stdout, stderr } = await claimcheck('diff', ...given());
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(why);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

/** The revision with which the history begins. */
const FIRST_COMMIT = (): string =>
  execFileSync('git', ['rev-list', '--max-parents=0', 'HEAD'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n')[0] ??
  '';

/** A folder in which this configuration is all that there is. */
function withConfig(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'claimcheck-versions-'));
  writeFileSync(join(folder, 'claimcheck.config.ts'), text);
  return folder;
}
