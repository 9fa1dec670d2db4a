import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pathTo } from '../files/root.ts';
import { claimcheck, interrupted } from '../testing/claimcheck.ts';
import { claimcheckHere } from '../testing/in-process.ts';
import { OWN_RECORDS } from '../testing/models.ts';
import { typed } from '../testing/typed.ts';

const scratch = mkdtempSync(join(tmpdir(), 'claimcheck-'));

function fileWith(name: string, text: string): string {
  const file = join(scratch, name);
  writeFileSync(file, text);
  return file;
}

describe('every command', () => {
  test.each(['verify', 'trace', 'fuzz', 'draw', 'inspect', 'explore', 'review', 'outage'])(
    '%s explains itself, with an example and the exit codes',
    async (command) => {
      const { code, stdout } = await claimcheckHere(command, '--help');
      expect(code).toBe(0);
      expect(stdout).toContain('Example:\n  claimcheck ');
      expect(stdout).toContain('Exit code: 0');
    },
  );

  test.each(
    typed([
      [
        ['verify', '--fixes', '27'],
        "'27' is not a choice of fixes in the system keep-alive: give none, all, some of 27894",
      ],
      [['verify', '--fixes', '010'], "'010' is not a choice of fixes in the system keep-alive"],
      [['outage', '--lease', '1201'], 'a lease of 1201 s is not a multiple of a unit of 5 s'],
      [
        ['outage', '--kind', 'restart-startd', '--unit', '20'],
        'restart-startd: in units of 20 s other things come first; give 5 s at the most',
      ],
      [
        ['outage', '--lease', '120', '--alive-interval', '50'],
        'an alive_interval of 50 s is more than a third of the lease, 40 s',
      ],
      [['verify', '--path', 'udp'], "'udp' is not a choice of path in the system keep-alive: give auth, raw"],
      [['verify', '--faults', 'fire'], "'fire' is not a class of faults"],
      [['verify', '--max-states', 'many'], "'many' is not a whole number"],
      [['verify', '--max-memory', 'much'], "'much' is not an amount of memory"],
      [['verify', '--engine', 'steam'], "'steam' is not one of bitmap, table, grouped"],
      [
        ['verify', '--environment', 'peer', '--claims', '2'],
        '--claims is not a choice in the system peer: it has path, fixes, revision',
      ],
      [['verify', '--fixes', 'none', '--engine', 'grouped'], 'keep-alive does not fall apart into groups'],
      [
        ['verify', '--fixes', 'none', '--write-expected'],
        '--write-expected records all rows of a system: choose none of them',
      ],
      [
        ['verify', '--system', 'telegraph'],
        "there is no system 'telegraph': give one of keep-alive, reschedule, reply",
      ],
      [['verify', '--system', 'reply', '--variant', 'morse'], "reply has no variant 'morse'"],
      [
        ['verify', '--system', 'reply', '--fixes', 'none'],
        '--fixes is not a choice in the system reply: it has revision, path',
      ],
      [['verify', '--variant', 'head-raw'], '--variant needs --system'],
      [['trace', '--property', 'S6', '--claims', '2'], "there is no property 'S6': give one of S1"],
      [['trace', '--set', 'path'], "'path' is not of the form axis=value"],
      [['trace', '--set', 'wind=north'], '--wind is not a choice in the system keep-alive'],
      [
        ['trace', '--system', 'peer', '--environment', 'peer'],
        '--environment chooses a system, as --system does: give one',
      ],
      [['trace', '--property', 'S9'], "there is no property 'S9'"],
      [['trace', '--format', 'svg'], "'svg' is not one of log"],
      [
        ['trace', '--format', 'side-by-side', '--between', 'startd,shadow'],
        "--between 'startd,shadow': two of startd, schedd, network were expected, with a comma",
      ],
      [['trace', '--replay', 'nowhere.json'], 'nowhere.json: cannot be read (ENOENT)'],
      [
        ['fuzz', '--property', 'L1'],
        "no schedule violates 'L1': a run that ends can violate nothing that is stated here",
      ],
      [['fuzz', '--runs', '0'], "'0' is not a whole number of at least 1"],
      [['explore', '--out', 'nowhere/at/all.html'], 'nowhere/at/all.html: cannot be written (ENOENT)'],
      [['frobnicate'], "unknown command 'frobnicate'"],
    ]),
  )('%s is wrong usage: exit code 2 and a line that says why', async (_, args, why) => {
    const { code, stdout, stderr } = await claimcheckHere(...args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(why);
    expect(stderr).not.toContain('    at ');
  });

  test('ends quietly when nobody reads on, as with head', async () => {
    const child = spawn(process.execPath, [pathTo('dist/src/cli/main.js'), 'verify', '--help']);
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (data) => (stderr += String(data)));
    const [code] = await once(child, 'close');
    expect([code, stderr]).toEqual([0, '']);
  });

  test('answers in a process of its own as it does here', async () => {
    for (const args of [
      ['trace', '--property', 'S9'],
      ['verify', '--help'],
    ])
      expect(await claimcheck(...args)).toEqual(await claimcheckHere(...args));
  });
});

