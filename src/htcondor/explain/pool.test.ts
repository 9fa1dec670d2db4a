import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesFor } from './input/files.ts';
import { readFurther } from './further/read.ts';
import { withNotes } from './further/attach.ts';
import { Logs } from './read/logs.ts';
import { chosenClaims, requireKnown } from './render/choice.ts';
import { summaryText, worstFirst } from './render/summary.ts';
import { lowered } from './testing/lowered.ts';
import { examineLines, fileWith, filesWith, linesOf, textOf } from './testing/scenarios.ts';

/** A folder with these files, whose names may have folders in them. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = dirname(fileWith('', 'empty'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const NOTHING = { startd: [], schedd: [] } as const;
const PLAIN = { startd: [], schedd: [] } as const;

describe('files', () => {
  const lines = linesOf('job-removed');
  const folder = folderWith({
    'hostA/StartLog': textOf(lines.startd),
    'hostA/StartLog.old': textOf(lines.startd.slice(0, 20)),
    'hostB/StartLog': textOf(linesOf('normal').startd),
    SchedLog: textOf(lines.schedd),
    'notes.txt': 'nothing',
    'submit/out.txt': '000 (001.000.000) 2026-11-28 18:02:55 Job submitted from host: <10.0.0.9:9618>\n...\n',
    'submit/other.txt': '000 (001.000) no event\n',
  });

  test('of a folder are those that are called as logs are', () => {
    const found = filesFor([folder]);
    expect(found.startd).toHaveLength(3);
    expect(found.schedd).toEqual([join(folder, 'SchedLog')]);
    expect(found.event).toEqual([join(folder, 'submit/out.txt')]);
    expect(found.passedOver).toEqual([expect.stringContaining('notes.txt, other.txt')]);
    expect(filesFor([], { schedd: [folder] }).schedd).toEqual(found.schedd);
    expect(() => filesFor([], { schedd: [join(folder, 'hostA')] }).schedd).toThrow(
      "no file that is called as a schedd's log is",
    );
  });

  test('of a pattern are those that fit it', () => {
    expect(filesFor([], { startd: [join(folder, 'host*', 'StartLog')] }).startd).toHaveLength(2);
    expect(filesFor([], { startd: [join(folder, 'host?', 'Start*')] }).startd).toHaveLength(3);
    expect(() => filesFor([], { startd: [join(folder, 'none*')] }).startd).toThrow('no file has such a name');
    expect(() => filesFor([join(folder, 'notes.txt')])).toThrow('does not tell whose log it is');
  });

  test('of the same name in different folders are of different hosts', async () => {
    const { startd } = filesFor([folder]);
    const logs = await Logs.open({ startd, schedd: [] });
    const groups = await logs.groups('startd');
    expect(groups.map(({ sources }) => sources.map(({ file }) => file))).toEqual([
      [join(folder, 'hostB/StartLog')],
      [join(folder, 'hostA/StartLog.old'), join(folder, 'hostA/StartLog')],
    ]);
  });

  test('that follow each other in time are of one host, whatever they are called', async () => {
    const { startd } = linesOf('normal');
    const files = filesWith({ monday: textOf(startd.slice(0, 150)), tuesday: textOf(startd.slice(150)) });
    const logs = await Logs.open({ startd: files.toReversed(), schedd: [] });
    expect(await logs.groups('startd')).toHaveLength(1);
  });
});

describe('the claims that are shown', () => {
  test('can be chosen by job, slot, time and problems, and the worst stand first', async () => {
    const { claims } = await examineLines(linesOf('default-level/dflt-pslot-three-dslots-bug-all-fixes-off'));
    expect(claims).toHaveLength(4);
    expect(worstFirst(claims)[0]).toMatchObject({ slot: 'slot1_3', end: { authoritative: false } });
    expect(summaryText(claims)).toBe(
      '4 claims: 1 removed without authority, 3 not ended; 1 of 4 runs of jobs ended badly',
    );
    expect(chosenClaims(claims, { job: '1.1' })).toHaveLength(1);
    expect(chosenClaims(claims, { job: '1' })).toHaveLength(4);
    expect(chosenClaims(claims, { job: '1.' })).toHaveLength(0);
    expect(chosenClaims(claims, { slot: 'slot1_3' })).toHaveLength(2);
    expect(chosenClaims(claims, { slot: 'slot1' })).toHaveLength(4);
    expect(chosenClaims(claims, { problems: true })).toHaveLength(1);
    expect(chosenClaims(claims, { until: Date.UTC(2026, 10, 28, 18, 4, 40) })).toHaveLength(3);
    expect(chosenClaims(claims, { since: Date.UTC(2026, 10, 28, 18, 4, 50) })).toHaveLength(3);
  });

  test('are of a job or a slot that the logs know, else that is an error which says what they know', async () => {
    const { claims } = await examineLines(linesOf('default-level/dflt-pslot-three-dslots-bug-all-fixes-off'));
    for (const choice of [{}, { job: '1' }, { job: '1.1' }, { slot: 'slot1' }, { slot: 'slot1_3@node' }])
      expect(() => requireKnown(claims, choice)).not.toThrow();
    const refusal = (choice: { job?: string; slot?: string }) => () => requireKnown(claims, choice);
    expect(refusal({ job: '999' })).toThrow('--job 999: no claim in these logs had it; their jobs: 1.0, 1.1, 1.2');
    const slots = 'their slots: slot1_1, slot1_2, slot1_3';
    for (const slot of ['SLOT1', 'slot1*', 'Slot1@node'])
      expect(refusal({ slot })).toThrow(
        `--slot ${slot}: no claim in these logs is of it; did you mean slot1? ${slots}`,
      );
    expect(refusal({ slot: 'slot7' })).toThrow(`--slot slot7: no claim in these logs is of it; ${slots}`);
    expect(() => requireKnown([], { slot: 'slot1' })).toThrow('they name no slots');
  });
});

describe('the jobs of a claim', () => {
  test('end as starter and shadow say, in words', async () => {
    const { claims } = await examineLines(linesOf('default-level/dflt-starter-killed'));
    expect(claims[0]?.jobs).toMatchObject([
      { job: '1.0', starter: 'the starter died on signal 9', shadow: expect.stringContaining('107'), died: true },
    ]);
    const { claims: others } = await examineLines(linesOf('default-level/dflt-shadow-killed'));
    expect(others[0]?.jobs[0]).toMatchObject({ shadow: 'the shadow died with signal 9 (Killed)', died: true });
    const { claims: done } = await examineLines(linesOf('default-level/dflt-job-completed'));
    expect(done[0]?.jobs).toMatchObject([{ shadow: 'shadow status 100: the job ended by itself', died: false }]);
  });

  test('have what the shadow, the starter and the event log say of them', async () => {
    const { claims } = await examineLines(linesOf('default-level/dflt-starter-killed'));
    const [shadow, starter, event] = filesWith({
      ShadowLog: '11/28/26 18:11:40 (1.0) (20640): Can no longer talk to condor_starter <127.0.0.1:1234>\n',
      'StarterLog.slot1':
        '11/28/26 18:11:17 (pid:20641) Starting a VANILLA universe job with ID: 1.0\n11/28/26 18:11:39 (pid:20641) ShutdownFast all jobs.\n',
      'job.log':
        '001 (001.000.000) 2026-11-28 18:11:18 Job executing on host: <127.0.0.1:28232>\n...\n004 (001.000.000) 2026-11-28 18:11:41 Job was evicted.\n\t(0) CPU times\n...\n',
    }) as [string, string, string];
    const notes = await readFurther({ shadow: [shadow], starter: [starter], event: [event] });
    const noted = withNotes(claims, notes);
    expect(noted[0]?.jobs[0]?.notes.map(({ what }) => what)).toEqual([
      'the job began to run',
      'the starter was told to kill the job at once',
      'the shadow lost its starter',
      'the job was evicted',
    ]);
    await expect(readFurther({ shadow: [], starter: [], event: [shadow] })).rejects.toThrow("a job's event log's form");
  });
});

describe('a log at the default level', () => {
  test('says so, and which release wrote it', async () => {
    const { logs } = await examineLines(linesOf('default-level/dflt-normal'));
    expect(logs).toMatchObject([
      { daemon: 'startd', versions: ['25.14.0'], levels: ['D_ALWAYS', 'D_ERROR', 'D_STATUS'] },
      { daemon: 'schedd', versions: ['25.14.0'], levels: ['D_ALWAYS', 'D_ERROR', 'D_STATUS'] },
    ]);
  });

  test('still shows that a schedd forgot a record that it should have had (#3312)', async () => {
    const { claims, warnings } = await examineLines(lowered(linesOf('restart-claimed-expiry-3312'), PLAIN));
    expect(claims.map(({ claimId }) => claimId)).toEqual([null, null, null]);
    expect(claims[1]).toMatchObject({ slot: 'slot2', job: '1.1', end: { authoritative: true } });
    expect(warnings.filter((warning) => warning.includes('#3312'))).toHaveLength(1);
  });

  test('of the schedd tells dynamic slots of one startd apart', async () => {
    const { schedd } = linesOf('default-level/dflt-pslot-three-dslots-job-removed');
    const { claims } = await examineLines({ ...NOTHING, schedd });
    expect(claims.map(({ slot, job, end }) => [slot, job, end?.cause])).toEqual([
      ['slot1_1', '1.0', undefined],
      ['slot1_2', '1.1', 'released'],
      ['slot1_3', '1.2', undefined],
    ]);
  });

  test('says of a lease that the schedd had refused the session', async () => {
    const { claims } = await examineLines(linesOf('default-level/dflt-schedd-forgot-claim-match-session'));
    expect(claims[0]?.end?.explanation).toContain('the schedd did not know the claim and refused its session');
    expect(claims[0]?.end?.explanation).not.toContain('nothing was heard');
  });
});

describe("another schedd's log", () => {
  test('has no answer to a claim of which it started no job', async () => {
    const { startd, schedd } = linesOf('default-level/dflt-bug-all-fixes-off');
    const earlier =
      '11/28/26 17:00:00 (pid:1) Started shadow for job 3.0 on slot9@h <192.0.2.1:9> for x, (shadow pid = 1)';
    const other = schedd.filter((line) => !/shadow for job|Shadow pid|Match record/.test(line));
    const { claims } = await examineLines({ startd, schedd: [earlier, ...other] }, 0);
    expect(claims[0]?.end).toMatchObject({ cause: 'unrecognized', authoritative: null });
    expect(claims[0]?.end?.explanation).toContain('it starts no shadow for job 1.0');
  });

  test('has no answer to a claim of which it shows no job end', async () => {
    const startd = linesOf('default-level/dflt-bug-all-fixes-off').startd;
    const removed = startd.find((line) => line.includes('claim no longer'))?.slice(0, 17);
    const schedd = [
      `${removed} (pid:9) condor_read(): timeout reading 5 bytes from <127.0.0.1:51515>.`,
      `${removed} (pid:9) Received startd keepalive for unknown claimid #...`,
      '11/28/26 19:00:00 (pid:9) Shadow pid 7 for job 3.0 exited with status 100',
    ];
    const { claims } = await examineLines({ startd, schedd }, 0);
    expect(claims[0]?.end?.authoritative).toBeNull();
    expect(claims[0]?.end?.explanation).toContain('it has no end of a shadow for job 1.0');
  });

  test('is not believed where the host of its answer lost another job', async () => {
    const { startd } = linesOf('default-level/dflt-bug-all-fixes-off');
    const other = linesOf('default-level/dflt-bug-all-fixes-off').schedd.map((line) => line.replaceAll('1.0', '8.0'));
    const { claims } = await examineLines({ startd, schedd: other }, 0);
    expect(claims[0]?.end).toMatchObject({ cause: 'unrecognized', authoritative: null });
    expect(claims[0]?.end?.explanation).toContain('job 8.0 of the same host was lost right after it');
  });
});

test('two removals of one host and a single answer leave both open', async () => {
  const lines = linesOf('default-level/dflt-two-slots-one-spurious');
  const at = lines.startd.findIndex((line) => line.includes('claim no longer'));
  const second = (lines.startd[at] as string).replace('slot1', 'slot2');
  const schedd = lines.schedd.filter((line) => !/Shadow pid|Match record|RELEASE/.test(line));
  const { claims } = await examineLines({ startd: lines.startd.toSpliced(at, 0, second), schedd });
  const ends = claims.flatMap(({ end }) => (end ? [end] : []));
  expect(ends).toHaveLength(2);
  expect(ends.map(({ authoritative }) => authoritative)).toEqual([null, null]);
});
