import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { fileWith } from '../../htcondor/explain/testing/scenarios.ts';
import { claimcheckHere } from '../../testing/in-process.ts';
import { typed } from '../../testing/typed.ts';

const START = 'properties/logs/bug-all-fixes-off/StartLog';
const SCHED = 'properties/logs/bug-all-fixes-off/SchedLog';

describe('explain', () => {
  test('answers in JSON, of gzip too, and exits with 1 for a spurious removal', async () => {
    const log = fileWith(gzipSync(readFileSync(START)));
    const { code, stdout } = await claimcheckHere('explain', '--start-log', log, '--sched-log', SCHED, '--json');
    expect(code).toBe(1);
    const { claims, logs, ...rest } = JSON.parse(stdout);
    expect(rest).toEqual({ consistentWith: ['0000', '0010', '1000'], warnings: [] });
    expect(logs).toMatchObject([
      { daemon: 'startd', versions: ['25.14.0'] },
      { daemon: 'schedd', versions: ['25.14.0'] },
    ]);
    expect(claims).toHaveLength(2);
    expect(Object.keys(claims[0])).toEqual([
      'log',
      'slot',
      'job',
      'claimId',
      'isAnswer',
      'jobs',
      'renewals',
      'problems',
      'end',
    ]);
    expect(claims[0]).toMatchObject({ slot: 'slot1', job: '1.0', renewals: 2, problems: 0 });
    const { evidence, explanation, ...end } = claims[0].end;
    const expected = {
      time: '2026-11-22T13:44:50',
      cause: 'unrecognized',
      authoritative: false,
      pairedBy: 'connection',
    };
    expect(end).toEqual(expected);
    expect(explanation).toContain('ticket #2563');
    expect(claims[0].jobs).toMatchObject([
      { job: '1.0', starter: 'the starter exited with status 0 as its claim ended', died: true },
    ]);
    expect(Object.keys(evidence[0])).toEqual(['file', 'line', 'text']);
    expect(claims[1].end).toMatchObject({ time: null, cause: null, authoritative: null, evidence: [] });
  });

  test('of standard input exits with 0 where nothing was spurious, and writes no colour where there is no terminal', () => {
    const input = readFileSync('properties/logs/normal-starter-handles-alives/StartLog');
    const args = ['dist/src/cli/main.js', 'explain', '--start-log', '-'];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { input, encoding: 'utf8' });
    expect(status).toBe(0);
    expect(stdout).toContain('6 renewals by the startd itself: a starter runs');
    expect(stdout).toContain('it is still there at the end of the log');
    expect(stdout + stderr).not.toContain('\u001b');
  });
});

describe('a folder of logs', () => {
  const folder = 'properties/logs/default-level/dflt-pslot-three-dslots-bug-all-fixes-off';

  test('is explained with a summary first, and can be asked for single jobs', async () => {
    const all = await claimcheckHere('explain', folder);
    expect(all.code).toBe(1);
    expect(all.stdout.split('\n')[0]).toBe(
      '4 claims: 1 removed without authority, 3 not ended; 1 of 4 runs of jobs ended badly',
    );
    const { code, stdout } = await claimcheckHere('explain', folder, '--job', '1.0');
    expect([code, stdout.split('\n')[0]]).toEqual([0, '1 claim: 1 not ended']);
  });

  test('of which only the StartLog is given leaves the removal open: exit code 3', async () => {
    const { code, stdout } = await claimcheckHere('explain', '--start-log', `${folder}/StartLog`, '--problems');
    expect(code).toBe(3);
    expect(stdout.split('\n')[0]).toBe('1 claim: 1 undecided; 1 of 1 runs of jobs ended badly');
  });
});