describe('verify', () => {
  test('reports one row as JSON, with all that a verdict depends on', async () => {
    const { code, stdout } = await claimcheckHere('verify', '--fixes', '27895,27897', '--path', 'raw', '--json');
    const { environment, bounds, results } = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(environment).toEqual({ who: 'network', revision: '2011', faults: ['timeout', 'fin', 'rst'] });
    expect(bounds).toEqual({ maxStates: null, maxMemory: null });
    expect(results).toHaveLength(1);
    expect(results[0]).toMatchObject({ fixes: '0101', path: 'raw', bounded: false });
    expect(
      results[0].properties.map(({ id, verdict, trace }: Record<string, unknown>) => [id, verdict, trace]),
    ).toEqual(['D1', 'S1', 'S2', 'S3', 'S4', 'S5'].map((id) => [id, 'holds', null]));
  });

  test('ends at a limit of memory with what is known by then', async () => {
    const { code, stdout } = await claimcheckHere('verify', '--fixes', 'none', '--max-memory', '1M');
    expect(code).toBe(3);
    expect(stdout).toMatch(
      /auth 0000: ended at --max-memory: [\d,]+ states, \d+ steps deep, took \d+ MB; 1 GB has room for about \d+ million/,
    );
    expect(stdout).toMatch(/^path auth: .*\n +none: D1, S1, S2, S3, S5 bounded; S4 holds$/m);
  });

  test('ends at Ctrl-C with what is known by then, as interrupted, and exit code 130', async () => {
    const large = ['--fixes', '0001', '--path', 'auth', '--claims', '3', '--engine', 'table', '--workers', '1'];
    const { code, stdout } = await interrupted('verify', ...large);
    expect(code).toBe(130);
    expect(stdout).toContain('Interrupted: what was known by then.');
    expect(stdout).toMatch(/^path auth: .*\n +27897: D1, S1, S2, S3, S4, S5 bounded$/m);
    expect(stdout).not.toMatch(/holds?\b/);
    expect(stdout).toContain('keep-alive: no violation so far.');
  });

  test('finds as many states of two claims whether it takes them apart or not', async () => {
    const scope = ['verify', '--fixes', 'none', '--path', 'raw', '--claims', '2', '--faults', 'none', '--json'];
    const outcomes = await Promise.all([
      claimcheckHere(...scope),
      claimcheckHere(...scope, '--engine', 'grouped'),
      claimcheckHere(...scope, '--engine', 'table'),
    ]);
    const [one, ...others] = outcomes.map(({ stdout }) => JSON.parse(stdout).results[0]);
    expect([one, ...others].map(({ engine }) => engine)).toEqual(['counted', 'grouped', 'table']);
    for (const other of others)
      for (const key of ['states', 'transitions', 'depth', 'properties']) expect(one[key]).toEqual(other[key]);
    expect(one.states).toBeGreaterThan(100_000);
  });

  test('never says "holds" of a search that hit its bound', async () => {
    const { code, stdout } = await claimcheckHere('verify', '--fixes', 'all', '--max-states', '1000', '--json');
    const verdicts = JSON.parse(stdout).results.flatMap(
      (row: { properties: { verdict: string }[]; bounded: boolean }) =>
        row.bounded ? row.properties.slice(0, 3).map(({ verdict }) => verdict) : ['exhausted'],
    );
    expect(new Set(verdicts)).toEqual(new Set(['bounded']));
    expect(code).toBe(3);
  });

  test('shows runs that never end together with the rest, and writes no colour where there is no terminal', async () => {
    const { stdout, stderr } = await claimcheckHere('verify', '--fixes', 'none', '--path', 'raw');
    expect(stdout).toMatch(/^path raw, startd 2011 +L1 +L2 +states +transitions +depth\nnone +holds +holds /m);
    expect(stdout).toMatch(
      /^path raw, startd head +L1 +L2 +states +transitions +depth\nnone +violated in 6\+1 +holds /m,
    );
    expect(stdout + stderr).not.toContain('\u001b');
  });
});

