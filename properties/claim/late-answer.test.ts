import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { logLines } from '../../src/traces/story/lines.ts';
import { traceOf } from '../../src/checker/replay/trace.ts';
import { verify } from '../../src/checker/verify.ts';
import { modelOf } from '../../src/testing/models.ts';

const logs = new URL('../logs/late-answer/', import.meta.url);

/**
 * What a real daemon wrote, without times, addresses and the numbers of its claims and leases. Whoever has given up a claim has forgotten its
 * schedd: it is (unknown) then, where the machine still has its address.
 */
const written = (file: string): string[] =>
  readFileSync(new URL(file, logs), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => general(line.slice('11/29/26 16:15:47 '.length)));

const general = (line: string): string =>
  line
    .replace(/<[\d.]+:\d+[^>]*>|\(unknown\)/g, '<>')
    .replace(/#\d+#\d+#/g, '#1#1#')
    .replace(/response of \d+ /, 'response of 300 ');

/** The lines in which the startd tells of its keep-alives and of its lease, but for those of DaemonCore. */
const isTold = (line: string): boolean =>
  /^slot1: (?:Sending alive|(?:In|Leaving) Claim::sendAlive|Received Alive|Keep alive|State change: claim lease)/.test(
    line,
  );

describe('a keep-alive that is answered when the lease has ended and the claim is being killed', () => {
  const startd = written('StartLog');
  const expired = startd.findIndex((line) => line.includes('claim lease expired'));
  const killed = startd.findIndex((line) => line.endsWith('Preempting/Killing -> Owner/Idle'));

  test('renews the lease in the real startd, which goes on killing, and whose timer ends with the claim', () => {
    const killing = startd.slice(expired, killed);
    expect(killing.filter((line) => /ClaimLease timer|alive for ClaimId|alive to schedd|Changing/.test(line))).toEqual([
      'slot1: Changing state and activity: Claimed/Busy -> Preempting/Killing',
      'slot1: Keep alive for ClaimId <>#1#1#... job 1.0 sent to schedd',
      'slot1: Started ClaimLease timer (31) w/ 30 second lease duration',
      'slot1: Canceled ClaimLease timer (31)',
    ]);
  });

  test('is told by the run that violates K3 in the same lines, in that order', () => {
    const { composition, properties } = modelOf('lifecycle');
    const [finding] = verify(
      composition,
      properties.filter(({ id }) => id === 'K3'),
    ).findings;
    const lines = logLines(composition, traceOf(composition, finding?.run ?? []));
    const own = lines.filter(({ process }) => process === 'startd').map(({ text }) => general(text));
    const last = startd.findLastIndex((line, i) => i < expired && line.startsWith('slot1: Sending alive'));
    const real = startd.slice(last, killed).filter(isTold);
    expect(own.filter(isTold)).toEqual(real);
    expect(real).toHaveLength(6);
  });

  test('is the only one in flight, though two more would have been due', () => {
    const sent = startd.map((line, i) => (line.startsWith('slot1: Sending alive') ? i : -1)).filter((i) => i >= 0);
    const answered = startd.map((line, i) => (line.includes('Received Alive response') ? i : -1)).filter((i) => i >= 0);
    expect(sent).toHaveLength(3);
    expect(sent.flatMap((at, i) => [at, answered[i]])).toEqual([...sent, ...answered].toSorted((a, b) => a - b));
  });

  test('is followed by no RELEASE_CLAIM of the startd: the record stays until the shadow is told that the claim has closed', () => {
    const schedd = written('SchedLog');
    expect(
      schedd.filter((line) => line.startsWith('Calling HandleReq')).map((line) => /\((\w+)\) from/.exec(line)?.[1]),
    ).toEqual(['ALIVE', 'ALIVE', 'ALIVE']);
    const place = (text: string) => schedd.findIndex((line) => line.includes(text));
    expect(place('Match record')).toBeGreaterThan(place('Shadow pid'));
    expect(schedd[place('Match record')]).toMatch(/deleted$/);
  });
});