describe('what cannot be explained is one line', () => {
  test.each(
    typed([
      [[], 'give --start-log, --sched-log, or both'],
      [['--start-log', 'nowhere'], 'nowhere: cannot be read (ENOENT)'],
      [['--start-log', START, '--skew', 'much'], "'much' is not a number of seconds"],
      [['--start-log', START, '--since', 'noon'], "'noon' is not a time such as 2024-03-02T08:00:00"],
      [['nowhere/StartLog.7'], 'nowhere/StartLog.7: cannot be read (ENOENT)'],
      [['nowhere/'], 'nowhere/: cannot be read (ENOENT)'],
      [['--start-log', START, '--since', '2026-11-23', '--until', '2026-11-22'], 'not before that of --since'],
      [['--start-log', START, '--job', 'one'], "'one' is not a job such as 12.3"],
      [['README.md'], 'README.md: its name does not tell whose log it is'],
      [['-'], '-: standard input has no name that tells whose log it is; give --start-log - or --sched-log -'],
    ]),
  )('explain %s says so', async (_, args, why) => {
    const { code, stdout, stderr } = await claimcheckHere('explain', ...args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(why);
    expect(
      stderr
        .trim()
        .split('\n')
        .filter((line) => !line.startsWith('(--help')),
    ).toHaveLength(1);
  });
});

test('logs are read within little memory, however long they are', () => {
  const args = ['--max-old-space-size=20', 'dist/src/cli/htcondor/explain-speed.js', '16', '--read-only'];
  const { megabytes, claims } = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
  expect(megabytes).toBeGreaterThanOrEqual(16);
  expect(claims).toBeGreaterThan(100);
});

describe('--html', () => {
  test('writes a page in addition to the text, with other names if asked to', async () => {
    const page = fileWith('', 'report.html');
    const files = ['--start-log', START, '--sched-log', SCHED, '--html', page];
    const { code, stdout } = await claimcheckHere('explain', ...files, '--anonymise');
    expect(code).toBe(1);
    expect(stdout).toContain('StartLog-1');
    const html = readFileSync(page, 'utf8');
    expect(html).toContain('<svg class="picture"');
    expect(stdout + html).not.toContain('node.example.org');
  });

  test('calls no log by its path with other names, nor the folder in which it lies', async () => {
    const folder = 'properties/logs/jobs/shadow-crashed';
    const { stdout } = await claimcheckHere('explain', folder, '--anonymise');
    for (const name of ['StartLog-1:', 'SchedLog-1:', 'ShadowLog-1:', 'StarterLog-1:', 'EventLog-1:'])
      expect(stdout).toContain(name);
    expect(stdout).not.toContain('shadow-crashed');
  });

  test('and never takes the place of a log', async () => {
    const log = fileWith(readFileSync(START), 'StartLog');
    const refused = await claimcheckHere('explain', '--start-log', log, '--html', log);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('is one of the logs')]);
    expect(readFileSync(log)).toEqual(readFileSync(START));
  });

  test('and a file that cannot be written, or a time that cannot be read, is one line', async () => {
    const refused = await claimcheckHere('explain', '--start-log', START, '--html', 'nowhere/at/all.html');
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('nowhere/at/all.html: cannot be written');
    const through = `${fileWith('no folder')}/page.html`;
    for (const args of [['--start-log', START, '--html', through], ['--start-log', through], [through]]) {
      const { code, stderr } = await claimcheckHere('explain', ...args);
      expect([code, stderr]).toEqual([
        2,
        expect.stringMatching(/^claimcheck: \S+page\.html: cannot be .* \(ENOTDIR\)\n$/),
      ]);
    }
    const { code, stderr } = await claimcheckHere('explain', '--start-log', START, '--time-format', '%Q');
    expect(code).toBe(2);
    expect(stderr).toContain("'%Q' is not a conversion of strftime()");
    const noDay = await claimcheckHere('explain', '--start-log', START, '--since', '2024-02-30');
    expect([noDay.code, noDay.stdout]).toEqual([2, '']);
    const twice = await claimcheckHere('explain', '--start-log', '-', '--event-log', '-');
    expect([twice.code, twice.stderr]).toEqual([2, 'claimcheck: -: standard input can be read only once\n']);
  });
});