describe('verify --system', () => {
  test('reports one variant as JSON, with all that a verdict depends on', async () => {
    const { code, stdout } = await claimcheckHere('verify', '--system', 'slot', '--variant', 'head', '--json');
    const { bounds, results, asExpected } = JSON.parse(stdout);
    expect([code, asExpected]).toEqual([0, true]);
    expect(bounds).toEqual({ maxStates: null, maxMemory: null });
    expect(results).toHaveLength(1);
    const [{ states } = { states: 0 }] = OWN_RECORDS.rows('expected/systems/slot.json') ?? [];
    expect(results[0]).toMatchObject({ system: 'slot', variant: 'head', bounded: false, states });
    expect(results[0].properties[0]).toMatchObject({ id: 'P1', verdict: 'holds', trace: null });
  });

  test('never says "holds" of a search that hit its bound', async () => {
    const { code, stdout } = await claimcheckHere(
      'verify',
      '--system',
      'reply',
      '--variant',
      '2011-auth',
      '--max-states',
      '1000',
    );
    expect(code).toBe(3);
    expect(stdout).toContain('reply 2011-auth: ended at --max-states');
    expect(stdout).toMatch(/2011-auth +bounded/);
    expect(stdout).not.toMatch(/holds?\b/);
  });

  test('prints no empty tables of what is not searched with several claims', async () => {
    const { stdout } = await claimcheckHere('verify', '--fixes', 'none', '--path', 'raw', '--claims', '2', '--verbose');
    const headings = stdout.split('\n').filter((line) => line.includes('transitions'));
    expect(headings).toEqual([expect.stringMatching(/^path raw +D1 +S1 +S2 +S3 +S4 +S5 +states +transitions +depth$/)]);
    expect(stdout).toMatch(/^none +holds +holds +holds +holds +holds +holds +5627068 +59417344 +24$/m);
    expect(stdout).not.toMatch(/startd (2011|head)|No witnesses/);
  });

  test('lists every row, its witnesses and its states with --verbose', async () => {
    const { stdout } = await claimcheckHere('verify', '--system', 'restart', '--variant', 'head-starter', '--verbose');
    expect(stdout).toMatch(/^head-starter +holds +holds +violated in 7 +holds +49 +106 +9$/m);
    expect(stdout).toMatch(
      /^Witnesses \(reached in how many of 1 searches\): idle-record-expires 1,\n +rightly-disowned 0, /m,
    );
    expect(stdout).toContain('Method: ');
  });
});

