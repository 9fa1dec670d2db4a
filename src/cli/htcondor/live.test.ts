import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { KNOWN_CLAIM_ID } from '../../htcondor/conform/conform.ts';
import { claimcheckRunning } from '../../testing/claimcheck.ts';
import { claimcheckHere as claimcheck } from '../../testing/in-process.ts';
import { typed } from '../../testing/typed.ts';

const scratch = mkdtempSync(join(tmpdir(), 'claimcheck-live-'));
const fileWith = (name: string, text: string): string => {
  const file = join(scratch, name);
  writeFileSync(file, text);
  return file;
};

describe('serve and probe', () => {
  test('work together; SIGTERM ends the server with 0; its log names no secret', async () => {
    const claims = fileWith('claims.txt', `# the one\n${KNOWN_CLAIM_ID}\n`);
    const server = claimcheckRunning('serve', '--port', '0', '--fixes', '27896', '--claims', claims);
    const [, address] = await server.says(/listening at <(127\.0\.0\.1:\d+)>/);
    let probed = await claimcheck('probe', address as string, '--json');
    // On a busy machine a step may be late by more than a phase of the second.
    while (JSON.parse(probed.stdout).consistent.length === 0)
      probed = await claimcheck('probe', address as string, '--json');
    const { code, stdout, stderr } = probed;
    expect(stderr).toMatch(
      /^The probe opens up to 43 connections to <127\.0\.0\.1:\d+>, one at a time, at most 3 a second\.\n/,
    );
    const { verdict, consistent, evidence } = JSON.parse(stdout);
    expect([code, verdict]).toEqual([1, 'vulnerable']);
    expect(consistent).toContainEqual({ revision: 'head', fixes: '0010' });
    expect(evidence).toHaveLength(12);
    server.process.kill('SIGTERM');
    expect((await server.ended()).code).toBe(0);
    expect(server.stdout()).toMatch(/^\d\d\/\d\d\/\d\d \d\d:\d\d:\d\d Calling HandleReq <receive_startd_alive> \(0\)/m);
    expect(server.stdout()).toMatch(/\*\*\*\* condor_schedd \(claimcheck serve\) EXITING WITH STATUS 0\n$/);
    expect(server.stdout()).not.toContain('0123456789abcdef');
  });

  test.each(['serve', 'probe'])('%s explains itself, with an example and the exit codes', async (command) => {
    const { code, stdout } = await claimcheck(command, '--help');
    expect(code).toBe(0);
    expect(stdout).toContain(`Example:\n  claimcheck ${command} `);
    expect(stdout).toContain('Exit code: 0');
  });
});

describe('a command that was given invalid arguments', () => {
  const secret = fileWith('secret.txt', '<a:1>#1#1#hidden\n1#hidden\n');
  const schedules = 'properties/measured/alive-replies.json';

  test.each(
    typed([
      [['serve'], '--port'],
      [['serve', '--port', '65536'], 'is not a whole number'],
      [
        ['serve', '--port', '0', '--fixes', '27890'],
        "'27890' is not a fix: give none, all, four bits, or some of 27894,",
      ],
      [['serve', '--port', '0', '--revision', '2012'], 'is not one of 2011, head, head-no3393'],
      [['serve', '--port', '0', '--host', 'example.org'], 'is not an IP address'],
      [['serve', '--port', '0', '--host', '192.0.2.1'], 'port 0 of 192.0.2.1 cannot be listened on (EADDRNOTAVAIL)'],
      [['serve', '--port', '0', '--claims', secret], 'secret.txt:2: a claim id was expected'],
      [['probe'], 'an address was expected'],
      [['probe', 'localhost', '--sinful', '<127.0.0.1:1>'], 'an address was expected'],
      [['probe', 'a b'], 'is not an address'],
      [['probe', '192.0.2.1'], '<192.0.2.1:9618> is another machine: nothing was sent; --yes does what is said above'],
      [['probe', 'localhost', '--runs', '2'], '--runs needs --schedules'],
      [
        ['probe', 'localhost', '--record', 'x', '--schedules', schedules],
        '--record needs --schedules, and the --fixes',
      ],
      [['probe', 'localhost', '--schedules', secret], 'JSON was expected'],
      [['probe', '127.0.0.1:1'], '<127.0.0.1:1>: nothing listens there (connection refused)'],
    ]),
  )('%s gets one line', async (_, args, why) => {
    const { code, stdout, stderr } = await claimcheck(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(why);
    expect(stderr).not.toContain('hidden');
    const own = stderr.split('\n').filter((line) => line !== '' && !/^The probe opens|^Each sends/.test(line));
    expect(own.filter((line) => !line.startsWith('(')).length).toBe(1);
  });
});