describe('a name that is close to another', () => {
  test.each(
    typed([
      [['verify', '--system', 'replay'], "; did you mean 'reply'?"],
      [['trace', '--property', 'S7'], "; did you mean 'S1'?"],
      [['trace', '--property', 'renewd'], "; did you mean 'renewed'?"],
      [['verify', '--system', 'reply', '--variant', 'haed-raw'], "; did you mean 'head-raw'?"],
      [['trace', '--property', 'S6', '--variant', 'head-rwa'], "; did you mean 'head-raw'?"],
      [['verify', '--set', 'pth=auth'], "; did you mean 'path'?"],
      [['verify', '--path', 'aut'], "; did you mean 'auth'?"],
      [['verify', '--fixes', '27895,27987'], "; did you mean '27897'?"],
      [['verify', '--faults', 'timout'], "; did you mean 'timeout'?"],
      [['verify', '--engine', 'tabel'], "; did you mean 'table'?"],
      [['verify', '--environment', 'per'], "; did you mean 'peer'?"],
      [['fuzz', '--property', 'S9'], "; did you mean 'S1'?"],
      [['verfy'], '(Did you mean verify?)'],
      [['verify', '--fixs', 'all'], '(Did you mean --fixes?)'],
    ]),
  )('is proposed for %s', async (_, args, proposal) => {
    const { code, stdout, stderr } = await claimcheckHere(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(proposal);
  });

  test('is proposed only if it is close', async () => {
    for (const args of [
      ['verify', '--system', 'telegraph'],
      ['trace', '--property', 'nonsense'],
      ['verify', '--path', 'udp'],
    ]) {
      const { stderr } = await claimcheckHere(...args);
      expect(stderr).not.toContain('did you mean');
    }
  });
});

describe('trace', () => {
  test('finds a property of a further system, in the variant that is asked for, and replays it', async () => {
    const { code, stdout } = await claimcheckHere('trace', '--property', 'S6', '--variant', 'head-auth', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ system: 'reply', variant: 'head-auth', property: 'S6' });
    const { code: again, stdout: replayed } = await claimcheckHere('trace', '--replay', fileWith('S6.json', stdout));
    expect(again).toBe(1);
    expect(replayed).toContain('step 7: S6');
  });

  test('exits with 1 when it shows a counterexample, with 0 when there is none', async () => {
    expect((await claimcheckHere('trace', '--property', 'S1', '--fixes', 'none')).code).toBe(1);
    expect((await claimcheckHere('trace', '--property', 'S1', '--fixes', 'all', '--path', 'raw')).code).toBe(0);
    expect((await claimcheckHere('trace', '--property', 'renewed', '--fixes', 'all')).code).toBe(0);
  });

  test('replays what it has written, and judges it', async () => {
    const { stdout } = await claimcheckHere('trace', '--format', 'json');
    const { code, stdout: replayed } = await claimcheckHere('trace', '--replay', fileWith('trace.json', stdout));
    expect(code).toBe(1);
    expect(replayed).toContain('step 9: S1');
  });

  test('sets the logs of any two processes side by side', async () => {
    const args = ['trace', '--format', 'side-by-side', '--between', 'schedd,startd'];
    const { stdout } = await claimcheckHere(...args);
    expect(stdout).toMatch(/^schedd +\| startd$/m);
    expect(stdout).toMatch(/^ +\| slot1: Sending alive to schedd <>\.\.\.$/m);
  });

  test('draws a Mermaid sequence diagram', async () => {
    const { stdout } = await claimcheckHere('trace', '--format', 'sequence');
    expect(stdout.startsWith('sequenceDiagram\n  participant startd\n')).toBe(true);
  });

  test('replays a run that goes on for ever, and judges it', async () => {
    const { code: shown, stdout } = await claimcheckHere('trace', '--property', 'L1', '--path', 'raw', '--json');
    const { code, stdout: replayed } = await claimcheckHere('trace', '--replay', fileWith('lasso.json', stdout));
    expect([shown, code]).toEqual([1, 1]);
    expect(replayed).toContain('step 6: L1');
    expect(replayed).toContain('path raw, fixes none, revision head, 6 steps and a cycle of 1');
    expect(replayed).toContain('From here on, again and again:\n  7. claim SELECT');
    const open = { ...JSON.parse(stdout), cycle: [{ component: 'claim', event: { type: 'ACTIVATE_CLAIM' } }] };
    const { code: bad, stderr } = await claimcheckHere(
      'trace',
      '--replay',
      fileWith('open.json', JSON.stringify(open)),
    );
    expect(bad).toBe(2);
    expect(stderr).toMatch(
      /^claimcheck: .*open.json: cycle: steps that lead back to where they begin were expected\n$/,
    );
  });

  test.each([
    ['{"format":"claimcheck-trace",\n"version":1,\n', ':2: JSON was expected'],
    ['{"format":"else"}', ': format: claimcheck-trace, version 1 or 2, was expected'],
    [
      '{"format":"claimcheck-trace","version":2,"system":"keep-alive","choices":{"fixes":"010"},"steps":[]}',
      ': fixes: none, all, some of 27894, 27895, 27896, 27897 with commas, or 4 bits in this order was expected',
    ],
    [
      '{"format":"claimcheck-trace","version":1,"system":"keep-alive","fixes":"0000","path":"auth","steps":[{}]}',
      ': step 1: a component and an event that the environment may send it was expected',
    ],
    [
      '{"format":"claimcheck-trace","version":1,"system":"keep-alive","fixes":"0000","path":"auth","steps":[{"component":"claim","event":{"type":"SELECT"}}]}',
      'step 1: claim cannot take SELECT here',
    ],
  ])('says of a bad file what was expected where: %j', async (text, why) => {
    const { code, stderr } = await claimcheckHere('trace', '--replay', fileWith('bad.json', text));
    expect(code).toBe(2);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(why);
  });
});
